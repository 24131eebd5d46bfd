import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { insertRows } from '@/db/bulk';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { ChannelRefusedError } from '@/lib/channels/errors';
import { type Ctx, inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import { recentNotifications } from '@/lib/notifications/screen';
import { activateChannel } from '@/lib/settings/activate-channel';
import { collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { mallsToCollect } from '@/lib/system/due-malls';
import type { UnreadClaims } from './collect-claims';
import { settleFailure } from './failure';
import { finishRun } from './finish';
import { markDue } from './mark-due';
import { planClaims } from './plan';
import { retryCollection } from './retry';
import { runTable } from './run-rows';
import { collectionWork, type OpenRun, openRun } from './run-store';

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

it('asks no more with a key that was refused three times in a row, tells nobody, and goes on with another', async () => {
  await storeKey(ctx.now);
  await takeIn(ctx, channelId, [collectedOrder('A-1')]);
  await activateChannel(ctx, { channelId, isActive: false });
  for (const minutes of [0, 10, 20]) await refuseKey(later(minutes));
  expect(await mallsToCollect(later(30).now)).not.toContain(ctx.mallId);
  expect(await markDue(later(30))).toEqual({ started: 0, skipped: 0 });
  expect((await recentNotifications(ctx)).unread).toBe(0);
  await storeKey(later(40).now);
  expect(await mallsToCollect(later(50).now)).toContain(ctx.mallId);
  expect(await markDue(later(50))).toEqual({ started: 1, skipped: 0 });
});

it('goes on where its claims were last read whole, and says so to those who ship', async () => {
  await storeKey(ctx.now);
  await takeIn(ctx, channelId, [collectedOrder('A-1')]);
  await activateChannel(ctx, { channelId, isActive: false });
  const readAlone = async (at: Ctx, unread: UnreadClaims | null) => {
    const run = await nextRun(at);
    await finishRun(at, run, unread);
    return run;
  };
  await readAlone(ctx, null);
  expect(await claimsReadAt()).toEqual(ctx.now);
  const unread = { reason: 'unreadable', hasLookedBack: false };
  const second = await readAlone(later(20 * DAY), unread);
  expect(second).toMatchObject({ from: later(-30).now, lookedAt: ctx.now });
  expect(await claimsReadAt()).toEqual(ctx.now);
  const third = await readAlone(later(21 * DAY), null);
  expect(third.from).toEqual(later(-30).now);
  expect(await claimsReadAt()).toEqual(later(21 * DAY).now);
});

it('tells of three collections that gave up after it is in use again', async () => {
  await storeKey(ctx.now);
  await takeIn(ctx, channelId, [collectedOrder('A-1')]);
  await activateChannel(ctx, { channelId, isActive: false });
  for (const minutes of [0, 10, 20]) await refuseKey(later(minutes));
  await activateChannel(ctx, { channelId, isActive: true });
  for (const minutes of [30, 40, 50]) await refuseKey(later(minutes));
  expect((await recentNotifications(ctx)).unread).toBe(1);
});

it.each(['queued', 'running', 'failed'])(
  'has its orders collected at once, though a run for its claims alone is %s',
  async (state) => {
    await readClaims(state);
    await activateChannel(ctx, { channelId, isActive: true });
    await retryCollection(ctx, channelId);
    expect(await openKinds()).toEqual(['first']);
  },
);

it('has its orders collected at the next tick', async () => {
  await readClaims('queued');
  await activateChannel(ctx, { channelId, isActive: true });
  expect(await markDue(ctx)).toEqual({ started: 1, skipped: 0 });
  expect(await openKinds()).toEqual(['first']);
});

it('waits for none of its claims that were queued while it was taken into use', async () => {
  await readClaims('queued');
  expect(await markDue(ctx)).toEqual({ started: 1, skipped: 0 });
  await inMall(ctx, (tx) => tx.execute(sql`delete from collection_runs where kind = 'first'`));
  await retryCollection(ctx, channelId);
  expect(await openKinds()).toEqual(['claims', 'first']);
});

it('goes on with the collection that gave up before it was out of use', async () => {
  await markDue(ctx);
  await inMall(ctx, (tx) => tx.execute(sql`update collection_runs set state = 'failed'`));
  await readClaims('failed');
  await retryCollection(ctx, channelId);
  expect(await openKinds()).toEqual(['first']);
});

const DAY = 24 * 60;

async function refuseKey(at: Ctx): Promise<void> {
  const refused = new ChannelRefusedError('credential', 401, 'UNAUTHORIZED', 'revoked');
  await settleFailure(at, await nextRun(at), refused, new AbortController().signal);
}

async function nextRun(at: Ctx): Promise<OpenRun> {
  await markDue(at);
  const lease = await takeWork(at, collectionWork);
  const run = lease && (await openRun(at, lease));
  if (!run) throw new Error('Nothing was due.');
  return run;
}

async function claimsReadAt(): Promise<Date> {
  const { at } = await inMall(ctx, (tx) =>
    oneRow<{ at: string }>(
      tx,
      sql`
      select claims_read_at as at from channels
      where mall_id = ${ctx.mallId} and id = ${channelId}`,
    ),
  );
  return new Date(at);
}

const later = (minutes: number): Ctx => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + minutes * 60_000),
});

async function storeKey(at: Date): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into credentials (mall_id, label, ciphertext, updated_at)
      values (${ctx.mallId}, 'coupang', '', ${at.toISOString()}) returning id`,
    );
    await tx.execute(sql`
      update channels set credential_id = ${id}
      where mall_id = ${ctx.mallId} and id = ${channelId}`);
  });
}

async function readClaims(state: string): Promise<void> {
  await inMall(ctx, async (tx) => {
    await insertRows(tx, ctx, runTable(ctx), [{ channelId, ...planClaims(null, false, ctx.now) }]);
    await tx.execute(sql`update collection_runs set state = ${state} where kind = 'claims'`);
  });
}

async function openKinds(): Promise<string[]> {
  const open = await inMall(ctx, (tx) =>
    rows<{ kind: string }>(
      tx,
      sql`
      select kind from collection_runs
      where mall_id = ${ctx.mallId} and state in ('queued', 'running') order by id`,
    ),
  );
  return open.map(({ kind }) => kind);
}
