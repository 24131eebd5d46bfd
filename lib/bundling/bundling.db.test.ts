import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  domainTables,
  dumpMall,
  makeChannel,
  makeMall,
  makeOrders,
  makeVariants,
  type TestOrder,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { lockLinesOf } from '@/lib/shipments/locks';
import { settleStrays } from '@/lib/shipments/parcels/homes';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { splitUnallocated } from '@/lib/shipments/parcels/split';
import { keptByUndo } from '@/lib/shipments/runs/kept';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { startRun } from '@/lib/shipments/runs/runs';
import { setAllocation } from '@/lib/shipments/stock';
import { answerReviews, revokeAnswer } from './answer';
import { bundleShipments } from './bundle';
import { lockBundling } from './lock';
import { bundleReason, bundleRules } from './reasons';
import { previewBundles } from './screen';
import { setVirtualPhonesSuffice } from './settings';
import { unbundle } from './unbundle';
import { undoBundling } from './undo';

let database: TestDatabase;
let ctx: Ctx & { userId: number };
let otherMall: Ctx;
let channelId: number;
let shirt: number;
let otherMallBefore: unknown;

const march = { from: '2026-03-01', to: '2026-03-31', scope: 'same_channel' as const };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  ctx = asPerson(await makeMall());
  otherMall = await makeMall('남의 상회');
  channelId = await makeChannel(ctx);
  shirt = await makeShirt(ctx);
  const [theirChannel, theirShirt] = [await makeChannel(otherMall), await makeShirt(otherMall)];
  await makeOrders(
    otherMall,
    [order(1), order(2)].map((one) => ({
      ...one,
      channelId: theirChannel,
      lines: [{ compositionId: theirShirt, qty: 1 }],
    })),
  );
  otherMallBefore = await dumpMall(otherMall);
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherMallBefore);
});

it('puts the orders of one recipient into one parcel, on the earliest, and says why on each', async () => {
  const [third, first, second, stranger] = await place([
    order(3),
    order(1),
    order(2),
    order(4, { recipient: { name: '남궁찬' } }),
  ]);
  expect(await previewBundles(ctx, march)).toMatchObject({ bundled: 1, joined: 2 });
  const { runId, ...counts } = await bundleShipments(ctx, march);
  expect(counts).toEqual({ bundled: 1, joined: 2, reviews: 0, leftOut: 0 });
  expect(await shipment(first)).toMatchObject({
    stage: 'ready',
    wantedQty: 6,
    amount: 60_000,
    why: bundleRules.base.number,
    whyValues: [2],
  });
  for (const one of [second, third]) {
    expect(await shipment(one)).toMatchObject({
      stage: 'absorbed',
      absorbedBy: first,
      wantedQty: 0,
      whyValues: [first, 1],
    });
  }
  expect(await shipment(stranger)).toMatchObject({ stage: 'ready', why: null });
  expect(await decisionsOf(runId)).toEqual(
    [
      { shipmentId: first, rule: 'base' },
      { shipmentId: second, rule: 'joined' },
      { shipmentId: third, rule: 'joined' },
    ].sort((a, b) => (a.shipmentId ?? 0) - (b.shipmentId ?? 0)),
  );
});

it('takes the earliest ship-by of its orders', async () => {
  const [base] = await place([
    order(1, { shipBy: new Date('2026-03-05T09:00:00Z') }),
    order(2, { shipBy: new Date('2026-03-03T09:00:00Z') }),
  ]);
  await bundleShipments(ctx, march);
  expect(new Date((await shipment(base)).shipBy ?? 0)).toEqual(new Date('2026-03-03T09:00:00Z'));
});

it('changes nothing when it runs again', async () => {
  await place([
    order(1),
    order(2),
    order(3, { recipient: { mobile: '010-7777-1111' } }),
    order(4, { freightTerm: 'collect' }),
  ]);
  await bundleShipments(ctx, march);
  const before = await dumpMall(ctx, ['shipments', 'shipment_lines', 'bundle_answers']);
  const again = await bundleShipments(ctx, march);
  expect(again).toMatchObject({ bundled: 0, joined: 0, reviews: 1, leftOut: 1 });
  expect(await dumpMall(ctx, ['shipments', 'shipment_lines', 'bundle_answers'])).toEqual(before);
  expect(await decisionsOf(again.runId)).toEqual([]);
});

