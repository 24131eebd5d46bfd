import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { ChannelBusyError } from '@/lib/channels/errors';
import { type Ctx, inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import { markNotificationsRead } from '@/lib/notifications/mark-read';
import { recentNotifications } from '@/lib/notifications/screen';
import { isInTrouble } from '@/lib/shipments/lists/channel-health';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { NoConnection, settleFailure } from './failure';
import { finishRun } from './finish';
import { markDue } from './mark-due';
import { requestCollection } from './request';
import { collectionWork, lockChannel, type OpenRun, openRun, savePage } from './run-store';
import { collectionOverview } from './screen';
import { tellSilences } from './tell-silence';

let database: TestDatabase;
let ctx: Ctx;
let neighbour: Ctx;
let channelId: number;
let minutes = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  [ctx, neighbour] = [await makeMall(), await makeMall('이웃상회')];
  channelId = await makeChannel(ctx);
  await makeChannel(neighbour);
  minutes = 0;
});

describe('a collection that gives up', () => {
  it('is told once, when it happened three times in a row', async () => {
    await failOnce();
    await failOnce();
    expect((await recentNotifications(ctx)).unread).toBe(0);
    await failOnce();
    await failOnce();
    expect(await recentNotifications(ctx)).toMatchObject({
      unread: 1,
      notifications: [
        {
          kind: 'collection_failing',
          subject: 'channel',
          subjectId: channelId,
          values: { channel: 'coupang(simplex)', failures: 3, reason: 'credential' },
          isRead: false,
        },
      ],
    });
    expect((await recentNotifications(neighbour)).unread).toBe(0);
  });

  it('is counted anew after a success', async () => {
    await failOnce();
    await failOnce();
    await finishRun(later(), await nextRun(), null);
    await failOnce();
    expect((await recentNotifications(ctx)).unread).toBe(0);
  });

  it('is one more failure where the orders came and some claims could not be read', async () => {
    for (let time = 0; time < 3; time++)
      await finishRun(later(), await nextRun(), unread('1 claims cannot be read'));
    const { channels } = await collectionOverview(later());
    expect(channels).toMatchObject([{ health: 'failed', error: 'claims:1 claims cannot be read' }]);
    expect(channels[0]?.lastCollectedAt).not.toBeNull();
    expect((await recentNotifications(ctx)).notifications).toMatchObject([
      { values: { reason: 'claims' } },
    ]);
  });

  it.each([
    ['by hand', nextByHand],
    ['by itself', nextReread],
  ])(
    'has not looked back for old claims %s where its claims could not be read',
    async (_, next) => {
      await finishRun(later(), await next(), unread('Not a list.'));
      const read = await next();
      expect(read.lookedAt).toBeNull();
      await finishRun(later(), read, null);
      expect((await next()).lookedAt).toEqual(read.to);
    },
  );

  it('has looked back where the marketplace lists nothing so old', async () => {
    const refused = await nextReread();
    await finishRun(later(), refused, { reason: 'too old', hasLookedBack: true });
    expect((await nextReread()).lookedAt).toEqual(refused.to);
  });

  it('counts nothing for a process that has lost its run to another', async () => {
    const run = await nextRun();
    await settleFailure(later(), { ...run, attempt: run.attempt - 1 }, new NoConnection(), never());
    expect((await collectionOverview(later())).channels).toMatchObject([{ failuresInARow: 0 }]);
  });
});

