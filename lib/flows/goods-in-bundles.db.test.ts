import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  type MadeOrder,
  makeChannel,
  makeMall,
  makeOrders,
  makeVariants,
  type StockedVariant,
} from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import { splitByHand } from '@/lib/allocation/split-by-hand';
import { undoAllocation } from '@/lib/allocation/undo';
import { bundleShipments } from '@/lib/bundling/bundle';
import { lockBundling } from '@/lib/bundling/lock';
import { unbundle } from '@/lib/bundling/unbundle';
import { undoBundling } from '@/lib/bundling/undo';
import { enterClaim } from '@/lib/claims/enter';
import { type Ctx, inMall } from '@/lib/context';
import { numberFromRange } from '@/lib/invoicing/numbers/number-from-range';
import { removeWaybills } from '@/lib/invoicing/remove';
import { matchShipments } from '@/lib/matching/match';
import { editVariants } from '@/lib/products/edit-many';
import { editVariant } from '@/lib/products/edit-variant';
import { variantOf } from '@/lib/products/screen';
import { releaseHold } from '@/lib/shipments/holds/release-hold';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { acceptExchange, decideClaims } from './decide-claim';
import { makeRange } from './testing-crowded-mall';

const march = { from: '2026-03-01', to: '2026-03-31', scope: 'same_channel' as const };

type Code = 'SHIRT' | 'SOCKS' | 'ICE';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shelf: Record<Code, StockedVariant>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  shelf = await makeVariants(ctx, [
    { code: 'SHIRT', onHand: 50 },
    { code: 'SOCKS', onHand: 50 },
    { code: 'ICE', onHand: 50, temperature: 'frozen' },
  ]);
});
afterEach(() => checkInvariants());

/** Orders of one buyer, each of these goods, one piece each. */
async function order(...wanted: Code[][]): Promise<MadeOrder[]> {
  const made = await makeOrders(
    ctx,
    wanted.map((codes, index) => ({
      orderNo: `A-${index}`,
      channelId,
      paidAt: new Date(Date.UTC(2026, 2, 1, 3, index)),
      lines: codes.map((code) => ({ compositionId: shelf[code].compositionId, qty: 1 })),
    })),
  );
  await inMall(ctx, (tx) =>
    tx.execute(sql`update orders set source = 'form' where mall_id = ${ctx.mallId}`),
  );
  return made;
}

/** They lie in one parcel, reserved. */
async function bundled(...wanted: Code[][]): Promise<[MadeOrder, MadeOrder]> {
  const [base, guest] = await order(...wanted);
  if (!base || !guest) throw new Error('Two orders make a bundle.');
  await bundleShipments(ctx, march);
  await allocateThese(ctx, [base.shipmentId]);
  expect(await homeOf(guest)).toBe(base.shipmentId);
  return [base, guest];
}

/** Where the last line of an order stands now. */
const homeOf = async ({ lineIds }: MadeOrder) =>
  (
    await inMall(ctx, (tx) =>
      oneRow<{ id: number }>(
        tx,
        sql`select shipment_id as id from shipment_lines
          where mall_id = ${ctx.mallId} and id = ${lineIds.at(-1)}`,
      ),
    )
  ).id;

const see = async ({ shipmentId }: MadeOrder) =>
  inMall(ctx, (tx) =>
    oneRow<{ stage: string; holds: string[]; bundle: boolean; wanted: number }>(
      tx,
      sql`select stage, hold_kinds as holds, is_bundle as bundle, wanted_qty as wanted
        from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId}`,
    ),
  );

async function claim(kind: 'exchange' | 'cancel', { lineIds }: MadeOrder, place = -1) {
  const { orderLineId } = await inMall(ctx, (tx) =>
    oneRow<{ orderLineId: number }>(
      tx,
      sql`select order_line_id as "orderLineId" from shipment_lines
        where mall_id = ${ctx.mallId} and id = ${lineIds.at(place)}`,
    ),
  );
  return (await enterClaim(ctx, { orderLineId, kind, qty: 1, reason: '변심' })).claimId;
}

