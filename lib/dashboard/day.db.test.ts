import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants, TEST_NOW } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { collectedLine, collectedOrder } from '@/lib/shipments/intake/testing-intake';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { waitingShipments } from '@/lib/shipments/lists/waiting';
import { shipShipments } from '@/lib/shipping/ship';
import { invoicedParcels, lineElsewhere } from '@/lib/shipping/testing-parcels';
import { dayPicture } from './day';
import { savePickupTime } from './pickup';
import { runningJobs } from './running';

const MINUTE_MS = 60_000;
const at = (minutes: number) => new Date(TEST_NOW.getTime() + minutes * MINUTE_MS);

let database: TestDatabase;
let ctx: Ctx;
let channels: number[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  ctx = await openMall();
  await openMall();
});

/** It is 09:30 in Korea; two channels, five orders, one of them of yesterday. */
async function openMall(): Promise<Ctx> {
  const made = await makeMall();
  const [first, second] = [
    await makeChannel(made),
    await makeChannel(made, { marketplace: 'smartstore', account: 'linen' }),
  ];
  const { V } = await makeVariants(made, [{ code: 'V', onHand: 9 }]);
  const lines = [{ compositionId: V.compositionId, qty: 1 }];
  await makeOrders(made, [
    { orderNo: 'A', channelId: first, lines, paidAt: at(-20), shipBy: at(134) },
    { orderNo: 'B', channelId: first, lines, paidAt: at(-100), shipBy: at(134) },
    { orderNo: 'C', channelId: second, lines, paidAt: at(-110), shipBy: at(300) },
    { orderNo: 'D', channelId: second, lines, paidAt: at(-1000), shipBy: at(-5) },
    {
      orderNo: 'E',
      channelId: second,
      lines: [{ compositionId: null, qty: 1 }],
      channelState: 'paid',
    },
  ]);
  channels = [first, second];
  return made;
}

it('counts each open shipment at its stage and its channel, as the panel and the tabs do', async () => {
  ctx = await openMall();
  const { flow } = await dayPicture(ctx);
  const [first, second] = channels;
  expect(flow).toHaveLength(3);
  expect(flow).toEqual(
    expect.arrayContaining([
      { stage: 'ready', channelId: first, count: 2 },
      { stage: 'ready', channelId: second, count: 2 },
      { stage: 'unacknowledged', channelId: second, count: 1 },
    ]),
  );
  const { panel } = await stageCounts(ctx);
  expect(panel.ready).toBe(4);
  await eachNumberLeadsToItsRows(ctx);
});

async function eachNumberLeadsToItsRows(of: Ctx): Promise<void> {
  const { flow } = await dayPicture(of);
  for (const { stage, channelId, count } of flow) {
    const page = await waitingShipments(of, { flow: stage }, [channelId], {
      size: 50,
      at: 'first',
    });
    expect([page.total, page.rows.length]).toEqual([count, count]);
  }
}

it('counts the orders of today by the hour in Korea they were paid in', async () => {
  const { hours } = await dayPicture(ctx);
  expect(hours).toEqual([
    { hour: 7, orders: 2, shipped: 0 },
    { hour: 9, orders: 2, shipped: 0 },
  ]);
});

it('names the next moments by which something must have left, the nearest first', async () => {
  const { deadlines } = await dayPicture(ctx);
  expect(deadlines.map(({ at: moment, count }) => [new Date(moment), count])).toEqual([
    [at(134), 2],
    [at(300), 1],
  ]);
});

it('counts what left today, and what of it left late', async () => {
  const parcels = await invoicedParcels(['X', 'Y', 'Z'].map((no) => collectedOrder(no)));
  await shipShipments(parcels.ctx, parcels.ids.slice(0, 2));
  const day = await dayPicture(parcels.ctx);
  expect(day).toMatchObject({ shippedToday: 2, shippedLate: 0 });
  expect(day.flow).toContainEqual({ stage: 'shipped', channelId: parcels.channelId, count: 2 });
  expect(day.hours).toContainEqual(expect.objectContaining({ hour: 9, shipped: 2 }));
  await eachNumberLeadsToItsRows(parcels.ctx);
  await inMall(parcels.ctx, (tx) =>
    tx.execute(sql`
      update shipments set ship_by = ${at(-1).toISOString()}
      where mall_id = ${parcels.ctx.mallId} and stage = 'shipped'`),
  );
  expect(await dayPicture(parcels.ctx)).toMatchObject({ shippedToday: 2, shippedLate: 2 });
  const tomorrow = { ...parcels.ctx, now: at(24 * 60) };
  expect(await dayPicture(tomorrow)).toMatchObject({ shippedToday: 0, shippedLate: 0 });
});

