import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, untilSomebodyWaits } from '@/db/testing-data';
import type { CollectedOrder } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { absorb } from '@/lib/shipments/parcels/move';
import { setAllocation } from '@/lib/shipments/stock';
import { leasePushes, recordOutcomes } from './pushes/push-store';
import { shipIn, shipShipments } from './ship';
import {
  allocatedParcels,
  invoicedParcels,
  lineElsewhere,
  type Parcels,
  seePushes,
} from './testing-parcels';
import { deliver } from './tracking/deliver';
import { unshipIn, unshipShipments } from './unship';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const twoParts = () => collectedOrder('A-1', [collectedLine('A-1:1'), lineElsewhere('A-1:2')]);

it('holds a parcel that comes back after its buyer asked to cancel', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await claim({ ctx, channelId, ids }, 'requested');
  await unshipShipments(ctx, ids);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: ['claim'] }]);
  expect(await shipShipments(ctx, ids)).toMatchObject({ shipped: 0 });
});

it('holds a parcel that comes back after its order was cancelled', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await claim({ ctx, channelId, ids }, 'done');
  await unshipShipments(ctx, ids);
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: ['cancelled_by_channel'] }]);
});

it('holds nothing for units that were cancelled before the parcel left', async () => {
  const { ctx, channelId, ids } = await allocatedParcels([
    collectedOrder('A-1', [collectedLine('A-1:1', { quantity: 3 })]),
  ]);
  await claim({ ctx, channelId, ids }, 'done');
  await invoiceEverything(ctx);
  await shipShipments(ctx, ids);
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([
    { lines: [{ quantity: 2, cancelled: 1 }] },
  ]);
  await unshipShipments(ctx, ids);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'invoiced', wantedQty: 2, holdKinds: [] },
  ]);
});

it('brings back a delivered parcel only where that is asked for, and lets it leave again', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await leasePushes(ctx, channelId, 10);
  const arrived = ids.map((id) => ({ id, waybillNo: String(600_000_000_000 + id), at: ctx.now }));
  await deliver(ctx, arrived);
  expect(await unshipShipments(ctx, ids)).toMatchObject({ unshipped: 0, kept: 1 });
  expect(await unshipShipments(ctx, ids, 'delivered')).toMatchObject({ unshipped: 1, kept: 0 });
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: [] }]);
  expect(await shipShipments(ctx, ids)).toMatchObject({ shipped: 1 });
  expect(await deliver(ctx, arrived)).toBe(1);
});

it('keeps what has come in as a return already: its goods are on the shelf', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await claim({ ctx, channelId, ids }, 'requested');
  await inMall(ctx, (tx) =>
    rows(tx, sql`update claims set received_at = requested_at where mall_id = ${ctx.mallId}`),
  );
  expect(await unshipShipments(ctx, ids)).toMatchObject({ unshipped: 0, kept: 1 });
});

it('looks once more at a push whose parcel left again while it was being given up', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await leasePushes(ctx, channelId, 10);
  await unshipShipments(ctx, ids);
  const lost = { ...ctx, now: new Date(ctx.now.getTime() + 120_000) };
  const [push] = await leasePushes(lost, channelId, 10);
  await shipShipments(ctx, ids);
  const superseded = { state: 'withdrawn' as const, code: 'superseded', message: '', dueInMs: 0 };
  await recordOutcomes(lost, [{ id: push?.id ?? 0, ...superseded }]);
  expect(await leasePushes(lost, channelId, 10)).toMatchObject([
    { id: push?.id, isLost: true, isCurrent: true },
  ]);
});

it('lets the other parcel speak for a box whose first part came back', async () => {
  const parcels = await invoicedParcels([twoParts()]);
  const { ctx, ids } = parcels;
  const [first = 0, second = 0] = ids;
  await shipShipments(ctx, ids);
  await unshipShipments(ctx, [first]);
  const waits = { shipmentId: second, state: 'waiting' };
  expect(await openPushes(ctx)).toMatchObject([{ ...waits, isDue: false }]);
  await takeNumberOff(ctx, first);
  await claim(parcels, 'done');
  expect(await openPushes(ctx)).toMatchObject([{ ...waits, isDue: true }]);
});