it('runs once at a time in a mall', async () => {
  await place([order(1), order(2)]);
  const runs = await Promise.allSettled([1, 2, 3].map(() => bundleShipments(ctx, march)));
  const joined = runs.map((run) => (run.status === 'fulfilled' ? run.value.joined : 0));
  expect(joined.reduce((sum, count) => sum + count)).toBe(1);
  for (const run of runs)
    if (run.status === 'rejected')
      expect(run.reason).toMatchObject({ messageKey: 'errors.alreadyRunning' });
});

it('lets a later order join a bundle, which keeps its number', async () => {
  const [base] = await place([order(2), order(3)]);
  await bundleShipments(ctx, march);
  const [earlier] = await place([order(1)]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 1 });
  expect(await shipment(base)).toMatchObject({ wantedQty: 6, whyValues: [1] });
  expect(await shipment(earlier)).toMatchObject({ absorbedBy: base });
});

it('notes why one stays apart, without touching what an earlier run may take back', async () => {
  const [held, free] = await place([order(1), order(2)]);
  await setShipment(held, sql`hold_kinds = '{claim}', last_run_id = 4711`);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, leftOut: 2 });
  const row = await shipment(held);
  expect(bundleReason(row.why, row.whyValues)).toEqual({
    rule: 'held',
    values: { partner: free, hold: 2 },
  });
  expect(row.lastRunId).toBe(4711);
  const partner = await shipment(free);
  expect(bundleReason(partner.why, partner.whyValues)).toEqual({
    rule: 'partnerLeftOut',
    values: { partner: held, rule: bundleRules.held.number, detail: 2 },
  });
  await setShipment(held, sql`hold_kinds = '{}'`);
  await setShipment(free, sql`is_history = true`);
  await bundleShipments(ctx, march);
  expect((await shipment(held)).why).toBeNull();
});

it('keeps what allocation said of a shipment', async () => {
  const [held] = await place([order(1), order(2)]);
  await setShipment(held, sql`hold_kinds = '{claim}', why = 310, why_values = '{3,1}'`);
  await bundleShipments(ctx, march);
  expect(await shipment(held)).toMatchObject({ why: 310, whyValues: [3, 1] });
});

it('leaves goods of two temperatures apart', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'ICE', temperature: 'frozen' }]);
  const ice = shelf.ICE.compositionId;
  const [, frozen] = await place([order(1), order(2, { lines: [{ compositionId: ice, qty: 1 }] })]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, leftOut: 1 });
  expect(await shipment(frozen)).toMatchObject({ why: bundleRules.temperature.number });
});

it('never bundles parts of one split, nor through a bundle of one of them', async () => {
  const [one, other, third] = await place([order(1), order(2), order(3)]);
  await setShipment(one, sql`split_group = ${one}`);
  await setShipment(third, sql`split_group = ${one}`);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 1, leftOut: 1 });
  expect(await shipment(other)).toMatchObject({ absorbedBy: one });
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, leftOut: 1 });
  expect(await shipment(third)).toMatchObject({
    stage: 'ready',
    why: bundleRules.splitParts.number,
  });
});

it('asks about a near match, bundles as answered on the chosen base, and never asks again', async () => {
  const near = { recipient: { mobile: '010-7777-1111' } };
  const [first, second] = await place([order(1), order(2, near)]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, reviews: 1 });
  const answer = {
    baseShipmentId: second ?? 0,
    members: [{ shipmentId: first ?? 0, together: true }],
  };
  expect(await answerReviews(ctx, [answer])).toMatchObject({ joined: 1, apart: 0, refused: 0 });
  expect(await shipment(first)).toMatchObject({
    absorbedBy: second,
    why: bundleRules.joinedByAnswer.number,
  });
  const [third, fourth] = await place([order(3), order(4, near)]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 2, reviews: 0 });
  for (const one of [third, fourth])
    expect(await shipment(one)).toMatchObject({ absorbedBy: second });
});