describe('a collection by hand', () => {
  it('neither ends the failures of a channel that is collected by itself, nor adds to them', async () => {
    await failOnce();
    const run = await nextByHand();
    await finishRun(later(), run, null);
    const [channel] = (await collectionOverview(later())).channels;
    expect(channel).toMatchObject({ health: 'failed', failuresInARow: 1, error: 'credential:' });
    expect(new Date(channel?.lastCollectedAt ?? 0)).toEqual(later().now);
    await settleFailure(later(), await nextByHand(), new NoConnection(), never());
    await finishRun(later(), await nextByHand(), unread('Not a list.'));
    expect((await collectionOverview(later())).channels).toMatchObject([{ failuresInARow: 1 }]);
  });

  it('does not hide that nothing is collected by itself any more', async () => {
    await succeedOnce();
    minutes += 20;
    await finishRun(later(), await nextByHand(), null);
    expect((await collectionOverview(later())).channels).toMatchObject([{ health: 'late' }]);
    expect(await tellSilences(later())).toEqual({ told: 1 });
  });

  it('says why it failed, until the next one that goes well', async () => {
    await succeedOnce();
    await settleFailure(later(), await nextByHand(), new NoConnection(), never());
    const status = async () => (await collectionOverview(later())).channels;
    expect(await status()).toMatchObject([{ health: 'good', error: 'credential:' }]);
    await finishRun(later(), await nextByHand(), null);
    expect(await status()).toMatchObject([{ error: null }]);
  });

  it('is all there is where nothing is collected by itself', async () => {
    await change(sql`update channels set collects_automatically = false where id = ${channelId}`);
    await settleFailure(later(), await nextByHand(), new NoConnection(), never());
    const status = async () => (await collectionOverview(later())).channels;
    expect(await status()).toMatchObject([{ health: 'failed', failuresInARow: 1 }]);
    await finishRun(later(), await nextByHand(), null);
    expect(await status()).toMatchObject([{ health: 'good', failuresInARow: 0, error: null }]);
  });
});

describe('a channel that falls silent', () => {
  it('is told once a silence where nobody fetches, and again after the next success', async () => {
    await succeedOnce();
    expect(await tellSilences(later(20))).toEqual({ told: 0 });
    expect(await tellSilences(later(21))).toEqual({ told: 1 });
    expect(await tellSilences(later(60))).toEqual({ told: 0 });
    expect(await recentNotifications(ctx)).toMatchObject({
      unread: 1,
      notifications: [
        {
          kind: 'collection_silent',
          subjectId: channelId,
          values: { channel: 'coupang(simplex)', minutes: 21 },
        },
      ],
    });
    expect((await recentNotifications(neighbour)).unread).toBe(0);
    minutes += 60;
    await succeedOnce();
    expect(await tellSilences(later(25))).toEqual({ told: 1 });
  });

  it('is told where its run hangs, and not before it had its interval', async () => {
    await change(sql`update channels set created_at = ${at(-600).toISOString()}`);
    await markDue(ctx);
    expect(await tellSilences(ctx)).toEqual({ told: 0 });
    expect(await tellSilences(later(11))).toEqual({ told: 1 });
  });

  it('is told where it failed once and then never came to a third time', async () => {
    await succeedOnce();
    await failOnce();
    expect(await tellSilences(later(20))).toEqual({ told: 0 });
    expect(await tellSilences(later(31))).toEqual({ told: 1 });
  });

  it('is told where its marketplace stays busy', async () => {
    await succeedOnce();
    for (let asked = 0; asked < 3; asked++) {
      const run = await nextRun();
      await settleFailure(later(), run, new ChannelBusyError(60_000), never());
      expect(await tellSilences(later())).toEqual({ told: asked === 2 ? 1 : 0 });
    }
    expect((await recentNotifications(ctx)).notifications).toMatchObject([
      { kind: 'collection_silent', values: { minutes: 30, reason: 'busy' } },
    ]);
  });

  it('waits longer each time its marketplace is busy, until a page has come', async () => {
    const waits = [];
    let run = await nextRun();
    for (const comes of [false, false, false, true]) {
      const page = { orders: [], malformed: [], cursor: 'next' };
      if (comes) await savePage(later(), run, page, ctx.now);
      await settleFailure(later(), run, new ChannelBusyError(1_000), never());
      waits.push(await secondsUntilDue(run.id));
      minutes += 10;
      run = await openNext();
    }
    expect(waits[2]).toBeGreaterThanOrEqual(10);
    expect(waits[3]).toBeLessThanOrEqual(5);
  });

  it('is no news where it is collected by hand, or its failures were told', async () => {
    await change(sql`update channels set collects_automatically = false`);
    expect(await tellSilences(later(600))).toEqual({ told: 0 });
    await change(sql`update channels set collects_automatically = true, failures_in_a_row = 3`);
    expect(await tellSilences(later(600))).toEqual({ told: 0 });
  });
});

