import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { ranking } from '@/lib/allocation/priority';
import { readPriority } from '@/lib/allocation/saved-priority';
import { ChangedMeanwhile, type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { grouped } from '@/lib/grouped';
import { pushedAmong, takeWaybills } from '@/lib/invoicing/remove';
import { hold } from '@/lib/shipments/holds/hold';
import { lockLinesOf, lockShipments, lockStock } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { lockForRetirement } from '@/lib/shipments/parcels/retire-freed';
import { finishRun, recordDecisions, startRun, writeReasons } from '@/lib/shipments/runs/runs';
import { releaseAllocation } from '@/lib/shipments/stock';
import { shipRules } from '@/lib/shipping/reasons';
import { type Holder, isCovered, planReleases, type Release } from '@/lib/stock/count-plan';
import { type CountLine, closeCount, countLines, lockCount, targetOf } from '@/lib/stock/counts';

export type CountPreview = {
  /** Parcels that give back what they hold, in the order in which they do. */
  releases: (Release & { orderNo: string })[];
};

/** Whom applying a stock-take would take goods from, before it does. */
export async function previewCount(ctx: Ctx, countId: number): Promise<CountPreview> {
  return readMall(ctx, async (tx) => {
    const lines = await openLines(tx, ctx, countId);
    const releases = planReleases(countedOf(lines), await findHolders(tx, ctx, lines));
    const orderNos = await rows<{ id: number; orderNo: string }>(
      tx,
      sql`
      select shipment.id, orders.order_no as "orderNo" from shipments shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      where shipment.mall_id = ${ctx.mallId}
        and shipment.id = any(${sql.param(releases.map((row) => row.shipmentId))}::bigint[])`,
    );
    const orderNoOf = new Map(orderNos.map((row) => [row.id, row.orderNo]));
    return {
      releases: releases.map((row) => ({ ...row, orderNo: orderNoOf.get(row.shipmentId) ?? '' })),
    };
  });
}

/**
 * Puts on hand what was counted. Where that is less than what is reserved, parcels give their goods
 * back first; one that had its number gives that back too and is held, and what the channel has
 * cancelled of it leaves. All of it, or nothing.
 */
export async function applyCount(
  ctx: Ctx,
  countId: number,
): Promise<{ variants: number; released: number; held: number }> {
  return inMall(ctx, async (tx) => {
    await lockCount(tx, ctx, countId, 'open');
    const seen = await openLines(tx, ctx, countId);
    if (seen.length === 0) throw new ExpectedError('stock.errors.nothingCounted');
    const { holders, retireFreed } = await lockHolders(tx, ctx, seen);
    const shelves = await lockStock(tx, ctx, seen.map((line) => line.variantId).sort(byNumber));
    const lines = (await openLines(tx, ctx, countId)).filter((line) => shelves.has(line.variantId));
    if (!isCovered(countedOf(lines), holders))
      throw new ChangedMeanwhile('Others have reserved what was counted.');
    const releases = planReleases(countedOf(lines), holders);
    const runId = await startRun(tx, ctx, 'count', { count: countId });
    await release(tx, ctx, runId, releases);
    const changed = await setOnHand(tx, ctx, { countId, runId, lines });
    await closeCount(tx, ctx, countId, 'applied');
    const held = releases.filter((row) => row.isInvoiced).length;
    const counts = { variants: changed, released: releases.length - held, held };
    await finishRun(tx, ctx, runId, { counted: changed, released: releases.length });
    await retireFreed();
    return counts;
  });
}

/** Without those that an undo had to leave applied. */
const openLines = async (tx: Tx, ctx: Ctx, countId: number) =>
  (await countLines(tx, ctx, countId)).filter((line) => !line.isApplied);

const byNumber = (one: number, other: number) => one - other;

const countedOf = (lines: readonly CountLine[]) =>
  lines.map((line) => ({
    variantId: line.variantId,
    targetQty: targetOf(line),
    allocated: line.allocated,
  }));

/** Parcels that hold goods of which fewer were counted than are reserved. */
async function findHolders(tx: Tx, ctx: Ctx, lines: readonly CountLine[]): Promise<Holder[]> {
  const short = lines.filter((line) => targetOf(line) < line.allocated);
  const ids = short.map((line) => line.variantId);
  const found = await rows<HolderRow>(
    tx,
    sql`
    select shipment.id, shipment.stage, shipment.requested_export_id is not null as "isRequested",
      channel.priority as "channelPriority", shipment.amount, shipment.wanted_qty as "wantedQty",
      (extract(epoch from shipment.paid_at) * 1000)::bigint as "paidAtMs",
      (extract(epoch from shipment.ship_by) * 1000)::bigint as "shipByMs",
      held.goods, held.tags
    from (
      select line.shipment_id, jsonb_object_agg(line.variant_id, line.qty) as goods,
        array_agg(distinct tag) filter (where tag is not null) as tags
      from (
        select line.shipment_id, item.variant_id, sum(line.allocated_qty * item.qty)::int as qty
        from composition_items item
        join shipment_lines line on line.mall_id = item.mall_id
          and line.composition_id = item.composition_id and line.allocated_qty > 0
        where item.mall_id = ${ctx.mallId} and item.variant_id = any(${sql.param(ids)}::bigint[])
        group by line.shipment_id, item.variant_id
      ) line
      join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.id = line.variant_id
        and not variant.is_supplier_shipped
      left join unnest(variant.tags) as tag on true
      group by line.shipment_id
    ) held
    join shipments shipment
      on shipment.mall_id = ${ctx.mallId} and shipment.id = held.shipment_id and shipment.is_open
    join channels channel
      on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
    order by shipment.id`,
  );
  const ranks = ranking(await readPriority(tx, ctx), {
    channelPriorityAt: (place) => found[place]?.channelPriority ?? 0,
    shipByMs: found.map((row) => row.shipByMs),
    paidAtMs: found.map((row) => row.paidAtMs),
    amount: found.map((row) => row.amount),
    wantedQty: found.map((row) => row.wantedQty),
    tagsAt: (place) => found[place]?.tags ?? [],
  });
  return found.map((row, place) => ({
    shipmentId: row.id,
    rank: ranks.map((column) => column[place] ?? 0),
    isInvoiced: row.stage === 'invoiced' || row.isRequested,
    held: new Map(Object.entries(row.goods).map(([id, qty]) => [Number(id), qty])),
  }));
}

type HolderRow = {
  id: number;
  stage: string;
  isRequested: boolean;
  channelPriority: number;
  amount: number;
  wantedQty: number;
  paidAtMs: number;
  shipByMs: number | null;
  goods: Record<string, number>;
  tags: string[] | null;
};

/** Found unlocked, locked in order, and read again: what changed meanwhile counts as it is now. */
async function lockHolders(tx: Tx, ctx: Ctx, lines: readonly CountLine[]) {
  const found = await findHolders(tx, ctx, lines);
  const ids = found.map((holder) => holder.shipmentId);
  const retireFreed = await lockForRetirement(tx, ctx, ids);
  await lockShipments(tx, ctx, ids);
  await lockLinesOf(tx, ctx, ids);
  const locked = new Set(ids);
  const holders = await findHolders(tx, ctx, lines);
  return { holders: holders.filter(({ shipmentId }) => locked.has(shipmentId)), retireFreed };
}

async function release(tx: Tx, ctx: Ctx, runId: number, releases: readonly Release[]) {
  const ids = releases.map((row) => row.shipmentId).sort(byNumber);
  if ((await pushedAmong(tx, ctx, ids)).size > 0)
    throw new ExpectedError('stock.errors.numberTold');
  const states = await lockShipments(tx, ctx, ids);
  const numbered = ids.filter((id) => states.get(id)?.waybillNo != null);
  if (numbered.length > 0) await takeWaybills(tx, ctx, runId, numbered);
  const lines = (await lockLinesOf(tx, ctx, ids)).filter((line) => line.allocatedQty > 0);
  await releaseAllocation(tx, ctx, lines);
  await refreshShipments(tx, ctx, ids);
  const held = releases.filter((row) => row.isInvoiced).map((row) => row.shipmentId);
  await hold(tx, ctx, held, 'short');
  const missingOf = new Map(releases.map((row) => [row.shipmentId, row.missing]));
  const linesOf = grouped(lines, (line) => line.shipmentId);
  const decisions = ids.map((shipmentId) => ({
    shipmentId,
    rule: shipRules.counted,
    values: (missingOf.get(shipmentId) ?? []).flatMap(({ variantId, qty }) => [variantId, qty]),
    before: [
      held.includes(shipmentId) ? 1 : 0,
      ...(linesOf.get(shipmentId) ?? []).flatMap((line) => [line.id, line.allocatedQty]),
    ],
  }));
  await writeReasons(tx, ctx, runId, decisions);
  await recordDecisions(tx, ctx, runId, decisions);
}

type Setting = { countId: number; runId: number; lines: readonly CountLine[] };

async function setOnHand(tx: Tx, ctx: Ctx, { countId, runId, lines }: Setting): Promise<number> {
  const given = unnested<CountLine>(
    {
      variant_id: ['bigint', (line) => line.variantId],
      on_hand: ['int', (line) => line.onHand],
      target: ['int', (line) => targetOf(line)],
    },
    lines.toSorted((one, other) => one.variantId - other.variantId),
  );
  const changed = await tx.execute(sql`
    update stock set on_hand = given.target from ${given}
    where stock.mall_id = ${ctx.mallId} and stock.variant_id = given.variant_id
      and stock.on_hand <> given.target
    returning 1`);
  await tx.execute(sql`
    insert into stock_movements (mall_id, variant_id, kind, qty, run_id, user_id, reason, at)
    select ${ctx.mallId}::bigint, given.variant_id, 'count', given.target - given.on_hand,
      ${runId}::bigint, ${ctx.userId}::bigint, count.name, ${ctx.now.toISOString()}::timestamptz
    from ${given}
    join stock_counts count on count.mall_id = ${ctx.mallId} and count.id = ${countId}
    where given.target <> given.on_hand`);
  await tx.execute(sql`
    update stock_count_lines line set on_hand_before = given.on_hand from ${given}
    where line.mall_id = ${ctx.mallId} and line.count_id = ${countId}
      and line.variant_id = given.variant_id`);
  return changed.length;
}
