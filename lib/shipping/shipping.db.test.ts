import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants, type TestOrder } from '@/db/testing-data';
import { connectionTo, reply, serve } from '@/lib/channels/testing';
import { type Ctx, inMall } from '@/lib/context';
import { hold } from '@/lib/shipments/holds/hold';
import { absorb } from '@/lib/shipments/parcels/move';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { setAllocation } from '@/lib/shipments/stock';
import { pushDue } from './pushes/push';
import { leasePushes, recordOutcomes } from './pushes/push-store';
import { retryPushes } from './pushes/retry';
import { lookAtWaybill, scanWaybill } from './scanning/scan';
import { shipmentsToShip, shippableIds } from './screen';
import { shipShipments } from './ship';
import { unshipShipments } from './unship';

let database: TestDatabase;
let ctx: Ctx;
let coupang: number;
let compositionId: number;
let variantId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  ctx = await makeMall();
  coupang = await makeChannel(ctx);
  const shelf = await makeVariants(ctx, [{ code: 'V1', onHand: 100 }]);
  ({ compositionId, variantId } = shelf.V1);
  const other = await makeMall('남의 상회');
  const otherChannel = await makeChannel(other);
  await makeOrders(other, [
    { orderNo: 'A-1', channelId: otherChannel, lines: [{ compositionId: null, qty: 1 }] },
  ]);
});

it('takes the goods from the shelf and queues one push a channel unit', async () => {
  const [id = 0] = await invoiced([order('A-1', 3)]);
  const result = await shipShipments(ctx, [id]);
  expect(result).toMatchObject({ shipped: 1, refused: [] });
  expect(await stockNow()).toEqual({ onHand: 97, allocated: 0 });
  expect(await pushesOf(id)).toMatchObject([
    { state: 'waiting', unitNo: 'unit-A-1', waybillNo: numberOf(id) },
  ]);
});

it('pushes every order of a bundle in its own unit, with the one number', async () => {
  const [base = 0, joined = 0] = await ready([order('A-1', 1), order('A-2', 2)]);
  const why = { rule: 200, values: [] };
  await inMall(ctx, (tx) =>
    absorb(tx, ctx, [{ target: base, why, sources: [{ id: joined, why }] }], 1),
  );
  await allocateAndNumber([base]);
  await shipShipments(ctx, [base]);
  expect(await pushesOf(base)).toMatchObject([
    { unitNo: 'unit-A-1', waybillNo: numberOf(base) },
    { unitNo: 'unit-A-2', waybillNo: numberOf(base) },
  ]);
});

it('ships once, however often and by how many it is pressed', async () => {
  const ids = await invoiced([order('A-1', 1), order('A-2', 1), order('A-3', 1)]);
  const results = await Promise.all(Array.from({ length: 6 }, () => shipShipments(ctx, ids)));
  expect(results.reduce((sum, result) => sum + result.shipped, 0)).toBe(3);
  expect(await stockNow()).toEqual({ onHand: 97, allocated: 0 });
});

it('refuses what is held, claimed or has no number, each with its own reason', async () => {
  const [held = 0, claimed = 0] = await invoiced([order('A-1', 1), order('A-2', 1)]);
  const [open = 0] = await ready([order('A-3', 1)]);
  await inMall(ctx, (tx) => hold(tx, ctx, [held], 'operator'));
  await inMall(ctx, (tx) => hold(tx, ctx, [claimed], 'claim'));
  const { shipped, refused } = await shipShipments(ctx, [held, claimed, open, 999_999]);
  expect(shipped).toBe(0);
  expect(refused.map((decision) => decision.rule)).toEqual([511, 512, 510, 514]);
});

it('a scan says what became of the parcel', async () => {
  const [first = 0, second = 0] = await invoiced([order('A-1', 1), order('A-2', 1)]);
  await inMall(ctx, (tx) => hold(tx, ctx, [second], 'claim'));
  const dashed = numberOf(first).replace(/(\d{4})(?=\d)/g, '$1-');
  expect(await scan('s1', dashed)).toMatchObject({ verdict: 'shipped', orderNo: 'A-1' });
  expect(await scan('s2', numberOf(first))).toMatchObject({ verdict: 'duplicate' });
  expect(await scan('s3', numberOf(second))).toMatchObject({ verdict: 'claimed' });
  expect(await scan('s4', '123456789012')).toMatchObject({ verdict: 'unknownNo' });
});

