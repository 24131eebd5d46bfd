import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { insertRows } from '@/db/bulk';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { activateChannel } from '@/lib/settings/activate-channel';
import { markDue } from './mark-due';
import { planClaims } from './plan';
import { retryCollection } from './retry';
import { runTable } from './run-rows';

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

async function readClaims(state: string): Promise<void> {
  await inMall(ctx, async (tx) => {
    await insertRows(tx, ctx, runTable(ctx), [{ channelId, ...planClaims(false, ctx.now) }]);
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
