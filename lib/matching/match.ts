import { type SQL, sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockMatching } from '@/lib/shipments/locks';
import { partUnfit } from '@/lib/shipments/parcels/part-bundles';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { compositionsOf } from './answers';
import { flagOddities } from './flag';
import { settleHeld } from './rematch/settle-held';
import { writeMatches } from './write';

export type MatchConditions = {
  /** Only the shipments of these orders: what collection has just brought. */
  orderIds?: number[];
  channelIds?: number[];
};

export type MatchCounts = {
  lines: number;
  shipments: number;
  open: number;
  /** Shipments that were held for another match and are free again. */
  freed: number;
};

/**
 * Ties every open line to its variants where one rule has one answer: remembered here, the seller's
 * code, a barcode, remembered on another channel of the marketplace; the first that applies. A bundle
 * to which a line came that may not travel in it comes apart.
 */
export async function matchShipments(
  ctx: Ctx,
  conditions: MatchConditions = {},
): Promise<MatchCounts & { runId: number | null }> {
  const freed = conditions.orderIds ? 0 : await freeHeld(ctx);
  return inMall(ctx, async (tx) => {
    await expectMany(tx, conditions.orderIds?.length ?? 0);
    await lockMatching(tx, ctx, 'shared');
    const open = await unmatchedShipments(tx, ctx, conditions, sql`for update`);
    await expectMany(tx, open.length);
    if (open.length === 0) return { runId: null, lines: 0, shipments: 0, open: 0, freed };
    const runId = await startRun(tx, ctx, 'match', { ...conditions, orderIds: undefined });
    const answered = compositionsOf(ctx, open);
    const { mayBeOdd, ...written } = await writeMatches(tx, ctx, runId, answered);
    await flagOddities(tx, ctx, mayBeOdd);
    await partUnfit(tx, ctx, open, async () => runId);
    const counts = { ...written, open: open.length, freed };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

/** Before the run, as whoever holds these shipments may not wait for earlier ones. */
function freeHeld(ctx: Ctx): Promise<number> {
  return inMall(ctx, async (tx) => {
    await lockMatching(tx, ctx, 'shared');
    return (await settleHeld(tx, ctx))?.freed ?? 0;
  });
}

/** A run locks them, by id; a preview only looks. */
export async function unmatchedShipments(
  tx: Tx,
  ctx: Ctx,
  conditions: MatchConditions,
  lock: SQL,
): Promise<number[]> {
  const ofOrders = conditions.orderIds
    ? sql`and id in (
        select shipment_id from shipment_lines line
        join order_lines order_line
          on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
        where order_line.mall_id = ${ctx.mallId}
          and order_line.order_id = any(${sql.param(conditions.orderIds)}::bigint[]))`
    : sql``;
  const ofChannels = conditions.channelIds
    ? sql`and channel_id = any(${sql.param(conditions.channelIds)}::bigint[])`
    : sql``;
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments
    where mall_id = ${ctx.mallId} and is_open and stage = 'unmatched' ${ofOrders} ${ofChannels}
    order by id ${lock}`,
  );
  return found.map((row) => row.id);
}
