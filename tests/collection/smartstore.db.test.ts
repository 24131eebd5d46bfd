import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { dumpMall } from '@/db/testing-data';
import { channelOf } from '@/lib/channels/registry';
import { acknowledge } from '@/lib/collection/acknowledgement/acknowledge';
import { requestCollection } from '@/lib/collection/request';
import { inMall } from '@/lib/context';
import type { FaultKind, MakeOrdersInput } from '@/lib/practice/control';
import {
  collectDue,
  openPracticeShop,
  type PracticeShop,
  seeLines,
  seeRuns,
  workOff,
} from './practice-shop';

const marketplace = 'smartstore';
const shops = ['smartstore-daily'];
const home = {
  postcode: '04524',
  address1: '서울특별시 중구 세종대로 110',
  address2: '7층',
};

let shop: PracticeShop;
beforeEach(async () => {
  shop = await openPracticeShop('스마트스토어(모아스토어)');
});
afterEach(async () => {
  await shop.close();
});

it('takes at first only 배송준비중, then what waits too, each product order once', async () => {
  const made = await makeOrders({ count: 60 });
  await collectDue(shop);
  const first = await seeLines(shop);
  expect(first.length).toBeGreaterThan(0);
  expect(first.every((line) => line.channelState === 'acknowledged')).toBe(true);

  shop.pass(10);
  await collectDue(shop);
  const lines = await seeLines(shop);
  expect(lines.map((line) => line.lineKey)).toEqual(await practiceLines());
  expect(lines).toHaveLength(made.lines);
  expect(lines.some((line) => line.channelState === 'paid' && line.isUnacknowledged)).toBe(true);
  expect((await seeRuns(shop)).map(({ kind, state }) => [kind, state])).toEqual([
    ['first', 'done'],
    ['window', 'done'],
    ['reread', 'done'],
  ]);
});

it('reads afterwards only what changed, and changes nothing when nothing did', async () => {
  await makeOrders({ count: 40 });
  await collectTwice();
  const before = await everything();
  shop.pass(10);
  await collectDue(shop);
  expect(await everything()).toEqual(before);
  expect((await seeRuns(shop)).at(-1)).toMatchObject({ kind: 'window', added: 0, updated: 0 });

  const made = await makeOrders({ count: 5, spreadMinutes: 3, seed: 9, now: shop.clock() });
  shop.pass(10);
  await collectDue(shop);
  expect((await seeRuns(shop)).at(-1)).toMatchObject({ kind: 'window', added: made.orders });
  expect((await seeLines(shop)).map((line) => line.lineKey)).toEqual(await practiceLines());
});

it('hears of what was acknowledged elsewhere by the daily re-read alone', async () => {
  await makeOrders({ count: 20, acknowledgedShare: 0 });
  await collectTwice();
  shop.pass(40);
  await collectDue(shop);
  await acknowledgeElsewhere();
  shop.pass(30);
  await collectDue(shop);
  expect((await seeLines(shop)).every((line) => line.channelState === 'paid')).toBe(true);
  shop.pass(24 * 60);
  await collectDue(shop);
  expect((await seeLines(shop)).every((line) => line.channelState === 'acknowledged')).toBe(true);
  expect((await seeRuns(shop)).slice(-2).map(({ kind }) => kind)).toEqual(['window', 'reread']);
});

it('leaves no gap when the feed fails while the re-read beside it goes well', async () => {
  await makeOrders({ count: 10 });
  await collectTwice();
  const made = await makeOrders({ count: 5, spreadMinutes: 3, seed: 9, now: shop.clock() });
  const [cancelled] = await seeLines(shop);
  await shop.control.requestCancel({ marketplace, orderNo: cancelled?.orderNo ?? '' });
  await shop.control.addFault({ marketplace, operation: 'changes', fault: 'http500' });
  shop.pass(24 * 60);
  await collectDue(shop);
  for (let attempt = 2; attempt <= 5; attempt++) {
    shop.pass(10);
    await workOff(shop);
  }
  expect((await seeRuns(shop)).slice(-2).map(({ kind, state }) => [kind, state])).toEqual([
    ['window', 'failed'],
    ['reread', 'done'],
  ]);
  await shop.control.clearFaults();
  shop.pass(10);
  await collectDue(shop);
  const lines = await seeLines(shop);
  expect(lines.map((line) => line.lineKey)).toEqual(await practiceLines());
  expect(made.orders).toBe(5);
  expectHeld(lines.filter((line) => line.orderNo === cancelled?.orderNo));
});