const exchangeFor = (claimId: number, variantCode: Code) =>
  acceptExchange(ctx, { claimId, items: [{ variantCode, quantity: 1 }] });

const number = async ({ shipmentId }: MadeOrder) =>
  numberFromRange(ctx, { shipmentIds: [shipmentId], courierAccountId: await makeRange(ctx) });

const set = (code: Code, change: Parameters<typeof editVariants>[2]) =>
  editVariants(ctx, [shelf[code].variantId], change);

const runCounts = () =>
  inMall(ctx, (tx) =>
    rows(
      tx,
      sql`select counts from runs where mall_id = ${ctx.mallId} and conditions ? 'goodsChanged'`,
    ),
  );

describe('an exchange before shipping', () => {
  it('takes a bundle apart in which the new goods may not lie', async () => {
    const [base, guest] = await bundled(['SHIRT'], ['SOCKS']);
    await exchangeFor(await claim('exchange', guest), 'ICE');
    expect(await see(base)).toMatchObject({ stage: 'allocated', bundle: false, holds: [] });
    expect(await see(guest)).toMatchObject({ stage: 'allocated', wanted: 1, holds: [] });
    expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0 });
  });

  it('keeps a bundle in which they may', async () => {
    const [base, guest] = await bundled(['SHIRT'], ['SOCKS']);
    await exchangeFor(await claim('exchange', guest), 'SHIRT');
    expect(await see(base)).toMatchObject({ stage: 'allocated', bundle: true, wanted: 2 });
  });

  it('is refused where the bundle has a number, until that is taken away', async () => {
    const [base, guest] = await bundled(['SHIRT'], ['SOCKS']);
    await number(base);
    const claimId = await claim('exchange', guest);
    await expect(exchangeFor(claimId, 'ICE')).rejects.toThrow('claims.errors.exchangeApart');
    expect(await see(base)).toMatchObject({ stage: 'invoiced', bundle: true, holds: ['claim'] });
    await removeWaybills(ctx, [base.shipmentId]);
    await exchangeFor(claimId, 'ICE');
    expect(await homeOf(guest)).toBe(guest.shipmentId);
  });
});

