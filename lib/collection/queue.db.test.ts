import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import { pageRequest } from '@/lib/paging';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { mallsToCollect } from '@/lib/system/due-malls';
import {
  collectionOrders,
  pastCollections,
  quarantinedOrders,
  unacknowledged,
  unacknowledgedIds,
} from './lists';
import { markDue } from './mark-due';
import { keepQuarantine, retryQuarantined } from './quarantine';
import { requestCollection } from './request';
import { retryCollection } from './retry';
import { collectionWork, openRun, ordersOf, savePage } from './run-store';
import { collectionOverview } from './screen';

const firstPage = pageRequest(undefined, 20);

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
});

describe('what is due', () => {
  it('is queued once until its interval is over, and not while its last run is open', async () => {
    expect(await markDue(ctx)).toEqual({ started: 1, skipped: 0 });
    expect(await markDue(ctx)).toEqual({ started: 0, skipped: 0 });
    expect(await markDue(later(10))).toEqual({ started: 0, skipped: 1 });
    await settle('done');
    expect(await markDue(later(10))).toEqual({ started: 1, skipped: 0 });
  });

  it('is collected although a clock that ran ahead has put it far off', async () => {
    await markDue(later(60 * 24 * 365));
    await settle('done');
    expect(await mallsToCollect(ctx.now)).toContain(ctx.mallId);
    expect(await markDue(ctx)).toEqual({ started: 1, skipped: 0 });
    expect(await mallsToCollect(ctx.now)).not.toContain(ctx.mallId);
  });

  it('leaves out channels without an API, switched off, or collected by hand', async () => {
    await makeChannel(ctx, { marketplace: 'manual', account: 'typed' });
    await change(sql`update channels set collects_automatically = false where id = ${channelId}`);
    expect(await markDue(ctx)).toEqual({ started: 0, skipped: 0 });
  });
});

describe('a collection by hand', () => {
  const period = {
    from: new Date('2026-02-20T00:00:00Z'),
    until: new Date('2026-03-03T00:00:00Z'),
  };

  it('is queued once however often the button is pressed', async () => {
    const press = () => requestCollection(ctx, { channelIds: [channelId], period });
    await Promise.all([press(), press(), press()]);
    expect(await runs()).toMatchObject([{ kind: 'manual', state: 'queued' }]);
  });

  it('refuses a period over 31 days, and channels of another mall', async () => {
    const from = new Date('2026-01-01T00:00:00Z');
    const tooLong = requestCollection(ctx, {
      channelIds: [channelId],
      period: { ...period, from },
    });
    await expect(tooLong).rejects.toMatchObject({ messageKey: 'collect.errors.period' });
    const neighbour = await makeMall('이웃상회');
    const foreign = requestCollection(neighbour, { channelIds: [channelId], period });
    await expect(foreign).rejects.toMatchObject({ messageKey: 'collect.errors.noChannel' });
  });
});

describe('trying again', () => {
  it('goes on with the run that gave up', async () => {
    await markDue(ctx);
    await settle('failed');
    await retryCollection(ctx, channelId);
    expect(await runs()).toMatchObject([{ state: 'queued', attempts: 0 }]);
    const told = await inMall(ctx, (tx) =>
      rows(
        tx,
        sql`select verb, subject_id as "channelId" from audit_events
          where mall_id = ${ctx.mallId} and verb = 'channel.collectAgain'`,
      ),
    );
    expect(told).toEqual([{ verb: 'channel.collectAgain', channelId }]);
  });

  it('does at once what waits to try again', async () => {
    await markDue(ctx);
    await change(sql`update collection_runs set due_at = ${later(9).now.toISOString()}`);
    await retryCollection(ctx, channelId);
    expect(await runs()).toMatchObject([{ state: 'queued', isDue: true }]);
  });

  it('queues the next one where all went well', async () => {
    await markDue(ctx);
    await settle('done');
    await retryCollection(ctx, channelId);
    expect(await runs()).toHaveLength(2);
  });
});

