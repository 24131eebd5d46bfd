import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { ensureComposition } from '@/lib/shipments/compositions';
import type { CompositionItem } from '@/lib/shipments/fingerprint';
import { lockMatching } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { wonPrice } from '@/lib/shipments/won-price';
import { decideKeys, judgeKeys, refuseForeignVariants } from './decide';
import { matchRules } from './reasons';
import type { AffectedLine } from './rematch/affected';
import { type Rematched, rematchLines } from './rematch/rematch';
import type { NamedKey } from './remembered';

export type MatchByHand = {
  /** Any shipment line of the key; a one-off match is for this line alone. */
  lineId: number;
  /** Variants for one unit ordered; none: no goods are needed. */
  items: CompositionItem[];
  remember: boolean;
  /** Also the open lines of the key that mean something else. */
  rematch?: boolean;
};

/** Ties a channel's product and option to variants: all open lines of the key, now and later. */
export async function matchByHand(
  ctx: Ctx,
  input: MatchByHand,
): Promise<Rematched & { runId: number }> {
  return inMall(ctx, async (tx) => {
    await lockMatching(tx, ctx, 'alone');
    const key = await keyOf(tx, ctx, input.lineId);
    await refuseForeignVariants(tx, ctx, input.items);
    const runId = await startRun(tx, ctx, 'match', { key: key.productName, option: key.option });
    const compositionId = await ensureComposition(tx, ctx, input.items);
    const [oddities = null] = await judgeKeys(tx, ctx, [{ ...key, compositionId }]);
    const done =
      input.remember && key.productKey !== ''
        ? await decideKeys(tx, ctx, runId, {
            decisions: [{ ...key, compositionId, rule: matchRules.byHand, oddities }],
            rematch: input.rematch ?? false,
          })
        : await rematchLines(tx, ctx, runId, () => oneLine(tx, ctx, input, compositionId));
    if (done.lines + done.rematched + done.held === 0)
      throw new ExpectedError('match.errors.alreadyMatched');
    await finishRun(tx, ctx, runId, { ...done });
    return { runId, ...done };
  });
}

/** A line that is matched already changes its meaning only where that was asked for. */
async function oneLine(
  tx: Tx,
  ctx: Ctx,
  { lineId, rematch }: MatchByHand,
  compositionId: number,
): Promise<AffectedLine[]> {
  const waits = rematch
    ? sql`part.composition_id is distinct from ${compositionId}`
    : sql`part.composition_id is null`;
  return rows<AffectedLine>(
    tx,
    sql`
    select part.id as "lineId", part.shipment_id as "shipmentId", part.qty,
      part.allocated_qty as "allocatedQty", ${wonPrice(sql`line`)} as "unitPrice",
      part.composition_id as before, part.match_rule as "ruleBefore",
      part.match_oddities as "odditiesBefore", ${compositionId}::bigint as after,
      ${matchRules.oneOff}::int as "ruleAfter"
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    where part.mall_id = ${ctx.mallId} and part.id = ${lineId} and ${waits}`,
  );
}

async function keyOf(tx: Tx, ctx: Ctx, lineId: number): Promise<NamedKey> {
  const [key] = await rows<NamedKey>(
    tx,
    sql`
    select line.channel_id as "channelId", line.product_key as "productKey",
      line.option_key as "optionKey", line.product_code as "productCode",
      line.product_name as "productName", line.option
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    where part.mall_id = ${ctx.mallId} and part.id = ${lineId}`,
  );
  if (!key) throw new ExpectedError('errors.notFound');
  return key;
}