describe('goods that travel otherwise from now on', () => {
  it.each([
    ['another temperature', { temperature: 'frozen' }],
    ['a rule that keeps them alone', { bundling: 'alone' }],
    ['a rule that keeps them among themselves', { bundling: 'same_only' }],
    ['a sender of their own', { isSupplierShipped: true, supplierId: -1 }],
  ] as const)('take bundles apart: %s', async (_, change) => {
    const orders = await order(['SHIRT'], ['SOCKS']);
    await bundleShipments(ctx, march);
    const supplierId = 'supplierId' in change ? await makeSupplier() : undefined;
    const done = await set('SOCKS', { ...change, ...(supplierId && { supplierId }) });
    expect(done).toEqual({ variants: 1, bundlesApart: 1, bundlesHeld: 0 });
    for (const one of orders)
      expect(await see(one)).toMatchObject({ stage: 'ready', bundle: false, wanted: 1 });
    expect(await runCounts()).toEqual([{ counts: { bundlesApart: 1, bundlesHeld: 0 } }]);
    expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0 });
  });

  it('take bundles apart that hold more than may lie in one parcel', async () => {
    const [base] = await bundled(['SHIRT'], ['SHIRT']);
    expect(await set('SHIRT', { maxPerParcel: 2 })).toMatchObject({ bundlesApart: 0 });
    expect(await see(base)).toMatchObject({ bundle: true });
    expect(await set('SHIRT', { maxPerParcel: 1 })).toMatchObject({ bundlesApart: 1 });
  });

  it('keep a bundle where all of it travels so', async () => {
    const [base] = await bundled(['SHIRT'], ['SHIRT']);
    expect(await set('SHIRT', { temperature: 'chilled' })).toMatchObject({ bundlesApart: 0 });
    expect(await see(base)).toMatchObject({ stage: 'allocated', bundle: true });
  });

  it('come together again by the next run once the change is taken back', async () => {
    const [base, guest] = await bundled(['SHIRT'], ['SOCKS']);
    const variant = await variantOf(ctx, shelf.SOCKS.variantId);
    if (!variant) throw new Error('No variant.');
    const edited = await editVariant(ctx, { ...variant, temperature: 'frozen' });
    expect(edited).toMatchObject({ bundlesApart: 1, bundlesHeld: 0 });
    const { detail } = await inMall(ctx, (tx) =>
      oneRow<{ detail: unknown }>(
        tx,
        sql`select detail from audit_events where mall_id = ${ctx.mallId} and verb = 'variant.edit'`,
      ),
    );
    expect(detail).toMatchObject({ after: { temperature: 'frozen' }, bundlesApart: 1 });
    expect(await see(guest)).toMatchObject({ stage: 'allocated' });
    await editVariant(ctx, variant);
    await bundleShipments(ctx, march);
    expect(await homeOf(guest)).toBe(base.shipmentId);
  });

  it('hold what has a number, which comes apart once it has none', async () => {
    const [base, guest] = await bundled(['SHIRT'], ['SOCKS']);
    await number(base);
    const done = await set('SOCKS', { temperature: 'frozen' });
    expect(done).toMatchObject({ bundlesApart: 0, bundlesHeld: 1 });
    expect(await see(base)).toMatchObject({ stage: 'invoiced', bundle: true, holds: ['apart'] });
    await removeWaybills(ctx, [base.shipmentId]);
    expect(await see(base)).toMatchObject({ stage: 'allocated', bundle: false, holds: [] });
    expect(await see(guest)).toMatchObject({ stage: 'allocated', holds: [] });
  });

  it('let what has a number leave so where a person says it, or the change is taken back', async () => {
    const [base] = await bundled(['SHIRT'], ['SOCKS']);
    await number(base);
    await set('SOCKS', { temperature: 'frozen' });
    await set('SOCKS', { temperature: 'ambient' });
    expect(await see(base)).toMatchObject({ stage: 'invoiced', bundle: true, holds: [] });
    await set('SOCKS', { temperature: 'frozen' });
    await releaseHold(ctx, { shipmentIds: [base.shipmentId], kind: 'apart' });
    expect(await see(base)).toMatchObject({ stage: 'invoiced', bundle: true, holds: [] });
  });

  it('are not put together again by an undo of 합포해제', async () => {
    const [base, guest] = await bundled(['SHIRT'], ['SOCKS']);
    await unbundle(ctx, { shipmentId: base.shipmentId });
    const runId = await lastRun();
    await set('SOCKS', { temperature: 'frozen' });
    await expect(undoBundling(ctx, runId)).rejects.toThrow('bundle.errors.mayNotTravel');
    expect(await homeOf(guest)).toBe(guest.shipmentId);
  });
});

it('units that come back after a cancel find no bundle in which they may not lie', async () => {
  const [first] = await order(['SHIRT', 'ICE'], ['SOCKS']);
  if (!first) throw new Error('No order.');
  const claimId = await claim('cancel', first);
  await decideClaims(ctx, [claimId], 'accept');
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 1 });
  await decideClaims(ctx, [claimId], 'reopen');
  expect(await see(first)).toMatchObject({ bundle: false, wanted: 2, holds: ['claim'] });
});

it('what is left after a cancel travels with what else is like it alone', async () => {
  const [base, guest] = await bundled(['SHIRT', 'ICE'], ['SOCKS', 'ICE']);
  await decideClaims(ctx, [await claim('cancel', guest)], 'accept');
  expect(await see(base)).toMatchObject({ bundle: false, wanted: 2 });
  expect(await see(guest)).toMatchObject({ wanted: 1 });
});