it('collects every product order once, whatever goes wrong on the way', async () => {
  const faults = [
    'http429',
    'http500',
    'timeout',
    'brokenBody',
    'duplicatePage',
    'reorderPage',
    'lateAddressChange',
  ] as const satisfies FaultKind[];
  await makeOrders({ count: 500 });
  await collectDue(shop);
  for (const fault of faults) await shop.control.addFault({ marketplace, fault, times: 1 });
  for (let round = 0; round < 6; round++) {
    shop.pass(10);
    await collectDue(shop);
  }
  expect((await shop.control.state()).faults).toBe(0);
  expect((await seeLines(shop)).map((line) => line.lineKey)).toEqual(await practiceLines());
  const { quarantined } = await countQuarantined();
  expect(quarantined).toBe(0);
});

it('acknowledges, and reads the address again where the buyer has moved since', async () => {
  await makeOrders({ count: 40 });
  await collectTwice();
  const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
  const [first] = waiting;
  if (!first) throw new Error('Nothing waits for acknowledgement.');
  await shop.control.changeAddress({ marketplace, orderNo: first.orderNo, ...home });
  shop.pass(1);
  await acknowledgeAll();
  const journal = await shop.control.journal();
  const accepted = journal.filter((row) => row.kind === 'acknowledge').map((row) => row.unitNo);
  expect(accepted.toSorted()).toEqual(waiting.map((line) => line.unitNo).toSorted());
  const after = await seeLines(shop);
  expect(after.every((line) => line.channelState === 'acknowledged')).toBe(true);
  const moved = after.filter((line) => line.orderNo === first.orderNo);
  expect(moved.every((line) => line.address1 === home.address1)).toBe(true);
});

it('acknowledges what it can of a call that goes through in part, and the rest the next time', async () => {
  await makeOrders({ count: 10, acknowledgedShare: 0 });
  await collectTwice();
  await shop.control.addFault({
    marketplace,
    operation: 'confirm',
    fault: 'partialFailure',
    times: 1,
  });
  expect(new Set((await acknowledgeAll()).map(({ outcome }) => outcome))).toEqual(
    new Set(['accepted', 'retry']),
  );
  expect(new Set((await acknowledgeAll()).map(({ outcome }) => outcome))).toEqual(
    new Set(['accepted']),
  );
  expect((await seeLines(shop)).every((line) => line.channelState === 'acknowledged')).toBe(true);
});

it('takes an acknowledgement that was taken but never answered for what it is', async () => {
  await makeOrders({ count: 10, acknowledgedShare: 0 });
  await collectTwice();
  await shop.control.addFault({
    marketplace,
    operation: 'confirm',
    fault: 'acceptThenDrop',
    times: 1,
  });
  expect(new Set((await acknowledgeAll()).map(({ outcome }) => outcome))).toEqual(
    new Set(['unknown']),
  );
  expect(new Set((await acknowledgeAll()).map(({ outcome }) => outcome))).toEqual(
    new Set(['already']),
  );
  const journal = await shop.control.journal();
  expect(new Set(journal.map((row) => row.unitNo)).size).toBe(journal.length);
});

it('holds for a cancel request, takes out what is cancelled, and takes in a move', async () => {
  await makeOrders({ count: 30 });
  await collectTwice();
  const lines = await seeLines(shop);
  const ready = lines.find((line) => line.channelState === 'acknowledged');
  const [gone, moved] = [
    ...new Set(lines.filter((line) => line.channelState === 'paid').map((line) => line.orderNo)),
  ];
  if (!ready || !gone || !moved) throw new Error('Too few orders.');
  await shop.control.requestCancel({ marketplace, orderNo: ready.orderNo, reason: '단순 변심' });
  await shop.control.requestCancel({ marketplace, orderNo: gone });
  await shop.control.changeAddress({ marketplace, orderNo: moved, ...home });
  shop.pass(10);
  await collectDue(shop);
  const after = await seeLines(shop);
  expectHeld(after.filter((line) => line.orderNo === ready.orderNo));
  expect(
    after.filter((line) => line.orderNo === gone).every((line) => line.stage === 'cancelled'),
  ).toBe(true);
  expect(
    after.filter((line) => line.orderNo === moved).every((line) => line.address1 === home.address1),
  ).toBe(true);
  expect(await claimStates()).toEqual(new Set(['cancel_requested', 'cancel_done']));
});