it('tells one number of a box whose parts leave at the same moment', async () => {
  const parcels = await allocatedParcels([twoParts()]);
  const { ctx, ids } = parcels;
  const [first = 0, second = 0] = ids;
  await putOtherGoodsIn(ctx, second);
  await invoiceEverything(ctx);
  const other = await inMall(ctx, async (tx) => {
    await shipIn(tx, ctx, [first]);
    const shipped = shipShipments(ctx, [second]);
    await untilSomebodyWaits(tx);
    return { shipped };
  });
  await other.shipped;
  expect((await openPushes(ctx)).map(({ isDue }) => isDue)).toEqual([true, true]);
  const told = [...(await tell(parcels)), ...(await tell(parcels))];
  expect(told.map(({ isCurrent }) => isCurrent)).toEqual([true, false]);
});

it('sends nothing of a parcel that came back while its push was being sent', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  const [push] = await leasePushes(ctx, channelId, 10);
  await unshipShipments(ctx, ids);
  const lost = { ...ctx, now: new Date(ctx.now.getTime() + 120_000) };
  expect(await leasePushes(lost, channelId, 10)).toMatchObject([
    { id: push?.id, isLost: true, isCurrent: false },
  ]);
  const retry = { state: 'waiting' as const, code: '503', message: '', dueInMs: 0 };
  await recordOutcomes(ctx, [{ id: push?.id ?? 0, ...retry }]);
  expect(await seePushes(ctx)).toMatchObject([{ state: 'withdrawn' }]);
});

it('does not tell the same number twice when a parcel leaves again', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await tell({ ctx, channelId, ids });
  await unshipShipments(ctx, ids);
  await shipShipments(ctx, ids);
  expect(await seePushes(ctx)).toMatchObject([{ state: 'done' }]);
});

it('tells one number of a box whose first part came back and left again', async () => {
  const parcels = await invoicedParcels([twoParts()]);
  const { ctx, ids } = parcels;
  const [first = 0, second = 0] = ids;
  await shipShipments(ctx, ids);
  await unshipShipments(ctx, [first]);
  await shipShipments(ctx, [first]);
  expect(await openPushes(ctx)).toMatchObject([{ shipmentId: second, isDue: true }]);
});

it('lets the other parcel speak once nobody has heard of the part that came back', async () => {
  const parcels = await invoicedParcels([twoParts()]);
  const { ctx, channelId, ids } = parcels;
  const [first = 0, second = 0] = ids;
  await shipShipments(ctx, ids);
  const [push] = await leasePushes(ctx, channelId, 10);
  await unshipShipments(ctx, [first]);
  expect(await openPushes(ctx)).toEqual([]);
  const superseded = { state: 'withdrawn' as const, code: 'superseded', message: '', dueInMs: 0 };
  await recordOutcomes(ctx, [{ id: push?.id ?? 0, ...superseded }]);
  expect(await openPushes(ctx)).toMatchObject([{ shipmentId: second }]);
});

it('tells a box whose one part leaves while the other comes back', async () => {
  const parcels = await invoicedParcels([twoParts()]);
  const { ctx, ids } = parcels;
  const [first = 0, second = 0] = ids;
  await putOtherGoodsIn(ctx, second);
  await shipShipments(ctx, [first]);
  const other = await inMall(ctx, async (tx) => {
    await unshipIn(tx, ctx, [first]);
    const shipped = shipShipments(ctx, [second]);
    await untilSomebodyWaits(tx);
    return { shipped };
  });
  await other.shipped;
  expect(await openPushes(ctx)).toMatchObject([{ shipmentId: second }]);
});

