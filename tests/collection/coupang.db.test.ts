import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dumpMall } from '@/db/testing-data';
import { acknowledge } from '@/lib/collection/acknowledgement/acknowledge';
import { collect } from '@/lib/collection/collect';
import { markDue } from '@/lib/collection/mark-due';
import { requestCollection } from '@/lib/collection/request';
import { collectionWork } from '@/lib/collection/run-store';
import { collectionOverview } from '@/lib/collection/screen';
import { inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import {
  collectDue,
  openPracticeShop,
  type PracticeShop,
  seeLines,
  seeRuns,
  workOff,
} from './practice-shop';

const marketplace = 'coupang';

let shop: PracticeShop;
beforeEach(async () => {
  shop = await openPracticeShop('쿠팡(모아데일리)');
});
afterEach(async () => {
  await shop.close();
});

it('takes at first only 배송준비중, then what waits for acknowledgement too, each order once', async () => {
  const made = await makeOrders(60);
  await collectDue(shop);
  const first = await seeLines(shop);
  expect(first.length).toBeGreaterThan(0);
  expect(first.every((line) => line.channelState === 'acknowledged')).toBe(true);

  shop.pass(10);
  await collectDue(shop);
  const lines = await seeLines(shop);
  expect(lines).toHaveLength(made.lines);
  expect(lines.some((line) => line.channelState === 'paid' && line.isUnacknowledged)).toBe(true);
  expect((await seeRuns(shop)).map(({ kind, state }) => [kind, state])).toEqual([
    ['first', 'done'],
    ['reread', 'done'],
  ]);
});

it('changes nothing when it collects the same again', async () => {
  await makeOrders(40);
  await collectTwice();
  const before = await everything();
  shop.pass(10);
  await collectDue(shop);
  expect(await everything()).toEqual(before);
  expect((await seeRuns(shop)).at(-1)).toMatchObject({ kind: 'window', added: 0, updated: 0 });
});

it('goes on after its last written page when it is killed between pages', async () => {
  await makeOrders(200);
  await markDue(shop.ctx());
  const stopAfterOnePage = new AbortController();
  const { open } = shop;
  let calls = 0;
  const dying: PracticeShop = {
    ...shop,
    open: async (...wanted) => {
      const connection = await open(...wanted);
      if (!connection) return null;
      const takeSlot = async () => {
        calls += 1;
        if (calls === 3) stopAfterOnePage.abort();
      };
      return { ...connection, takeSlot };
    },
  };
  await requestCollection(shop.ctx(), {
    channelIds: [shop.channelId],
    period: { from: new Date('2026-01-13T15:00:00Z'), until: new Date('2026-01-15T15:00:00Z') },
  });
  await workOff(dying, stopAfterOnePage.signal);
  const interrupted = await seeRuns(shop);
  expect(interrupted.some((run) => run.state === 'queued')).toBe(true);
  await workOff(shop);
  const runs = await seeRuns(shop);
  expect(runs.every((run) => run.state === 'done')).toBe(true);
  expect(new Set((await seeLines(shop)).map((line) => line.orderNo)).size).toBe(200);
});

it('lets nobody write who was silent so long that another took over', async () => {
  await makeOrders(30);
  await markDue(shop.ctx());
  const silent = await takeWork(shop.ctx(), collectionWork);
  if (!silent) throw new Error('Nothing to take.');
  shop.pass(1);
  await workOff(shop);
  const before = await everything();
  const { clock, open } = shop;
  const { signal } = new AbortController();
  await collect(shop.ctx(), silent, { clock, open, signal, after: async () => {} });
  expect(await everything()).toEqual(before);
  expect(await seeRuns(shop)).toMatchObject([{ state: 'done', attempts: 2 }]);
});

it('queues a channel once however many tick at the same time', async () => {
  const marked = await Promise.all([1, 2, 3, 4].map(() => markDue(shop.ctx())));
  expect(marked.reduce((sum, { started }) => sum + started, 0)).toBe(1);
});

it('never works on a channel twice at once', async () => {
  await makeOrders(30);
  await markDue(shop.ctx());
  await requestCollection(shop.ctx(), {
    channelIds: [shop.channelId],
    period: { from: new Date('2026-01-14T15:00:00Z'), until: new Date('2026-01-15T15:00:00Z') },
  });
  await Promise.all([workOff(shop), workOff(shop), workOff(shop)]);
  await workOff(shop);
  const runs = await seeRuns(shop);
  expect(runs.map(({ state, attempts }) => [state, attempts])).toEqual([
    ['done', 1],
    ['done', 1],
  ]);
});

it.each([
  ['http500', 'unavailable'],
  ['brokenBody', 'answer'],
  ['http429', 'busy'],
] as const)('backs off after %s and then goes on', async (fault, kind) => {
  await makeOrders(30);
  await shop.control.addFault({ marketplace, operation: 'ordersheets', fault, times: 1 });
  await collectDue(shop);
  expect(await seeRuns(shop)).toMatchObject([{ state: 'queued' }]);
  expect((await seeRuns(shop))[0]?.error).toMatch(new RegExp(`^${kind}:`));
  shop.pass(2);
  await workOff(shop);
  expect(await seeRuns(shop)).toMatchObject([{ state: 'done', attempts: 2, error: null }]);
});

it('gives up after five attempts, and shows why on its channel', async () => {
  await shop.control.addFault({ marketplace, operation: 'ordersheets', fault: 'http500' });
  await collectDue(shop);
  for (let attempt = 2; attempt <= 5; attempt++) {
    shop.pass(10);
    await workOff(shop);
  }
  expect(await seeRuns(shop)).toMatchObject([{ state: 'failed', attempts: 5 }]);
  const { channels } = await collectionOverview(shop.ctx());
  expect(channels).toMatchObject([{ health: 'failed' }]);
  expect(channels[0]?.error).toMatch(/^unavailable:/);
});

it('matches what had arrived before it gave up', async () => {
  await makeOrders(30);
  await shop.control.addFault({ marketplace, operation: 'returnRequests', fault: 'http500' });
  await collectDue(shop);
  for (let attempt = 2; attempt <= 5; attempt++) {
    shop.pass(10);
    await workOff(shop);
  }
  expect(await seeRuns(shop)).toMatchObject([{ state: 'failed' }]);
  expect((await seeLines(shop)).some((line) => line.stage === 'ready')).toBe(true);
});

it('goes on with its orders where claims stay unreadable, and says so', async () => {
  await makeOrders(30);
  await shop.control.addFault({ marketplace, operation: 'returnRequests', fault: 'brokenBody' });
  await collectDue(shop);
  for (let attempt = 2; attempt <= 3; attempt++) {
    shop.pass(10);
    await workOff(shop);
  }
  const [run] = await seeRuns(shop);
  expect(run).toMatchObject({ state: 'done', attempts: 3 });
  expect(run?.error).toMatch(/^claims:/);
  const { channels } = await collectionOverview(shop.ctx());
  expect(channels).toMatchObject([{ health: 'failed' }]);
  expect(channels[0]?.watermark).not.toBeNull();
});

it('reads no order twice from a page that comes twice', async () => {
  await makeOrders(120);
  await shop.control.addFault({
    marketplace,
    operation: 'ordersheets',
    fault: 'duplicatePage',
    times: 1,
  });
  await collectTwice();
  expect(new Set((await seeLines(shop)).map((line) => line.orderNo)).size).toBe(120);
});

it('holds for a cancel request, and takes in a change of address', async () => {
  await makeOrders(20);
  await collectTwice();
  const lines = await seeLines(shop);
  const [claimed, moved] = [...new Set(lines.map((line) => line.orderNo))];
  if (!claimed || !moved) throw new Error('No orders.');
  await shop.control.requestCancel({ marketplace, orderNo: claimed, reason: '단순 변심' });
  const waiting = lines.find((line) => line.channelState === 'paid' && line.orderNo !== claimed);
  if (!waiting) throw new Error('Nothing waits for acknowledgement.');
  await shop.control.changeAddress({
    marketplace,
    orderNo: waiting.orderNo,
    postcode: '04524',
    address1: '서울특별시 중구 세종대로 110',
    address2: '7층',
  });
  shop.pass(60);
  await collectDue(shop);
  const after = await seeLines(shop);
  const ofClaimed = after.filter((line) => line.orderNo === claimed);
  expect(
    ofClaimed.every((line) => line.holdKinds.includes('claim') || line.stage === 'cancelled'),
  ).toBe(true);
  const ofMoved = after.filter((line) => line.orderNo === waiting.orderNo);
  expect(ofMoved.every((line) => line.address1 === '서울특별시 중구 세종대로 110')).toBe(true);
});

it('acknowledges whole boxes, and reads the address once more', async () => {
  await makeOrders(40);
  await collectTwice();
  const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
  const [first] = waiting;
  if (!first) throw new Error('Nothing waits for acknowledgement.');
  await shop.control.changeAddress({
    marketplace,
    orderNo: first.orderNo,
    postcode: '04524',
    address1: '서울특별시 중구 세종대로 110',
    address2: '7층',
  });
  shop.pass(1);
  const outcomes = await acknowledge(
    shop.ctx(),
    waiting.map((line) => line.lineId),
    shop.open,
  );
  expect(new Set(outcomes.map((outcome) => outcome.outcome))).toEqual(new Set(['accepted']));
  const journal = await shop.control.journal();
  const accepted = journal.filter((row) => row.kind === 'acknowledge').map((row) => row.unitNo);
  expect(accepted.sort()).toEqual([...new Set(waiting.map((line) => line.unitNo))].sort());
  const after = await seeLines(shop);
  expect(after.every((line) => line.channelState === 'acknowledged')).toBe(true);
  expect(after.every((line) => !line.isUnacknowledged)).toBe(true);
  const moved = after.filter((line) => line.orderNo === first.orderNo);
  expect(moved.every((line) => line.address1 === '서울특별시 중구 세종대로 110')).toBe(true);
  expect(
    await acknowledge(
      shop.ctx(),
      waiting.map((line) => line.lineId),
      shop.open,
    ),
  ).toEqual([]);
});

it('goes on waiting where no address could be read after 발주확인, and asks only once', async () => {
  await makeOrders(20);
  await collectTwice();
  const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
  const ids = waiting.map((line) => line.lineId);
  const box = { marketplace, operation: 'ordersheet' } as const;
  await shop.control.addFault({ ...box, fault: 'http500', times: 2 });
  const [first = 0] = ids;
  expect(await acknowledge(shop.ctx(), [first], shop.open)).toMatchObject([
    { outcome: 'accepted' },
  ]);
  await shop.control.addFault({ ...box, fault: 'http500', times: 3 });
  const unread = await acknowledge(shop.ctx(), ids, shop.open);
  expect(new Set(unread.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
  expect((await seeLines(shop)).filter((line) => line.isUnacknowledged)).not.toEqual([]);
  const read = await acknowledge(shop.ctx(), ids, shop.open);
  expect(new Set(read.map(({ outcome }) => outcome))).toEqual(new Set(['already']));
  const heard = (await shop.control.journal()).filter((row) => row.kind === 'acknowledge');
  expect(new Set(heard.map((row) => row.unitNo)).size).toBe(heard.length);
  expect((await seeLines(shop)).every((line) => !line.isUnacknowledged)).toBe(true);
});

it('acknowledges by itself where the channel says so', async () => {
  await inMall(shop.ctx(), (tx) =>
    tx.execute(sql`
      update channels set acknowledges_automatically = true
      where mall_id = ${shop.ctx().mallId}`),
  );
  await makeOrders(40);
  await collectTwice();
  const lines = await seeLines(shop);
  expect(lines.every((line) => line.channelState === 'acknowledged')).toBe(true);
});

function makeOrders(count: number) {
  return shop.control.makeOrders({ count, seed: 7, shops: ['coupang-daily'] });
}

/** The first collection leaves out what waits for acknowledgement; the second takes it. */
async function collectTwice() {
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
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