it('keeps a gift waiting until it is accepted, and leaves 도착보장 to its own logistics', async () => {
  await makeOrders({ count: 3, giftShare: 1 });
  await makeOrders({ count: 2, marketShippedShare: 1, acknowledgedShare: 1, seed: 5 });
  await collectTwice();
  const lines = await seeLines(shop);
  const gifts = lines.filter((line) => line.address1 === '');
  expect(gifts.length).toBeGreaterThan(0);
  expect(gifts.every((line) => line.holdKinds.includes('no_address'))).toBe(true);
  const theirs = lines.filter((line) => line.address1 !== '');
  expect(theirs.length).toBeGreaterThan(0);
  expect(theirs.every((line) => line.stage === 'shipped')).toBe(true);
  for (const orderNo of new Set(gifts.map((line) => line.orderNo)))
    await shop.control.changeAddress({ marketplace, orderNo, ...home });
  shop.pass(10);
  await collectDue(shop);
  const accepted = (await seeLines(shop)).filter((line) => line.stage !== 'shipped');
  expect(accepted.every((line) => line.address1 === home.address1)).toBe(true);
  expect(accepted.every((line) => line.holdKinds.length === 0)).toBe(true);
});

it('collects a chosen period by paid time, sliced to what the marketplace allows', async () => {
  const made = await makeOrders({ count: 60, spreadMinutes: 3 * 24 * 60 });
  await requestCollection(shop.ctx(), {
    channelIds: [shop.channelId],
    period: { from: new Date('2026-01-10T15:00:00Z'), until: new Date('2026-01-15T15:00:00Z') },
  });
  await workOff(shop);
  expect(await seeRuns(shop)).toMatchObject([{ state: 'done', added: made.orders }]);
  expect((await seeLines(shop)).map((line) => line.lineKey)).toEqual(await practiceLines());
});

it('renews its token by itself through a day', async () => {
  await makeOrders({ count: 5 });
  await collectTwice();
  for (let hour = 0; hour < 8; hour++) {
    shop.pass(60);
    await collectDue(shop);
  }
  expect((await seeRuns(shop)).every((run) => run.state === 'done')).toBe(true);
});

function makeOrders({ now, ...input }: Omit<Partial<MakeOrdersInput>, 'now'> & { now?: Date }) {
  const at = now ? { now: now.toISOString() } : {};
  return shop.control.makeOrders({ count: 10, seed: 7, shops, ...input, ...at });
}

/** The first collection leaves out what waits for acknowledgement; the second takes it. */
async function collectTwice() {
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
}

async function acknowledgeAll() {
  const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
  return acknowledge(
    shop.ctx(),
    waiting.map((line) => line.lineId),
    shop.open,
  );
}

/** In the seller centre: the same call by another hand, of which nothing stands in our books. */
async function acknowledgeElsewhere() {
  const connection = await shop.open(shop.ctx(), shop.channelId);
  if (!connection) throw new Error('No connection.');
  const units = (await seeLines(shop)).map(({ unitNo, orderNo, lineKey }) => ({
    unitNo,
    orderNo,
    lineKeys: [lineKey],
  }));
  await channelOf(marketplace)?.acknowledge(connection, units);
}

async function practiceLines(): Promise<string[]> {
  const orders = await shop.control.orders({ shop: 'smartstore-daily' });
  return orders
    .toSorted((a, b) => (a.orderNo + a.unitNo < b.orderNo + b.unitNo ? -1 : 1))
    .map((order) => order.unitNo);
}

function expectHeld(lines: { holdKinds: string[]; stage: string }[]) {
  expect(lines.length).toBeGreaterThan(0);
  expect(
    lines.every((line) => line.holdKinds.includes('claim') || line.stage === 'cancelled'),
  ).toBe(true);
}

async function claimStates(): Promise<Set<string>> {
  const found = await inMall(shop.ctx(), (tx) =>
    rows<{ state: string }>(
      tx,
      sql`
      select distinct kind || '_' || state as state from claims
      where mall_id = ${shop.ctx().mallId}`,
    ),
  );
  return new Set(found.map(({ state }) => state));
}

async function countQuarantined() {
  const [found] = await inMall(shop.ctx(), (tx) =>
    rows<{ quarantined: number }>(
      tx,
      sql`
      select count(*)::int as quarantined from quarantined_orders
      where mall_id = ${shop.ctx().mallId}`,
    ),
  );
  return found ?? { quarantined: -1 };
}

function everything() {
  return dumpMall(shop.ctx(), [
    'orders',
    'order_lines',
    'order_documents',
    'recipients',
    'shipments',
    'shipment_lines',
    'claims',
    'quarantined_orders',
    'audit_events',
  ]);
}