it('says whose a number was that has been taken back', async () => {
  const [id = 0] = await invoiced([order('A-1', 1)]);
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update waybills set state = 'retired'
      where mall_id = ${ctx.mallId} and shipment_id = ${id}`);
    await tx.execute(sql`
      update shipments set stage = 'allocated', waybill_no = null, courier = null
      where mall_id = ${ctx.mallId} and id = ${id}`);
  });
  const taken = { verdict: 'unknownNo', orderNo: 'A-1', isTakenBack: true };
  expect(await scan('s1', numberOf(id))).toMatchObject(taken);
  expect(await stockNow()).toEqual({ onHand: 100, allocated: 1 });
});

it('answers a scan that is sent again as it did the first time, however many send it at once', async () => {
  const [id = 0] = await invoiced([order('A-1', 1)]);
  const answers = await Promise.all(Array.from({ length: 5 }, () => scan('same', numberOf(id))));
  expect(answers.map(({ verdict }) => verdict)).toEqual(Array(5).fill('shipped'));
  expect(await stockNow()).toEqual({ onHand: 99, allocated: 0 });
  expect(await scan('another', numberOf(id))).toMatchObject({
    verdict: 'duplicate',
    shippedAt: ctx.now.toISOString(),
  });
});

it('says 취소 of a parcel whose buyer was granted the cancel, and ships none of it', async () => {
  const [id = 0] = await invoiced([order('A-1', 1)]);
  await inMall(ctx, (tx) => hold(tx, ctx, [id], 'cancelled_by_channel'));
  expect(await scan('s1', numberOf(id))).toMatchObject({ verdict: 'cancelled' });
  expect(await stockNow()).toEqual({ onHand: 100, allocated: 1 });
});

it('shows what must lie in a parcel before it leaves, and nothing of one that must not', async () => {
  const [id = 0, held = 0] = await invoiced([order('A-1', 2), order('A-2', 1)]);
  await inMall(ctx, (tx) => hold(tx, ctx, [held], 'operator', '사이즈 확인'));
  expect(await lookAtWaybill(ctx, numberOf(id))).toMatchObject({
    verdict: 'ready',
    items: [{ variantCode: 'V1', qty: 2 }],
  });
  expect(await lookAtWaybill(ctx, numberOf(held))).toMatchObject({
    verdict: 'held',
    holdNotes: ['사이즈 확인'],
    items: [],
  });
  expect(await stockNow()).toEqual({ onHand: 100, allocated: 3 });
});

it('waits with a unit of a box until its last part has left, then pushes the first number', async () => {
  const [first = 0, second = 0] = await ready([order('A-1', 1), order('A-2', 1)]);
  await putIntoOneUnit([first, second]);
  await allocateAndNumber([first, second]);
  await shipShipments(ctx, [first]);
  expect(await leasePushes(ctx, coupang, 10)).toEqual([]);
  await shipShipments(ctx, [second]);
  expect((await pushesOf(first)).map((push) => push.state)).toEqual(['waiting']);
  expect((await pushesOf(second)).map((push) => push.state)).toEqual(['not_applicable']);
  expect(await leasePushes(ctx, coupang, 10)).toMatchObject([{ waybillNo: numberOf(first) }]);
});

it('says when another order waits in the same unit, unless it is in the parcel too', async () => {
  const channelId = await makeChannel(ctx, { marketplace: '11st' });
  const orders = ['A-1', 'A-2', 'A-3'].map((orderNo) => ({ ...order(orderNo, 1), channelId }));
  const [alone = 0, together = 0, joined = 0] = await ready(orders);
  const why = { rule: 200, values: [] };
  await inMall(ctx, (tx) =>
    absorb(tx, ctx, [{ target: together, why, sources: [{ id: joined, why }] }], 1),
  );
  await nameUnit('A-1', 'SHARED');
  await nameUnit('A-2', 'OWN');
  await nameUnit('A-3', 'OWN');
  await allocateAndNumber([alone, together]);
  await shipShipments(ctx, [alone, together]);
  const shared = () => leasePushes(ctx, channelId, 10);
  expect((await shared()).map(({ orderNo, sharesUnit }) => [orderNo, sharesUnit])).toEqual([
    ['A-1', false],
    ['A-2', false],
  ]);
  await ready([{ ...order('A-4', 1), channelId }]);
  await nameUnit('A-4', 'SHARED');
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 120_000) };
  const [again] = await leasePushes(later, channelId, 10);
  expect(again).toMatchObject({ orderNo: 'A-1', sharesUnit: true });
});

it('배송취소 puts the goods back and withdraws what was not sent yet', async () => {
  const [id = 0] = await invoiced([order('A-1', 2)]);
  await shipShipments(ctx, [id]);
  expect(await unshipShipments(ctx, [id])).toMatchObject({ unshipped: 1, sent: 0 });
  expect(await stockNow()).toEqual({ onHand: 100, allocated: 2 });
  expect((await pushesOf(id)).map((push) => push.state)).toEqual(['withdrawn']);
  await shipShipments(ctx, [id]);
  expect((await pushesOf(id)).map((push) => push.state)).toEqual(['withdrawn', 'waiting']);
});

it('gives a lease to one process alone, and a failed push again after a retry', async () => {
  const ids = await invoiced([order('A-1', 1), order('A-2', 1)]);
  await shipShipments(ctx, ids);
  const leases = await Promise.all([leasePushes(ctx, coupang, 10), leasePushes(ctx, coupang, 10)]);
  const leased = leases.flat();
  expect(leased).toHaveLength(2);
  await recordOutcomes(
    ctx,
    leased.map(({ id }) => ({ id, state: 'failed', code: 'X', message: '거부', dueInMs: 0 })),
  );
  expect(await leasePushes(ctx, coupang, 10)).toEqual([]);
  expect(await retryPushes(ctx, 'all')).toEqual({ retried: 2 });
  expect(await leasePushes(ctx, coupang, 10)).toHaveLength(2);
});

it('a slow channel keeps no other waiting, and is sent to by one at a time', async () => {
  const fast = await makeChannel(ctx, { account: 'fast' });
  const ids = await invoiced([order('A-1', 1), { ...order('B-1', 1), channelId: fast }]);
  await shipShipments(ctx, ids);
  const busy = new Set<number>();
  const stateOf = async (at: number) => (await pushesOf(ids[at] ?? 0))[0]?.state;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const open = async (_: unknown, channelId: number) => {
    if (channelId === coupang) await answered;
    return null;
  };
  const pushing = pushDue(ctx, open, { busy });
  await expect.poll(() => stateOf(1)).toBe('failed');
  await expect.poll(() => [...busy]).toEqual([coupang]);
  expect(await stateOf(0)).toBe('waiting');
  expect(await pushDue(ctx, open, { busy })).toEqual({ leased: 0 });
  answer();
  expect(await pushing).toEqual({ leased: 2 });
  expect([await stateOf(0), busy.size]).toEqual(['failed', 0]);
});

it('leaves a busy channel alone for as long as it asks', async () => {
  const ids = await invoiced(Array.from({ length: 21 }, (_, no) => order(`A-${no}`, 1)));
  await shipShipments(ctx, ids);
  let calls = 0;
  const { url } = await serve((_, response) => {
    calls += 1;
    reply(response, '', 429, { 'Retry-After': '600' });
  });
  const credential = { vendorId: 'A00012345', accessKey: 'access', secretKey: 'secret' };
  const connection = connectionTo(url, { credential, account: '', now: () => ctx.now });
  expect(await pushDue(ctx, async () => connection)).toEqual({ leased: 0 });
  expect(calls).toBe(1);
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 599_000) };
  expect(await leasePushes(later, coupang, 30)).toHaveLength(1);
});

it('keeps its lease through a batch of slow calls', async () => {
  await shipShipments(ctx, await invoiced([order('A-1', 1)]));
  const { url } = await serve((_, response) => reply(response, '', 500));
  const credential = { vendorId: 'A00012345', accessKey: 'access', secretKey: 'secret' };
  let { now } = ctx;
  const taken: unknown[] = [];
  const takeSlot = async () => {
    now = new Date(now.getTime() + 25_000);
    taken.push(await leasePushes({ ...ctx, now }, coupang, 30));
  };
  const connection = connectionTo(url, { credential, account: '', now: () => now, takeSlot });
  await pushDue(ctx, async () => connection);
  expect(taken).toEqual([[], [], []]);
});

it('counts exactly what 전체배송처리 would ship, and lists it with both states', async () => {
  const ids = await invoiced([order('A-1', 1), order('A-2', 1)]);
  await inMall(ctx, (tx) => hold(tx, ctx, ids.slice(0, 1), 'operator'));
  const period = { from: new Date('2020-01-01'), until: new Date('2030-01-01') };
  expect(await shippableIds(ctx, { ...period, stage: 'invoiced' })).toEqual(ids.slice(1));
  expect(await shippableIds(ctx, { ...period, stage: 'invoiced', waveId: 1 })).toEqual([]);
  await shipShipments(ctx, ids);
  const page = await shipmentsToShip(
    ctx,
    { ...period, stage: 'shipped' },
    { size: 20, at: 'first' },
  );
  expect(page.rows).toMatchObject([{ stage: 'shipped', channelStates: ['acknowledged'] }]);
});

it('shows who may not see personal data no note of the buyer at the scan, and no phone in a reason', async () => {
  const [free = 0, stopped = 0] = await invoiced([order('A-1', 1), order('A-2', 1)]);
  await inMall(ctx, (tx) => hold(tx, ctx, [stopped], 'operator', '010-1234-5678 로 연락'));
  const packer = { ...ctx, canSeePersonalData: false };
  const seen = await lookAtWaybill(packer, numberOf(free));
  expect(seen).toMatchObject({ verdict: 'ready', note: '' });
  const held = await lookAtWaybill(packer, numberOf(stopped));
  expect(held).toMatchObject({ verdict: 'held', holdNotes: ['010-****-5678 로 연락'] });
  expect(await lookAtWaybill(ctx, numberOf(free))).toMatchObject({ note: '문 앞' });
});

const scan = (scanId: string, waybillNo: string) =>
  scanWaybill(ctx, { scanId, waybillNo, scannedAt: ctx.now });

function order(orderNo: string, qty: number): TestOrder {
  return { orderNo, channelId: coupang, lines: [{ compositionId, qty }] };
}

async function ready(orders: TestOrder[]): Promise<number[]> {
  return (await makeOrders(ctx, orders)).map((made) => made.shipmentId);
}

async function invoiced(orders: TestOrder[]): Promise<number[]> {
  const ids = await ready(orders);
  await allocateAndNumber(ids);
  return ids;
}

const numberOf = (shipmentId: number) => String(500_000_000_000 + shipmentId);

async function allocateAndNumber(shipmentIds: number[]) {
  await inMall(ctx, async (tx) => {
    const lines = await rows<{ lineId: number; allocatedQty: number }>(
      tx,
      sql`select id as "lineId", qty as "allocatedQty" from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])`,
    );
    await setAllocation(tx, ctx, lines);
    await refreshShipments(tx, ctx, shipmentIds);
    for (const id of shipmentIds) {
      await tx.execute(sql`
        insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
        values (${ctx.mallId}, 'hanjin', ${numberOf(id)}, ${id}, 'typed', 'issued',
          ${ctx.now.toISOString()})`);
      await tx.execute(sql`
        update shipments set stage = 'invoiced', courier = 'hanjin', waybill_no = ${numberOf(id)}
        where mall_id = ${ctx.mallId} and id = ${id}`);
    }
  });
}

/** As if both shipments were parts of one Coupang box: one order, one unit. */
async function putIntoOneUnit([first, second]: number[]) {
  await inMall(ctx, async (tx) => {
    const [target] = await rows<{ orderId: number }>(
      tx,
      sql`select order_id as "orderId" from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id = ${first}`,
    );
    await tx.execute(sql`
      update order_lines set channel_unit_no = 'BOX', order_id = ${target?.orderId}
      where mall_id = ${ctx.mallId} and id in (
        select order_line_id from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id in (${first}, ${second}))`);
    await tx.execute(sql`
      update shipment_lines set order_id = ${target?.orderId}
      where mall_id = ${ctx.mallId} and shipment_id = ${second}`);
  });
}

function nameUnit(orderNo: string, unitNo: string) {
  return inMall(ctx, (tx) =>
    tx.execute(sql`
      update order_lines line set channel_unit_no = ${unitNo}
      from orders where orders.mall_id = line.mall_id and orders.id = line.order_id
        and line.mall_id = ${ctx.mallId} and orders.order_no = ${orderNo}`),
  );
}

function stockNow() {
  return inMall(ctx, async (tx) => {
    const [stock] = await rows<{ onHand: number; allocated: number }>(
      tx,
      sql`select on_hand as "onHand", allocated from stock
        where mall_id = ${ctx.mallId} and variant_id = ${variantId}`,
    );
    return stock;
  });
}

function pushesOf(shipmentId: number) {
  return inMall(ctx, (tx) =>
    rows<{ state: string; unitNo: string; waybillNo: string }>(
      tx,
      sql`select state, channel_unit_no as "unitNo", waybill_no as "waybillNo" from pushes
        where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId} order by id`,
    ),
  );
}
