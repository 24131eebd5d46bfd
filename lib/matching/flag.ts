import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { bigintArray } from '@/lib/shipments/runs/runs';
import { wonPrice } from '@/lib/shipments/won-price';
import type { Answer, JudgedAnswer } from './answers';
import { judgeAnswers } from './judge';

/** Looks closely at lines that may be odd, and flags those that are. */
export async function flagOddities(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<void> {
  if (lineIds.length === 0) return;
  const judged = await judgeAnswers(tx, ctx, await suspects(tx, ctx, lineIds));
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

async function suspects(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<Answer[]> {
  return rows<Answer>(
    tx,
    sql`
    select part.id as "lineId", part.match_rule as rule, part.composition_id as "compositionId",
      null::bigint as "variantId", ${wonPrice(sql`line`)} as "unitPrice", part.qty,
      remembered.id is not null as "isVouched"
    from shipment_lines part
    join order_lines line on line.mall_id = ${ctx.mallId} and line.id = part.order_line_id
    left join matches remembered on remembered.mall_id = ${ctx.mallId}
      and remembered.channel_id = line.channel_id and remembered.product_key = line.product_key
      and remembered.option_key = line.option_key and remembered.oddities = '{}'
    where part.mall_id = ${ctx.mallId} and part.id = any(${sql.param(lineIds)}::bigint[])
    order by part.id`,
  );
}
