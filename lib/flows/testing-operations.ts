import { type SQL, sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { TEST_NOW } from '@/db/testing-data';
import { allocateShipments, allocateThese } from '@/lib/allocation/allocate';
import type { Conditions } from '@/lib/allocation/conditions';
import { deallocateShipments } from '@/lib/allocation/deallocate';
import { allocateLine, deallocateLine } from '@/lib/allocation/lines';
import { splitShipments } from '@/lib/allocation/split';
import { undoAllocation } from '@/lib/allocation/undo';
import { bundleShipments } from '@/lib/bundling/bundle';
import { unbundle } from '@/lib/bundling/unbundle';
import { undoBundling } from '@/lib/bundling/undo';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { numberFromRange } from '@/lib/invoicing/numbers/number-from-range';
import { matchShipments } from '@/lib/matching/match';
import { editVariants } from '@/lib/products/edit-many';
import { takeIn } from '@/lib/shipments/intake/testing-intake';
import { lockOrderLines } from '@/lib/shipments/locks';
import { retire } from '@/lib/shipments/parcels/retire';
import { openTouches } from '@/lib/shipments/runs/touches';
import { shipShipments } from '@/lib/shipping/ship';
import { adjustStock } from '@/lib/stock/adjust';
import { receiveStock } from '@/lib/stock/receive';
import type { CrowdedMall } from './testing-crowded-mall';

export type Pick = <Value>(from: readonly Value[]) => Value;

/** Does one thing as a person would, and says how much it changed. */
export type Operation = (mall: CrowdedMall, pick: Pick) => Promise<number>;

const conditions: Conditions = {
  from: new Date(TEST_NOW.getTime() - 5 * 86_400_000),
  until: new Date(TEST_NOW.getTime() + 86_400_000),
  channelIds: [],
  supplierIds: [],
  tags: [],
  reallocatesWhole: false,
  reallocatesPartly: true,
  servesPartly: true,
  includesHeld: false,
  splitting: 'off',
};

async function allocateAll({ ctx }: CrowdedMall, pick: Pick) {
  const splitting = pick(['off', 'by_row', 'all'] as const);
  const reallocatesWhole = pick([true, false]);
  const counts = await allocateShipments(ctx, { ...conditions, splitting, reallocatesWhole });
  return counts.whole + counts.partly;
}

async function bundleAll({ ctx }: CrowdedMall) {
  const march = { from: '2026-02-25', to: '2026-03-03', scope: 'same_channel' as const };
  const { joined, leftOut } = await bundleShipments(ctx, march);
  return joined + leftOut;
}

async function takeRunBack({ ctx }: CrowdedMall, pick: Pick) {
  const runs = await find<{ id: number; kind: string }>(
    ctx,
    sql`
    select id, kind from runs where mall_id = ${ctx.mallId} and kind in ('allocate', 'bundle')
      and undone_by_run_id is null and undoes_run_id is null
    order by id desc limit 8`,
  );
  const { id, kind } = pick(runs);
  if (kind === 'bundle') return (await undoBundling(ctx, id)).undone;
  return (await undoAllocation(ctx, id)).restored;
}

async function allocateSome({ ctx }: CrowdedMall, pick: Pick) {
  const { whole } = await allocateThese(ctx, await some(ctx, sql`stage = 'ready'`, pick));
  return whole;
}

async function releaseSome({ ctx }: CrowdedMall, pick: Pick) {
  const holding = sql`stage in ('ready', 'allocated') and allocated_qty > 0`;
  return (await deallocateShipments(ctx, await some(ctx, holding, pick))).released;
}

async function splitSome({ ctx }: CrowdedMall, pick: Pick) {
  const partly = sql`stage = 'ready' and allocated_qty > 0`;
  return (await splitShipments(ctx, await some(ctx, partly, pick))).split;
}

async function allocateOneLine({ ctx }: CrowdedMall, pick: Pick) {
  const line = await lineWhere(ctx, sql`line.allocated_qty < line.qty and stage = 'ready'`, pick);
  return (await allocateLine(ctx, line)).units;
}

async function releaseOneLine({ ctx }: CrowdedMall, pick: Pick) {
  const holding = sql`line.allocated_qty > 0 and stage in ('ready', 'allocated')`;
  return (await deallocateLine(ctx, await lineWhere(ctx, holding, pick))).units;
}

async function receive({ ctx, variantIds }: CrowdedMall, pick: Pick) {
  await receiveStock(
    ctx,
    [...new Set([pick(variantIds), pick(variantIds), pick(variantIds), pick(variantIds)])].map(
      (variantId) => ({ variantId, qty: pick([2, 3, 5]) }),
    ),
  );
  return 1;
}

async function adjust({ ctx, variantIds }: CrowdedMall, pick: Pick) {
  const changeQty = pick([-1, 1, 2]);
  await adjustStock(ctx, { variantId: pick(variantIds), changeQty, reason: '파손' });
  return 1;
}

async function cancelUnit({ ctx }: CrowdedMall, pick: Pick) {
  const open = await find<{ id: number }>(
    ctx,
    sql`
    select line.order_line_id as id from shipment_lines line
    join shipments shipment on shipment.mall_id = line.mall_id and shipment.id = line.shipment_id
    where line.mall_id = ${ctx.mallId} and line.qty > 0
      and stage in ('ready', 'allocated') order by 1`,
  );
  const { id } = pick(open);
  return inMall(ctx, async (tx) => {
    await lockOrderLines(tx, ctx, [id]);
    const [left] = await rows<{ qty: number }>(
      tx,
      sql`select qty - cancelled_qty as qty from order_lines
        where mall_id = ${ctx.mallId} and id = ${id}`,
    );
    if (!left || left.qty === 0) throw new ExpectedError('errors.notFound');
    const touches = openTouches(tx, ctx, 'claim', {});
    const retired = await retire(tx, ctx, [{ orderLineId: id, addedQty: 1 }], touches);
    await touches.finish();
    return retired.length;
  });
}

async function takeApart({ ctx }: CrowdedMall, pick: Pick) {
  const bundles = await find<{ id: number; orderId: number }>(
    ctx,
    sql`
    select distinct line.shipment_id as id, line.order_id as "orderId"
    from shipment_lines line
    join shipments shipment on shipment.mall_id = line.mall_id and shipment.id = line.shipment_id
    where line.mall_id = ${ctx.mallId} and line.qty > 0
      and line.home_shipment_id <> line.shipment_id and stage in ('ready', 'allocated')
    order by 1, 2`,
  );
  const { id, orderId } = pick(bundles);
  const asked = pick([{ shipmentId: id }, { shipmentId: id, orderId }]);
  return (await unbundle(ctx, asked)).released;
}

async function collectNew({ ctx, channelId, nextOrder }: CrowdedMall) {
  const { added } = await takeIn(ctx, channelId, [nextOrder(), nextOrder()]);
  await matchShipments(ctx, { orderIds: added });
  return added.length;
}

/** The channel tells of an order again: another note, or another flat, which leaves its bundle. */
async function collectAgain({ ctx, channelId, collected }: CrowdedMall, pick: Pick) {
  const order = pick(collected);
  const note = pick(['부재 시 문 앞', '경비실', '직접 받을게요', '벨 누르지 마세요']);
  const address2 = pick([null, null, null, '901호', '902호']);
  const lines = order.lines.map((line) => {
    const { recipient } = line;
    return {
      ...line,
      recipient: { ...recipient, note, address2: address2 ?? recipient.address2 },
    };
  });
  const readAt = new Date();
  const { updated } = await takeIn(ctx, channelId, [{ ...order, lines }], { readAt });
  return updated.length;
}

async function travelOtherwise({ ctx, variantIds }: CrowdedMall, pick: Pick) {
  const temperature = pick(['ambient', 'ambient', 'frozen'] as const);
  return (await editVariants(ctx, [pick(variantIds)], { temperature })).bundlesApart;
}

async function ship({ ctx, courierAccountId }: CrowdedMall, pick: Pick) {
  const shipmentIds = await some(ctx, sql`stage = 'allocated' and hold_kinds = '{}'`, pick, 2);
  await numberFromRange(ctx, { shipmentIds, courierAccountId });
  return (await shipShipments(ctx, shipmentIds)).shipped;
}

/** One run at a time in a mall; between them people work by hand. */
const byHand = [
  allocateSome,
  allocateSome,
  releaseSome,
  releaseSome,
  allocateOneLine,
  releaseOneLine,
  splitSome,
  receive,
  receive,
  adjust,
  cancelUnit,
  takeApart,
  collectNew,
  collectAgain,
  travelOtherwise,
  ship,
];

export const operations: readonly Operation[] = [
  allocateAll,
  bundleAll,
  takeRunBack,
  ...byHand,
  ...byHand,
];

export async function find<Row extends object>(ctx: Ctx, query: SQL): Promise<Row[]> {
  return inMall(ctx, (tx) => rows<Row>(tx, query));
}

/** A few shipments, in whatever order. */
export async function some(ctx: Ctx, where: SQL, pick: Pick, count = 5): Promise<number[]> {
  const found = await find<{ id: number }>(
    ctx,
    sql`
    select id from shipments where mall_id = ${ctx.mallId} and is_open and ${where} order by id`,
  );
  return [...new Set(Array.from({ length: count }, () => pick(found).id))];
}

export async function lineWhere(ctx: Ctx, where: SQL, pick: Pick): Promise<number> {
  const found = await find<{ id: number }>(
    ctx,
    sql`
    select line.id from shipment_lines line
    join shipments shipment on shipment.mall_id = line.mall_id and shipment.id = line.shipment_id
    where line.mall_id = ${ctx.mallId} and line.qty > 0 and ${where} order by line.id`,
  );
  return pick(found).id;
}