it('takes back only what is said of the box, not of the other orders in its parcel', async () => {
  const other = collectedOrder('B-1', [lineElsewhere('B-1:1')]);
  const { ctx, ids } = await bundledParcels([twoParts(), other]);
  const [first = 0] = ids;
  await shipShipments(ctx, ids);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update pushes set claims_decided_at = ${ctx.now.toISOString()}
      where mall_id = ${ctx.mallId}
        and order_id = (select max(id) from orders where mall_id = ${ctx.mallId})`),
  );
  await unshipShipments(ctx, [first]);
  const told = await inMall(ctx, (tx) =>
    rows(
      tx,
      sql`select state, claims_decided_at is not null as decided
        from pushes where mall_id = ${ctx.mallId} and state <> 'withdrawn' order by id`,
    ),
  );
  expect(told).toEqual([
    { state: 'waiting', decided: true },
    { state: 'waiting', decided: false },
  ]);
});

it('releases a box whose waiting part is cancelled', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([twoParts()]);
  await shipShipments(ctx, ids.slice(0, 1));
  expect(await seePushes(ctx)).toMatchObject([{ state: 'waiting', isDue: false }]);
  await takeNumberOff(ctx, ids[1] ?? 0);
  const cancelled = {
    ...lineElsewhere('A-1:2'),
    cancelledQuantity: 1,
    state: 'cancelled' as const,
  };
  await takeIn(ctx, channelId, [collectedOrder('A-1', [cancelled])], { readAt: ctx.now });
  expect(await seePushes(ctx)).toMatchObject([{ state: 'waiting', isDue: true }]);
});

/** The last two boxes travel in one parcel. */
async function bundledParcels(orders: CollectedOrder[]): Promise<Parcels> {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const { V1 } = await makeVariants(ctx, [{ code: 'V1', onHand: 100 }]);
  await takeIn(ctx, channelId, orders);
  const [target = 0, id = 0] = (await seeShipments(ctx)).slice(-2).map((shipment) => shipment.id);
  const why = { rule: 200, values: [] };
  await inMall(ctx, (tx) => absorb(tx, ctx, [{ target, why, sources: [{ id, why }] }], 1));
  await allocateEverything(ctx, V1.compositionId);
  await invoiceEverything(ctx);
  const away = (await seeShipments(ctx)).filter(({ stage }) => stage === 'invoiced');
  return { ctx, channelId, ids: away.map((shipment) => shipment.id) };
}

async function tell({ ctx, channelId }: Parcels) {
  const leased = await leasePushes(ctx, channelId, 10);
  const done = { state: 'done' as const, code: '', message: '', dueInMs: 0 };
  await recordOutcomes(
    ctx,
    leased.map(({ id }) => ({ id, ...done })),
  );
  return leased;
}

/** So that it waits for no stock of the others. */
async function putOtherGoodsIn(ctx: Ctx, shipmentId: number) {
  const { V2 } = await makeVariants(ctx, [{ code: 'V2', onHand: 100 }]);
  await inMall(ctx, async (tx) => {
    const [part] = await rows<{ lineId: number }>(
      tx,
      sql`
      select id as "lineId" from shipment_lines
      where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId}`,
    );
    const lineId = part?.lineId ?? 0;
    await setAllocation(tx, ctx, [{ lineId, allocatedQty: 0 }]);
    await tx.execute(sql`
      update shipment_lines set composition_id = ${V2.compositionId}
      where mall_id = ${ctx.mallId} and id = ${lineId}`);
    await setAllocation(tx, ctx, [{ lineId, allocatedQty: 1 }]);
  });
}

/** 송장삭제. */
async function takeNumberOff(ctx: Ctx, shipmentId: number) {
  await inMall(ctx, async (tx) => {
    await tx.execute(
      sql`delete from waybills where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId}`,
    );
    await tx.execute(sql`
      update shipments set stage = 'allocated', courier = null, waybill_no = null
      where mall_id = ${ctx.mallId} and id = ${shipmentId}`);
  });
}

const openPushes = async (ctx: Ctx) =>
  (await seePushes(ctx)).filter(({ state }) => state === 'waiting');

async function claim({ ctx, channelId }: Parcels, state: 'requested' | 'done') {
  const named = { claimNo: 'C-1', orderNo: 'A-1', lineKey: 'A-1:1', kind: 'cancel' as const };
  const told = { quantity: 1, reason: '단순변심', requestedAt: ctx.now, raw: {} };
  await inMall(ctx, (tx) => intakeClaims(tx, ctx, channelId, [{ ...named, ...told, state }]));
}
