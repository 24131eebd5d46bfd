import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import type { MalformedOrder } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import { finishRun } from './finish';
import { markDue } from './mark-due';
import { collectionWork, type OpenRun, openRun, savePage } from './run-store';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('a feed tells of all claims up to its end, once all that it held can be read', async () => {
  let ctx = await makeMall();
  const channelId = await makeChannel(ctx, { marketplace: 'smartstore' });
  const readFeed = async (malformed: MalformedOrder[]) => {
    for (;;) {
      ctx = { ...ctx, now: new Date(ctx.now.getTime() + 10 * 60_000) };
      const run = await nextRun(ctx);
      if (run.states === 'changed')
        await savePage(ctx, run, { orders: [], malformed, cursor: null }, ctx.now);
      await finishRun(ctx, run, null);
      if (run.states === 'changed') return run.to;
    }
  };
  await readFeed([{ orderNo: 'A-1', reason: 'no goods', raw: {} }]);
  await readFeed([]);
  expect(await readTo(ctx, channelId)).toBeNull();
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update quarantined_orders set resolved_at = ${ctx.now.toISOString()}
      where mall_id = ${ctx.mallId} and channel_id = ${channelId}`),
  );
  const to = await readFeed([]);
  expect(await readTo(ctx, channelId)).toEqual(to);
});

async function nextRun(ctx: Ctx): Promise<OpenRun> {
  await markDue(ctx);
  const lease = await takeWork(ctx, collectionWork);
  const run = lease && (await openRun(ctx, lease));
  if (!run) throw new Error('Nothing was due.');
  return run;
}

async function readTo(ctx: Ctx, channelId: number): Promise<Date | null> {
  const { at } = await inMall(ctx, (tx) =>
    oneRow<{ at: string | null }>(
      tx,
      sql`
      select claims_read_at as at from channels
      where mall_id = ${ctx.mallId} and id = ${channelId}`,
    ),
  );
  return at === null ? null : new Date(at);
}