it('keeps apart what was answered apart until the answer is revoked', async () => {
  const [first, second] = await place([
    order(1),
    order(2, { recipient: { mobile: '010-7777-1111' } }),
  ]);
  const answer = {
    baseShipmentId: first ?? 0,
    members: [{ shipmentId: second ?? 0, together: false }],
  };
  expect(await answerReviews(ctx, [answer])).toMatchObject({ joined: 0, apart: 1 });
  expect(await bundleShipments(ctx, march)).toMatchObject({ reviews: 0, leftOut: 1 });
  const reason = await shipment(second);
  const answerId = bundleReason(reason.why, reason.whyValues)?.values.answer ?? 0;
  await expect(revokeAnswer(otherMall, answerId)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
  await revokeAnswer(ctx, answerId);
  expect(await bundleShipments(ctx, march)).toMatchObject({ reviews: 1, leftOut: 0 });
});

it('refuses an answer where more than the recipient is in question, and shipments of another mall', async () => {
  const near = { mobile: '010-7777-1111' };
  const [first, second] = await place([order(1), order(2, { recipient: near })]);
  await lockBundling(ctx, [second ?? 0], true);
  const answer = {
    baseShipmentId: first ?? 0,
    members: [{ shipmentId: second ?? 0, together: true }],
  };
  expect(await answerReviews(ctx, [answer])).toMatchObject({ joined: 0, refused: 1 });
  expect(await shipment(second)).toMatchObject({ stage: 'ready', why: bundleRules.locked.number });
  const stranger = { ...otherMall, userId: 1 };
  await expect(answerReviews(stranger, [answer])).rejects.toMatchObject({
    messageKey: 'bundle.errors.changed',
  });
});

it('comes apart again as it was', async () => {
  const [base] = await place([order(1), order(2), order(3)]);
  const before = await dumpMall(ctx);
  await bundleShipments(ctx, march);
  expect(await unbundle(ctx, { shipmentId: base ?? 0 })).toEqual({ released: 2 });
  expect(await dumpMall(ctx)).toEqual(before);
  await expect(unbundle(ctx, { shipmentId: base ?? 0 })).rejects.toMatchObject({
    messageKey: 'bundle.errors.notABundle',
  });
});

it('lets one order go, and locks it where it is to stay apart', async () => {
  const orders = await makeOrders(ctx, [order(1), order(2), order(3)]);
  const [base, second] = orders.map((one) => one.shipmentId);
  await bundleShipments(ctx, march);
  await unbundle(ctx, { shipmentId: base ?? 0, orderId: orders[1]?.orderId, keepApart: true });
  expect(await shipment(base)).toMatchObject({ wantedQty: 4 });
  expect(await shipment(second)).toMatchObject({ stage: 'ready', wantedQty: 2 });
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0 });
  await lockBundling(ctx, [second ?? 0], false);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 1 });
});

it('goes on without its base order, on the next one', async () => {
  const orders = await makeOrders(ctx, [order(1), order(2), order(3)]);
  const [base, second, third] = orders.map((one) => one.shipmentId);
  await bundleShipments(ctx, march);
  expect(await unbundle(ctx, { shipmentId: base ?? 0, orderId: orders[0]?.orderId })).toEqual({
    released: 1,
  });
  expect(await shipment(base)).toMatchObject({ stage: 'ready', wantedQty: 2 });
  expect(await shipment(second)).toMatchObject({ stage: 'ready', wantedQty: 4 });
  expect(await shipment(third)).toMatchObject({ stage: 'absorbed', absorbedBy: second });
});

