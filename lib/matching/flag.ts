import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { unnested } from '@/lib/shipments/bulk';
import { bigintArray } from '@/lib/shipments/runs';
import type { Answer, JudgedAnswer } from './answers';
import { judgeAnswers } from './judge';
import { FAR, FEWEST_THAT_ARE_MANY } from './oddities';

/** Flags what a run has just matched where it looks odd: only what may be is looked at closely. */
export async function flagOddities(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  shipmentIds: number[],
): Promise<void> {
  const judged = await judgeAnswers(tx, ctx, await suspects(tx, ctx, runId, shipmentIds));
  const odd = judged.filter((answer) => answer.oddities !== null);
  if (odd.length === 0) return;
  await tx.execute(sql`
    update shipment_lines line set match_oddities = given.oddities
    from ${unnested<JudgedAnswer>(
      {
        line_id: ['bigint', (answer) => answer.lineId],
        oddities: ['bigint[]', ({ oddities }) => bigintArray(oddities ?? [])],
      },
      odd,
    )}
    where line.mall_id = ${ctx.mallId} and line.id = given.line_id`);
}

async function suspects(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]): Promise<Answer[]> {
  return rows<Answer>(
    tx,
    sql`
    with goods as (
      select item.composition_id, sum(item.qty * variant.price)::bigint as price
      from composition_items item
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      where item.mall_id = ${ctx.mallId}
      group by item.composition_id
    )
    select part.id as "lineId", part.match_rule as rule, part.composition_id as "compositionId",
      null::bigint as "variantId", line.unit_price as "unitPrice", part.qty,
      coalesce(remembered.oddities = '{}', false) as "isVouched"
    from shipment_lines part
    join order_lines line on line.mall_id = ${ctx.mallId} and line.id = part.order_line_id
    left join goods on goods.composition_id = part.composition_id
    left join matches remembered on remembered.mall_id = ${ctx.mallId}
      and remembered.channel_id = line.channel_id and remembered.product_key = line.product_key
      and remembered.option_key = line.option_key and remembered.oddities = '{}'
    where part.mall_id = ${ctx.mallId} and part.last_run_id = ${runId}
      and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      and (part.qty >= ${FEWEST_THAT_ARE_MANY} or line.unit_price * ${FAR} < goods.price
        or line.unit_price > goods.price * ${FAR})
    order by part.id`,
  );
}