it.each<[string, (run: OpenRun) => Promise<unknown>]>([
  ['finishing', (run) => finishRun(later(), run, null)],
  ['giving up', (run) => settleFailure(later(), run, new NoConnection(), never())],
])('%s waits for who holds the channel before it takes the run', async (_, end) => {
  const run = await nextRun();
  const held = await inMall(ctx, async (tx) => {
    await lockChannel(tx, ctx, channelId);
    const ended = end(run);
    await sleep(300);
    const taken = await rows(
      tx,
      sql`select id from collection_runs
        where mall_id = ${ctx.mallId} and id = ${run.id} for update nowait`,
    );
    return { ended, taken };
  });
  expect(held.taken).toEqual([{ id: run.id }]);
  expect(await held.ended).not.toBe(false);
});

it('is no longer unread once somebody has seen it, and only in its own mall', async () => {
  for (let time = 0; time < 3; time++) await failOnce();
  const { notifications } = await recentNotifications(ctx);
  const ids = notifications.map((one) => one.id);
  await markNotificationsRead(neighbour, ids);
  expect((await recentNotifications(ctx)).unread).toBe(1);
  await markNotificationsRead(ctx, ids);
  expect(await recentNotifications(ctx)).toMatchObject({
    unread: 0,
    notifications: [{ isRead: true }],
  });
});

it('counts on the tab and in the panel exactly the channels that the list shows late or failed', async () => {
  await makeChannel(ctx, { account: 'failed' });
  await makeChannel(ctx, { account: 'new' });
  await makeChannel(ctx, { marketplace: 'manual', account: 'typed' });
  await makeChannel(ctx, { account: 'by-hand' });
  await change(sql`
    update channels set created_at = ${at(-60).toISOString()} where account <> 'new'`);
  await change(sql`update channels set failures_in_a_row = 1 where account = 'failed'`);
  await change(sql`update channels set collects_automatically = false where account = 'by-hand'`);
  const { channels } = await collectionOverview(ctx);
  const shown = channels.filter(({ health }) => isInTrouble(health)).map(({ name }) => name);
  expect(shown).toEqual(['coupang(simplex)', 'coupang(failed)']);
  const counts = await stageCounts(ctx);
  expect([counts.collect, counts.panel.collectTrouble]).toEqual([2, 2]);
});

async function failOnce(): Promise<void> {
  await settleFailure(later(), await nextRun(), new NoConnection(), never());
}

async function succeedOnce(): Promise<void> {
  const run = await nextRun();
  await finishRun(later(), run, null);
}

/** The next automatic run, an interval later. */
async function nextRun(): Promise<OpenRun> {
  minutes += 10;
  await markDue(later());
  return openNext();
}

async function nextByHand(): Promise<OpenRun> {
  minutes += 10;
  const period = { from: at(-60), until: at(minutes) };
  await requestCollection(later(), { channelIds: [channelId], period });
  return openNext();
}

/** The next automatic run that reads all open states anew. */
async function nextReread(): Promise<OpenRun> {
  for (;;) {
    minutes += 60;
    const run = await nextRun();
    if (run.kind === 'reread') return run;
    await finishRun(later(), run, null);
  }
}

async function openNext(): Promise<OpenRun> {
  const lease = await takeWork(later(), collectionWork);
  const run = lease && (await openRun(later(), lease));
  if (!run) throw new Error('Nothing was due.');
  return run;
}

async function secondsUntilDue(runId: number): Promise<number> {
  const [run] = await inMall(ctx, (tx) =>
    rows<{ seconds: number }>(
      tx,
      sql`
      select extract(epoch from due_at - ${later().now.toISOString()}::timestamptz)::float as seconds
      from collection_runs where id = ${runId}`,
    ),
  );
  return run?.seconds ?? 0;
}

const unread = (reason: string) => ({ reason, hasLookedBack: false });
const never = () => new AbortController().signal;
const at = (later: number) => new Date(ctx.now.getTime() + later * 60_000);
const later = (more = 0): Ctx => ({ ...ctx, now: at(minutes + more) });

function change(statement: ReturnType<typeof sql>) {
  return inMall(ctx, (tx) => tx.execute(statement));
}