describe('보관함', () => {
  const broken = { orderNo: '9', reason: 'lines: Required', raw: { orderId: 9 } };
  const nameless = { orderNo: null, reason: 'orderId: Required', raw: { what: 'is this' } };

  it('keeps what cannot be read once, and lets it go when it can', async () => {
    const run = await queuedRun();
    await keep(run, [broken, nameless]);
    await keep(run, [{ ...broken, reason: 'amount: Required' }, nameless]);
    expect(await quarantined()).toEqual(['amount: Required', 'orderId: Required']);
    await inMall(ctx, (tx) =>
      keepQuarantine(tx, ctx, run, { orders: [collectedOrder('9')], malformed: [] }),
    );
    expect(await quarantined()).toEqual(['orderId: Required']);
  });

  it('keeps a part of an order until that part can be read, however well the rest reads', async () => {
    const run = await queuedRun();
    await keep(run, [
      { ...broken, partNo: 'box-A' },
      { ...broken, partNo: 'box-B' },
    ]);
    const readable = collectedOrder('9', [collectedLine('9:1', { channelUnitNo: 'box-A' })]);
    await inMall(ctx, (tx) =>
      keepQuarantine(tx, ctx, run, {
        orders: [readable],
        malformed: [{ ...broken, partNo: 'box-B', reason: 'amount: Required' }],
      }),
    );
    expect(await quarantined()).toEqual(['amount: Required']);
  });

  it('reads the period again on request, once', async () => {
    const run = await queuedRun();
    await keep(run, [broken]);
    await settle('done');
    const [id] = await ids(sql`select id from quarantined_orders where mall_id = ${ctx.mallId}`);
    await retryQuarantined(ctx, [id ?? 0]);
    await retryQuarantined(ctx, [id ?? 0]);
    expect((await runs()).filter((one) => one.kind === 'manual')).toHaveLength(1);
    const neighbour = await makeMall('이웃상회');
    await expect(retryQuarantined(neighbour, [id ?? 0])).rejects.toMatchObject({
      messageKey: 'errors.notFound',
    });
  });
});

describe('보관함 of a look back', () => {
  it.each([
    ['reread', 'first'],
    ['manual', 'its own'],
  ])('after a %s takes in new orders since %s day', async (kind, since) => {
    const first = await queuedRun();
    await settle('done');
    const [runId = 0] = await ids(sql`
      insert into collection_runs (mall_id, channel_id, kind, states, window_from, window_to, state,
        due_at, created_at)
      select mall_id, channel_id, ${kind}, 'open', window_from - interval '14 days', window_to,
        'done', due_at, created_at
      from collection_runs where id = ${first.id}
      returning id`);
    await keep({ ...first, id: runId }, [{ orderNo: '9', reason: 'no lines', raw: {} }]);
    await retryQuarantined(ctx);
    const lease = await takeWork(ctx, collectionWork);
    const again = lease && (await openRun(ctx, lease));
    const [started] = await inMall(ctx, (tx) =>
      rows<{ from: string }>(
        tx,
        sql`select window_from as from from collection_runs where id = ${first.id}`,
      ),
    );
    const firstDay = new Date(started?.from ?? '');
    expect(again).toMatchObject({
      kind: 'manual',
      newSince: since === 'first' ? firstDay : again?.from,
    });
    expect(again?.from.getTime()).toBeLessThan(firstDay.getTime());
  });
});

describe('보관함, all at once', () => {
  it('reads each period again once, however many of its orders wait', async () => {
    const run = await queuedRun();
    const broken = ['7', '8', '9'].map((orderNo) => ({ orderNo, reason: 'no lines', raw: {} }));
    await keep(run, broken);
    await settle('done');
    expect(await retryQuarantined(ctx)).toEqual({ count: 3 });
    expect((await runs()).filter((one) => one.kind === 'manual')).toHaveLength(1);
    expect((await quarantinedOrders(ctx, firstPage, run.id)).total).toBe(3);
    expect((await quarantinedOrders(ctx, firstPage, run.id + 1)).total).toBe(0);
  });
});

describe('보관함 of a feed of changes', () => {
  it('reads the feed again from where the first one stood up to now, once', async () => {
    const run = await queuedRun();
    await change(sql`update collection_runs set states = 'changed' where id = ${run.id}`);
    await keep(run, [{ orderNo: '9', reason: 'no lines', raw: {} }]);
    await settle('done');
    await retryQuarantined(later(90));
    await retryQuarantined(later(95));
    const [first, again, ...others] = await inMall(ctx, (tx) =>
      rows<{ states: string; from: string; to: string }>(
        tx,
        sql`
        select states, window_from::text as from, window_to as to from collection_runs
        where mall_id = ${ctx.mallId} order by id`,
      ),
    );
    expect(others).toEqual([]);
    expect(again).toMatchObject({ states: 'changed', from: first?.from });
    expect(new Date(again?.to ?? '')).toEqual(later(90).now);
  });
});