it('a line that comes later takes its order out of a bundle in which it may not lie', async () => {
  const bring = (codes: string[], orderNo: string) =>
    takeIn(ctx, channelId, [
      collectedOrder(
        orderNo,
        codes.map((code, index) =>
          collectedLine(`${orderNo}:${index}`, { sellerOptionCode: code, option: code }),
        ),
      ),
    ]);
  await bring(['SHIRT'], 'B-1');
  await bring(['SOCKS'], 'B-2');
  await matchShipments(ctx);
  const days = { from: '2020-01-01', to: '2030-12-31', scope: 'same_channel' as const };
  expect(await bundleShipments(ctx, days)).toMatchObject({ joined: 1 });
  await bring(['SHIRT', 'ICE'], 'B-1');
  await matchShipments(ctx);
  const parcels = await inMall(ctx, (tx) =>
    rows(
      tx,
      sql`select wanted_qty as wanted, is_bundle as bundle from shipments
        where mall_id = ${ctx.mallId} and is_open order by id`,
    ),
  );
  expect(parcels).toHaveLength(2);
  expect(parcels).toMatchObject([{ bundle: false }, { bundle: false }]);
});

describe('a split bundle', () => {
  /** Of two orders of two pieces; one piece of each goes into the second box. */
  async function split() {
    const [base, guest] = await order(['SHIRT', 'SOCKS'], ['SHIRT', 'SOCKS']);
    if (!base || !guest) throw new Error('No orders.');
    await bundleShipments(ctx, march);
    const lines = [base, guest].map(({ lineIds }) => ({ lineId: lineIds[0] ?? 0, qty: 1 }));
    return { base, guest, ...(await splitByHand(ctx, { shipmentId: base.shipmentId, lines })) };
  }

  it('does not come together again through a guest that was taken out of a box', async () => {
    const { base, guest } = await split();
    await unbundle(ctx, { shipmentId: base.shipmentId });
    expect(await homeOf(guest)).toBe(guest.shipmentId);
    await bundleShipments(ctx, march);
    const boxes = await inMall(ctx, (tx) =>
      rows<{ orderId: number; boxes: number }>(
        tx,
        sql`select order_id as "orderId", count(distinct shipment_id)::int as boxes
          from shipment_lines where mall_id = ${ctx.mallId} group by order_id order by order_id`,
      ),
    );
    expect(boxes.map((one) => one.boxes)).toEqual([2, 2]);
    expect(await homeOf(guest)).toBe(base.shipmentId);
  });

  it('sends the guests of a home home where a part comes back beside which they may not lie', async () => {
    const [base, second, third] = await order(['SHIRT', 'ICE'], ['SHIRT', 'ICE'], ['SHIRT']);
    if (!base || !second || !third) throw new Error('No orders.');
    await lockBundling(ctx, [third.shipmentId], true);
    await bundleShipments(ctx, march);
    const lines = [base, second].map(({ lineIds }) => ({ lineId: lineIds[1] ?? 0, qty: 1 }));
    const box = await splitByHand(ctx, { shipmentId: base.shipmentId, lines });
    await unbundle(ctx, { shipmentId: base.shipmentId });
    await lockBundling(ctx, [base.shipmentId], true);
    await lockBundling(ctx, [third.shipmentId], false);
    await bundleShipments(ctx, march);
    expect(await homeOf(third)).toBe(second.shipmentId);
    await unbundle(ctx, { shipmentId: box.shipmentId });
    expect(await see(second)).toMatchObject({ wanted: 2, bundle: false });
    expect(await homeOf(third)).toBe(third.shipmentId);
  });

  it('comes apart where an undo would put together what may not lie together by now', async () => {
    const [base, guest] = await order(['SHIRT', 'SOCKS'], ['SHIRT']);
    if (!base || !guest) throw new Error('No orders.');
    await bundleShipments(ctx, march);
    const lines = [{ lineId: base.lineIds[1] ?? 0, qty: 1 }];
    const { runId } = await splitByHand(ctx, { shipmentId: base.shipmentId, lines });
    expect(await set('SOCKS', { temperature: 'frozen' })).toMatchObject({ bundlesApart: 0 });
    await undoAllocation(ctx, runId);
    expect(await see(base)).toMatchObject({ wanted: 2, bundle: false });
    expect(await homeOf(guest)).toBe(guest.shipmentId);
  });
});

async function makeSupplier(): Promise<number> {
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`insert into suppliers (mall_id, name) values (${ctx.mallId}, '한빛상사') returning id`,
    ),
  );
  return id;
}

async function lastRun(): Promise<number> {
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(tx, sql`select max(id) as id from runs where mall_id = ${ctx.mallId}`),
  );
  return id;
}