it('takes holds along when it comes apart, a claim only with its line', async () => {
  const orders = await makeOrders(ctx, [order(1), order(2)]);
  const [base, second] = orders.map((one) => one.shipmentId);
  await bundleShipments(ctx, march);
  await setShipment(base, sql`hold_kinds = '{claim,operator}'`);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
    update order_lines set claim_state = 'cancel_requested'
    where mall_id = ${ctx.mallId} and order_id = ${orders[1]?.orderId}`),
  );
  await unbundle(ctx, { shipmentId: base ?? 0 });
  expect((await shipment(base)).holdKinds).toEqual(['operator']);
  expect((await shipment(second)).holdKinds.sort()).toEqual(['claim', 'operator']);
});

/** Splits off what is not reserved once these many units of the guest and of the base are. */
async function splitBundle(base: number, guest: number, reserved: { guest: number; base: number }) {
  await inMall(ctx, async (tx) => {
    const lines = await lockLinesOf(tx, ctx, [base]);
    await setAllocation(
      tx,
      ctx,
      lines.map((line) => ({
        lineId: line.id,
        allocatedQty: line.homeShipmentId === guest ? reserved.guest : reserved.base,
      })),
    );
    await refreshShipments(tx, ctx, [base]);
    const runId = await startRun(tx, ctx, 'allocate', {});
    await splitUnallocated(tx, ctx, [base], runId);
  });
}

it('leaves no empty parcel behind when its own lines had been split off before', async () => {
  const [base = 0, second = 0] = await place([
    order(1),
    order(2, { lines: [{ compositionId: shirt, qty: 1 }] }),
  ]);
  await bundleShipments(ctx, march);
  await splitBundle(base, second, { guest: 1, base: 0 });
  await unbundle(ctx, { shipmentId: base });
  expect(await shipment(base)).toMatchObject({ stage: 'cancelled', wantedQty: 0, amount: 0 });
  expect(await shipment(second)).toMatchObject({ stage: 'allocated', wantedQty: 1 });
});

it('never puts a guest beside what was split off it, once its bundle came apart', async () => {
  const lines = [{ compositionId: shirt, qty: 2 }];
  const [base = 0, second = 0] = await place([order(1, { lines }), order(2, { lines })]);
  await bundleShipments(ctx, march);
  await splitBundle(base, second, { guest: 1, base: 2 });
  await unbundle(ctx, { shipmentId: base });
  await setShipment(base, sql`is_market_shipped = true`);
  await bundleShipments(ctx, march);
  expect(await shipment(second)).toMatchObject({ stage: 'allocated', wantedQty: 1 });
});

it('is no bundle any more once what its guest left behind cannot go home', async () => {
  const lines = [{ compositionId: shirt, qty: 2 }];
  const [base = 0, second = 0] = await place([order(1, { lines }), order(2, { lines })]);
  await bundleShipments(ctx, march);
  await splitBundle(base, second, { guest: 1, base: 1 });
  await unbundle(ctx, { shipmentId: base });
  await setShipment(second, sql`requested_export_id = 1`);
  const bundles = sql`
    select id from shipments where mall_id = ${ctx.mallId} and is_bundle and split_group = ${base}`;
  const [rest] = await inMall(ctx, (tx) => rows<{ id: number }>(tx, bundles));
  await inMall(ctx, (tx) => settleStrays(tx, ctx, [rest?.id ?? 0]));
  expect(await inMall(ctx, (tx) => rows(tx, bundles))).toEqual([]);
});

it('cannot come apart once its number is asked for', async () => {
  const [base] = await place([order(1), order(2)]);
  await bundleShipments(ctx, march);
  await setShipment(base, sql`requested_export_id = 1`);
  await expect(unbundle(ctx, { shipmentId: base ?? 0 })).rejects.toMatchObject({
    messageKey: 'bundle.errors.tooLate',
  });
  await expect(unbundle(otherMall, { shipmentId: base ?? 0 })).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
});

it('is taken back exactly by its undo, the answers given in it too', async () => {
  const [first, second] = await place([
    order(1),
    order(2, { recipient: { mobile: '010-7777-1111' } }),
    order(3),
  ]);
  const tables = ['shipments', 'shipment_lines', 'bundle_answers'];
  const before = await dumpMall(ctx, tables);
  const run = await bundleShipments(ctx, march);
  const answer = {
    baseShipmentId: first ?? 0,
    members: [{ shipmentId: second ?? 0, together: true }],
  };
  const answered = await answerReviews(ctx, [answer]);
  expect(await undoBundling(ctx, answered.runId)).toMatchObject({ undone: 1, kept: 0 });
  expect(await undoBundling(ctx, run.runId)).toMatchObject({ undone: 0, kept: 1 });
  expect(await unbundle(ctx, { shipmentId: first ?? 0 })).toEqual({ released: 1 });
  expect(await dumpMall(ctx, tables)).toEqual(before);
});

it('takes back bundles that nothing touched since, and leaves the others whole', async () => {
  const kim = { recipient: { name: '김하율' } };
  const [base, , theirs] = await place([order(1), order(2), order(3, kim), order(4, kim)]);
  const { runId } = await bundleShipments(ctx, march);
  await setShipment(base, sql`last_run_id = ${runId + 1000}`);
  expect(await undoBundling(ctx, runId)).toMatchObject({ undone: 1, kept: 1 });
  const [undo] = await pastRuns(ctx, 'bundle');
  expect(await keptByUndo(ctx, undo?.id ?? 0)).toHaveLength(1);
  expect(await keptByUndo(otherMall, undo?.id ?? 0)).toEqual([]);
  expect(await shipment(base)).toMatchObject({ wantedQty: 4 });
  expect(await shipment(theirs)).toMatchObject({ wantedQty: 2 });
  await expect(undoBundling(ctx, runId)).rejects.toMatchObject({
    messageKey: 'errors.alreadyUndone',
  });
});

it('takes back a bundle of bundles to the bundles it was made of', async () => {
  const elsewhere = await makeChannel(ctx, { account: 'second' });
  const [a, , b, inB] = await place([
    order(1),
    order(2),
    order(3, { channelId: elsewhere }),
    order(4, { channelId: elsewhere }),
  ]);
  await bundleShipments(ctx, march);
  const before = await dumpMall(ctx);
  const { runId, joined } = await bundleShipments(ctx, { ...march, scope: 'any_channel' });
  expect(joined).toBe(1);
  expect(await shipment(a)).toMatchObject({ wantedQty: 8 });
  expect(await shipment(b)).toMatchObject({ absorbedBy: a });
  expect(await shipment(inB)).toMatchObject({ absorbedBy: a });
  expect(await undoBundling(ctx, runId)).toMatchObject({ undone: 1, kept: 0 });
  expect(await dumpMall(ctx)).toEqual(before);
  expect(await shipment(inB)).toMatchObject({ absorbedBy: b });
});

it('joins an allocated bundle only with its goods reserved in the same run, and both come back', async () => {
  const [base, second] = await place([order(1), order(2)]);
  await bundleShipments(ctx, march);
  await reserveAll(base);
  const [third, fourth] = await place([
    order(3),
    order(4, { lines: [{ compositionId: shirt, qty: 5 }] }),
  ]);
  const before = await dumpMall(ctx, domainTables);
  const { runId, joined, leftOut } = await bundleShipments(ctx, march);
  expect({ joined, leftOut }).toEqual({ joined: 1, leftOut: 1 });
  expect(await shipment(base)).toMatchObject({ stage: 'allocated', wantedQty: 6 });
  expect(await shipment(third)).toMatchObject({ absorbedBy: base, whyValues: [base, 1, 2] });
  const apart = await shipment(fourth);
  expect(bundleReason(apart.why, apart.whyValues)).toMatchObject({
    rule: 'notReservable',
    values: { partner: base, needed: 5, available: 4 },
  });
  await checkInvariants();
  expect(await undoBundling(ctx, runId)).toMatchObject({ undone: 1, kept: 0 });
  expect(await dumpMall(ctx, domainTables)).toEqual(before);
  expect(await shipment(second)).toMatchObject({ absorbedBy: base });
});

it('answers with an allocated one reserve, too', async () => {
  const [first, second] = await place([
    order(1),
    order(2, { recipient: { mobile: '010-7777-1111' } }),
  ]);
  await reserveAll(first);
  const answer = {
    baseShipmentId: first ?? 0,
    members: [{ shipmentId: second ?? 0, together: true }],
  };
  expect(await answerReviews(ctx, [answer])).toMatchObject({ joined: 1, refused: 0 });
  expect(await shipment(first)).toMatchObject({ stage: 'allocated', wantedQty: 4 });
});

it('undo of an answer that replaced an older one puts the older one back', async () => {
  const [first, second] = await place([
    order(1),
    order(2, { recipient: { mobile: '010-7777-1111' } }),
  ]);
  const say = (together: boolean) =>
    answerReviews(ctx, [
      { baseShipmentId: first ?? 0, members: [{ shipmentId: second ?? 0, together }] },
    ]);
  await say(false);
  const before = await dumpMall(ctx, domainTables);
  const newer = await say(true);
  expect(await shipment(second)).toMatchObject({ absorbedBy: first });
  expect(await undoBundling(ctx, newer.runId)).toMatchObject({ undone: 1, answers: 1 });
  expect(await dumpMall(ctx, domainTables)).toEqual(before);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, reviews: 0, leftOut: 1 });
});

it('an older answer that was taken back does not come back by the undo of a newer one', async () => {
  const [first, second] = await place([
    order(1),
    order(2, { recipient: { mobile: '010-7777-1111' } }),
  ]);
  const sayApart = () =>
    answerReviews(ctx, [
      { baseShipmentId: first ?? 0, members: [{ shipmentId: second ?? 0, together: false }] },
    ]);
  const [older, newer] = [await sayApart(), await sayApart()];
  await undoBundling(ctx, older.runId);
  await undoBundling(ctx, newer.runId);
  expect(await dumpMall(ctx, ['bundle_answers'])).toEqual({ bundle_answers: [] });
});

it('counts beside 합포 what waits for a decision, until somebody decides', async () => {
  const near = (minute: number, mobile: string) => order(minute, { recipient: { mobile } });
  const [first, second, third] = await place([
    order(1),
    near(2, '010-7777-1111'),
    near(3, '010-7777-2222'),
  ]);
  const waiting = async () => (await stageCounts(ctx)).bundle;
  expect(await waiting()).toBe(0);
  await bundleShipments(ctx, march);
  expect(await waiting()).toBe(1);
  const member = (shipmentId = 0) => ({ shipmentId, together: true });
  const base = { baseShipmentId: first ?? 0 };
  await answerReviews(ctx, [{ ...base, members: [member(second)], leavesOpen: true }]);
  expect(await waiting()).toBe(1);
  const last = await answerReviews(ctx, [{ ...base, members: [member(third)] }]);
  expect(await waiting()).toBe(0);
  await undoBundling(ctx, last.runId);
  expect(await waiting()).toBe(1);
});

it('runs to ask, too, and to clear what is a question no longer; the undo of asking changes nothing', async () => {
  const virtual = { recipient: { mobile: '0504-1234-5678' } };
  const [, second] = await place([order(1, virtual), order(2, virtual)]);
  expect(await previewBundles(ctx, march)).toMatchObject({ joined: 0, isRunnable: true });
  const { runId } = await bundleShipments(ctx, march);
  const asked = await dumpMall(ctx, ['shipments', 'shipment_lines']);
  expect(await undoBundling(ctx, runId)).toMatchObject({ undone: 0, kept: 0 });
  expect(await dumpMall(ctx, ['shipments', 'shipment_lines'])).toEqual(asked);
  expect(await previewBundles(ctx, march)).toMatchObject({ reviews: 1, isClearing: false });
  await lockBundling(ctx, [second ?? 0], true);
  const clearing = { reviews: 0, isClearing: true, isRunnable: true };
  expect(await previewBundles(ctx, march)).toMatchObject(clearing);
  await bundleShipments(ctx, march);
  const nothing = { isClearing: false, isRunnable: false };
  expect(await previewBundles(ctx, march)).toMatchObject(nothing);
});

it('asks about one address without 동, and not about another flat of the house', async () => {
  const flat = (address2: string) => ({ recipient: { address2 } });
  const [first, second] = await place([
    order(1, flat('101동 1203호')),
    order(2, flat('1203호')),
    order(3, flat('102동 1504호')),
  ]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, reviews: 1 });
  expect(await shipment(second)).toMatchObject({
    why: bundleRules.unitMissing.number,
    whyValues: [first, 1, 0],
  });
  const members = [{ shipmentId: second ?? 0, together: true }];
  const answer = { baseShipmentId: first ?? 0, members };
  expect(await answerReviews(ctx, [answer])).toMatchObject({ joined: 1, refused: 0 });
});

it('asks about a masked name at one address, and remembers whom it was', async () => {
  const masked = (name: string) => ({ recipient: { name } });
  const [first, hidden, other] = await place([
    order(1),
    order(2, masked('홍*순')),
    order(3, masked('박*호')),
  ]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, reviews: 1 });
  expect(await shipment(hidden)).toMatchObject({
    why: bundleRules.nameMasked.number,
    whyValues: [first, 1, 0],
  });
  expect(await shipment(other)).toMatchObject({ why: null });
  const answer = (shipmentId = 0) =>
    answerReviews(ctx, [{ baseShipmentId: first ?? 0, members: [{ shipmentId, together: true }] }]);
  expect(await answer(hidden)).toMatchObject({ joined: 1, refused: 0 });
  const [again] = await place([order(4, masked('홍*순')), order(5, masked('홍*미'))]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, reviews: 1 });
  expect(await answer(again)).toMatchObject({ joined: 1, refused: 0 });
  await place([order(6, masked('홍*순'))]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 1, reviews: 0 });
});

it('an answer about masked names without a phone is about these two parcels alone', async () => {
  const hidden = (end: string) => ({ recipient: { name: '홍*순', mobile: `0504-1111-${end}` } });
  const [first = 0, second = 0] = await place([order(1, hidden('0001')), order(2, hidden('0002'))]);
  await bundleShipments(ctx, march);
  const members = [{ shipmentId: second, together: false }];
  await answerReviews(ctx, [{ baseShipmentId: first, members }]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, reviews: 0 });
  await place([order(3, hidden('0003')), order(4, hidden('0004'))]);
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, reviews: 1 });
});

it('bundles by a virtual phone alone once the mall says that it suffices', async () => {
  const virtual = { recipient: { mobile: '0504-1234-5678' } };
  await place([order(1, virtual), order(2, virtual)]);
  expect(await previewBundles(ctx, march)).toMatchObject({ joined: 0, reviews: 1 });
  await setVirtualPhonesSuffice(ctx, true);
  expect(await previewBundles(ctx, march)).toMatchObject({ joined: 1, reviews: 0 });
});

function order(minute: number, change: Partial<TestOrder> = {}): TestOrder {
  const paidAt = new Date(Date.UTC(2026, 2, 1, 3, minute));
  const lines = [{ compositionId: shirt, qty: 2 }];
  return { orderNo: `A-${minute}`, channelId, lines, paidAt, ...change };
}

async function place(orders: TestOrder[]): Promise<number[]> {
  return (await makeOrders(ctx, orders)).map((made) => made.shipmentId);
}

async function makeShirt(mall: Ctx): Promise<number> {
  const shelf = await makeVariants(mall, [{ code: 'SHIRT', onHand: 10 }]);
  return shelf.SHIRT.compositionId;
}

function asPerson(mall: Ctx): Ctx & { userId: number } {
  if (mall.userId === null) throw new Error('The mall has no owner');
  return { ...mall, userId: mall.userId };
}

type ShipmentRow = {
  stage: string;
  absorbedBy: number | null;
  wantedQty: number;
  amount: number;
  shipBy: string | null;
  holdKinds: string[];
  why: number | null;
  whyValues: number[] | null;
  lastRunId: number | null;
};

async function shipment(id: number | undefined): Promise<ShipmentRow> {
  const [found] = await inMall(ctx, (tx) =>
    rows<ShipmentRow>(
      tx,
      sql`
      select stage, absorbed_by as "absorbedBy", wanted_qty as "wantedQty", amount,
        ship_by as "shipBy", hold_kinds as "holdKinds", why, why_values as "whyValues",
        last_run_id as "lastRunId"
      from shipments where mall_id = ${ctx.mallId} and id = ${id}`,
    ),
  );
  if (!found) throw new Error(`No shipment ${id}`);
  return found;
}

async function setShipment(id: number | undefined, change: ReturnType<typeof sql>) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set ${change} where mall_id = ${ctx.mallId} and id = ${id}`),
  );
}

/** As an allocation leaves it. */
async function reserveAll(id: number | undefined) {
  await inMall(ctx, async (tx) => {
    const lines = await lockLinesOf(tx, ctx, [id ?? 0]);
    await setAllocation(
      tx,
      ctx,
      lines.map((line) => ({ lineId: line.id, allocatedQty: line.qty })),
    );
    await refreshShipments(tx, ctx, [id ?? 0]);
  });
}

async function decisionsOf(runId: number) {
  const found = await inMall(ctx, (tx) =>
    rows<{ shipmentId: number; rule: number }>(
      tx,
      sql`
      select shipment_id as "shipmentId", rule from run_decisions
      where mall_id = ${ctx.mallId} and run_id = ${runId} order by shipment_id`,
    ),
  );
  return found.map(({ shipmentId, rule }) => ({ shipmentId, rule: bundleReason(rule, [])?.rule }));
}