it('keeps when the courier comes', async () => {
  expect((await dayPicture(ctx)).pickupTime).toBeNull();
  await savePickupTime(ctx, '16:30');
  expect((await dayPicture(ctx)).pickupTime).toBe('16:30');
  await savePickupTime(ctx, null);
  expect((await dayPicture(ctx)).pickupTime).toBeNull();
});

it('does not take numbers that wait for other parcels of their order for work that goes on', async () => {
  const lines = [collectedLine('A-1:1'), lineElsewhere('A-1:2')];
  const parcels = await invoicedParcels([collectedOrder('A-1', lines)]);
  await shipShipments(parcels.ctx, parcels.ids.slice(0, 1));
  expect(await runningJobs(parcels.ctx)).toEqual({ jobs: [], count: 0 });
});

it('shows the work that goes on: collections and pushes, with how far they are', async () => {
  const parcels = await invoicedParcels(['X', 'Y', 'Z'].map((no) => collectedOrder(no)));
  expect(await runningJobs(parcels.ctx)).toEqual({ jobs: [], count: 0 });
  await shipShipments(parcels.ctx, parcels.ids);
  await inMall(parcels.ctx, (tx) =>
    tx.execute(sql`
      insert into collection_runs (mall_id, channel_id, kind, states, window_from, window_to, state,
        due_at, fetched)
      values (${parcels.ctx.mallId}, ${parcels.channelId}, 'window', '', ${at(-60).toISOString()},
        ${at(0).toISOString()}, 'running', ${at(0).toISOString()}, 120)`),
  );
  await inMall(parcels.ctx, (tx) =>
    tx.execute(sql`
      insert into claim_answers (mall_id, channel_id, claim_no, verb, state, due_at, created_at)
      values (${parcels.ctx.mallId}, ${parcels.channelId}, '1', 'approve_cancel', 'queued',
        ${at(60).toISOString()}, ${at(0).toISOString()})`),
  );
  const { jobs, count } = await runningJobs(parcels.ctx);
  expect(count).toBe(3);
  expect(jobs).toMatchObject([
    { kind: 'collection', isWaiting: false, done: 120, total: null },
    { kind: 'push', isWaiting: true, done: 0, total: 3 },
    { kind: 'answer', isWaiting: true, done: 0, total: 1 },
  ]);
  expect(await runningJobs(ctx)).toEqual({ jobs: [], count: 0 });
});

it('shows a courier that numbers, sheets and PDFs that are drawn, and rounds of tracking', async () => {
  const now = at(0).toISOString();
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      insert into runs (mall_id, kind, conditions, counts, user_id, started_at, finished_at)
      select ${ctx.mallId}, 'invoice', '{"by":"api","account":"CJ 연동","asked":120}',
        '{"numbered":30,"refused":2}', ${ctx.userId}, given.started, given.finished
      from (values (${at(-5).toISOString()}::timestamptz, null::timestamptz),
        (${at(-5).toISOString()}, ${now}), (${at(-90).toISOString()}, null)) as given (started, finished)`);
    await tx.execute(sql`
      insert into drawings (mall_id, name, is_personal, state, due_at, done_count, row_count,
        requested_by, requested_at)
      values (${ctx.mallId}, '송장.pdf', true, 'running', ${now}, 40, 200, ${ctx.userId}, ${now}),
        (${ctx.mallId}, '지난 송장.pdf', true, 'done', ${now}, 200, 200, ${ctx.userId}, ${now})`);
    await tx.execute(sql`
      insert into tracking_rounds (mall_id, courier, state, due_at)
      values (${ctx.mallId}, 'cj', 'queued', ${at(-1).toISOString()}),
        (${ctx.mallId}, 'hanjin', 'queued', ${at(30).toISOString()}),
        (${ctx.mallId}, 'lotte', 'resting', ${now})`);
  });
  expect((await runningJobs(ctx)).jobs).toMatchObject([
    { kind: 'numbering', name: 'CJ 연동', isWaiting: false, done: 32, total: 120 },
    { kind: 'drawing', name: '송장.pdf', isWaiting: false, done: 40, total: 200 },
    { kind: 'tracking', name: 'cj', isWaiting: true, done: 0, total: null },
  ]);
});
