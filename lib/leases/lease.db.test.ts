import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { holdLease, keepLease, LEASE_MS, putBack, takeWork, type WorkTable } from './lease';

const free: WorkTable = { table: 'collection_runs', waiting: 'queued', working: 'running' };
const oneAtATime: WorkTable = { ...free, oneAtATime: 'channel_id' };

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

it('gives each of many takers another row', async () => {
  await queue(5);
  const taken = await Promise.all(Array.from({ length: 8 }, () => takeWork(ctx, free)));
  const ids = taken.flatMap((lease) => lease?.id ?? []);
  expect(new Set(ids).size).toBe(5);
  expect(ids).toHaveLength(5);
});

it('gives no two takers rows of one channel', async () => {
  await queue(3);
  const other = await makeChannel(ctx, { account: 'other' });
  await queue(1, other);
  const taken = await Promise.all(Array.from({ length: 6 }, () => takeWork(ctx, oneAtATime)));
  expect(taken.filter(Boolean)).toHaveLength(2);
});

it('takes nothing before it is due', async () => {
  await queue(1);
  expect(await takeWork(at(-1), free)).toBeNull();
  expect(await takeWork(ctx, free)).not.toBeNull();
});

it('gives the row of a silent taker to another, and the first may not go on', async () => {
  await queue(1);
  const silent = await takeWork(ctx, free);
  if (!silent) throw new Error('Nothing to take.');
  expect(await takeWork(at(LEASE_MS - 1), free)).toBeNull();
  const next = await takeWork(at(LEASE_MS), free);
  expect(next).toEqual({ id: silent.id, attempt: 2 });
  expect(await keepLease(at(LEASE_MS), free, silent)).toBe(false);
  await putBack(at(LEASE_MS), free, silent, 0);
  expect(await states()).toEqual(['running']);
});

it('keeps the row of a taker that goes on speaking', async () => {
  await queue(1);
  const lease = await takeWork(ctx, free);
  if (!lease) throw new Error('Nothing to take.');
  expect(await keepLease(at(LEASE_MS - 1), free, lease)).toBe(true);
  expect(await takeWork(at(LEASE_MS), free)).toBeNull();
});

it('keeps the row of a taker that writes with the time at which it began', async () => {
  await queue(1);
  const lease = await takeWork(ctx, free);
  if (!lease) throw new Error('Nothing to take.');
  expect(await keepLease(at(LEASE_MS - 1), free, lease)).toBe(true);
  expect(await inMall(ctx, (tx) => holdLease(tx, ctx, free, lease))).toBe(true);
  expect(await takeWork(at(LEASE_MS), free)).toBeNull();
});

it('puts a row back until it is due again', async () => {
  await queue(1);
  const lease = await takeWork(ctx, free);
  if (!lease) throw new Error('Nothing to take.');
  await putBack(ctx, free, lease, 5_000);
  expect(await takeWork(at(4_999), free)).toBeNull();
  expect(await takeWork(at(5_000), free)).toEqual({ id: lease.id, attempt: 2 });
});

it('sees no row of another mall', async () => {
  await queue(1);
  expect(await takeWork(await makeMall('이웃상회'), free)).toBeNull();
});

function at(milliseconds: number): Ctx {
  return { ...ctx, now: new Date(ctx.now.getTime() + milliseconds) };
}

function queue(count: number, channel = channelId) {
  const now = ctx.now.toISOString();
  return inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into collection_runs (mall_id, channel_id, kind, states, window_from, window_to, due_at)
      select ${ctx.mallId}, ${channel}, 'manual', 'open', ${now}, ${now}, ${now}
      from generate_series(1, ${count})`),
  );
}

async function states(): Promise<string[]> {
  const runs = await inMall(ctx, (tx) =>
    rows<{ state: string }>(
      tx,
      sql`select state from collection_runs where mall_id = ${ctx.mallId} order by id`,
    ),
  );
  return runs.map((run) => run.state);
}