it('brings to matching also the known orders to which a run adds lines, and lists them', async () => {
  const [known] = (await takeIn(ctx, channelId, [collectedOrder('1'), collectedOrder('2')])).added;
  await markDue(ctx);
  const lease = await takeWork(ctx, collectionWork);
  const run = lease && (await openRun(ctx, lease));
  if (!run || known === undefined) throw new Error('No run waits.');
  const grown = collectedOrder('1', [collectedLine('1:1'), collectedLine('1:2')]);
  const page = { orders: [grown, collectedOrder('2'), collectedOrder('3')], malformed: [] };
  await savePage(ctx, run, { ...page, cursor: null }, ctx.now);
  await savePage(ctx, run, { ...page, cursor: null }, ctx.now);
  const [first, ...others] = await ordersOf(ctx, run.id);
  expect([first, others.length]).toEqual([known, 1]);
  const brought = await collectionOrders(ctx, run.id, firstPage);
  expect(brought?.orders.rows.map((order) => order.orderNo)).toEqual(['3', '1']);
  expect(brought?.orders.total).toBe(2);
});

describe('the lists', () => {
  it('hold exactly the rows that their counts promise', async () => {
    const waiting = (orderNo: string) =>
      collectedOrder(orderNo, [
        collectedLine(`${orderNo}:1`, { state: 'paid' }),
        collectedLine(`${orderNo}:2`, { state: 'paid' }),
      ]);
    const run = await queuedRun();
    await takeIn(ctx, channelId, [waiting('1'), waiting('2'), collectedOrder('3')], {
      collectionRunId: run.id,
    });
    const overview = await collectionOverview(ctx);
    const list = await unacknowledged(ctx, [], firstPage);
    expect([overview.unacknowledgedCount, list.total, list.rows.length]).toEqual([4, 4, 4]);
    expect(await unacknowledgedIds(ctx, [channelId])).toEqual(
      list.rows.map((line) => line.lineId).reverse(),
    );
    const brought = await collectionOrders(ctx, run.id, firstPage);
    expect(brought?.orders.rows.map((order) => order.orderNo)).toEqual(['3', '2', '1']);
    expect((await pastCollections(ctx, [], firstPage)).total).toBe(1);
    expect(await collectionOrders(await makeMall('이웃상회'), run.id, firstPage)).toBeNull();
  });

  it('show each channel with an API, and why it stands as it does', async () => {
    await makeChannel(ctx, { marketplace: 'manual', account: 'typed' });
    await change(sql`
      update channels set created_at = ${later(-60).now.toISOString()} where id = ${channelId}`);
    expect((await collectionOverview(ctx)).channels).toMatchObject([{ health: 'late' }]);
    await change(sql`
      update channels set failures_in_a_row = 1, last_error = 'unavailable:HTTP 503'
      where id = ${channelId}`);
    expect((await collectionOverview(ctx)).channels).toMatchObject([
      { health: 'failed', error: 'unavailable:HTTP 503' },
    ]);
  });
});

function later(minutes: number): Ctx {
  return { ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) };
}

function change(statement: Parameters<typeof rows>[1]) {
  return inMall(ctx, (tx) => tx.execute(statement));
}

function settle(state: 'done' | 'failed') {
  return change(sql`
    update collection_runs set state = ${state}, attempts = 5, finished_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId}`);
}

async function queuedRun(): Promise<{ id: number; channelId: number }> {
  await markDue(ctx);
  const [id] = await ids(sql`select id from collection_runs where mall_id = ${ctx.mallId}`);
  return { id: id ?? 0, channelId };
}

function keep(
  run: { id: number; channelId: number },
  malformed: Parameters<typeof keepQuarantine>[3]['malformed'],
) {
  return inMall(ctx, (tx) => keepQuarantine(tx, ctx, run, { orders: [], malformed }));
}

async function quarantined(): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ reason: string }>(
      tx,
      sql`
      select reason from quarantined_orders
      where mall_id = ${ctx.mallId} and resolved_at is null order by id`,
    ),
  );
  return found.map((order) => order.reason);
}

async function ids(statement: Parameters<typeof rows>[1]): Promise<number[]> {
  const found = await inMall(ctx, (tx) => rows<{ id: number }>(tx, statement));
  return found.map((row) => row.id);
}

function runs() {
  return inMall(ctx, (tx) =>
    rows<{ kind: string; state: string; attempts: number; isDue: boolean }>(
      tx,
      sql`
      select kind, state, attempts, due_at <= ${ctx.now.toISOString()} as "isDue"
      from collection_runs where mall_id = ${ctx.mallId} order by id`,
    ),
  );
}
