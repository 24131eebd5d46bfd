import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { leasedTask, type Task } from '@/lib/leases/task';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { runJobs } from './loop';

const collection = { table: 'collection_runs', waiting: 'queued', working: 'running' } as const;
const clock = () => new Date();

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = { ...(await makeMall()), now: clock() };
});
afterAll(() => database.drop());

it('does what is queued while it sleeps, as soon as it is told, and ends at the signal', async () => {
  const done: number[] = [];
  const stopped = new AbortController();
  const running = runJobs([finisher(done)], { clock, signal: stopped.signal });
  await queue(3);
  await until(() => done.length === 3);
  await queue(2);
  await until(() => done.length === 5);
  stopped.abort();
  await running;
});

it('goes on after a portion that fails, and keeps to its number of workers', async () => {
  const atWork = { now: 0, most: 0, done: 0 };
  const task = leasedTask({ name: 'test', work: collection, workers: 2 }, async (of, { id }) => {
    atWork.now += 1;
    atWork.most = Math.max(atWork.most, atWork.now);
    await new Promise((resolve) => setTimeout(resolve, 20));
    atWork.now -= 1;
    atWork.done += 1;
    await finish(of, id);
    if (atWork.done === 1) throw new Error('one of them fails');
  });
  const stopped = new AbortController();
  const running = runJobs([task], { clock, signal: stopped.signal });
  await queue(6);
  await until(() => atWork.done === 6);
  stopped.abort();
  await running;
  expect(atWork.most).toBe(2);
});

it('starts nothing that fills the disk while that is nearly full; the rest goes on', async () => {
  const done: number[] = [];
  const filling: number[] = [];
  const stopped = new AbortController();
  const full = { ...finisher(filling), name: 'filling', fillsDisk: true };
  const surroundings = { clock, signal: stopped.signal, isDiskLow: async () => true };
  const running = runJobs([full, finisher(done)], surroundings);
  await queue(4);
  await until(() => done.length === 4);
  stopped.abort();
  await running;
  expect(filling).toEqual([]);
});

function finisher(done: number[]): Task {
  return leasedTask({ name: 'test', work: collection, workers: 3 }, async (of, lease) => {
    await finish(of, lease.id);
    done.push(lease.id);
  });
}

function finish(of: Ctx, id: number) {
  return inMall(of, (tx) =>
    tx.execute(sql`
      update collection_runs set state = 'done' where mall_id = ${of.mallId} and id = ${id}`),
  );
}

async function queue(count: number) {
  const channelId = await makeChannel(ctx, { account: `a${Math.random()}` });
  const now = clock().toISOString();
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      insert into collection_runs (mall_id, channel_id, kind, states, window_from, window_to, due_at)
      select ${ctx.mallId}, ${channelId}, 'manual', 'open', ${now}, ${now}, ${now}
      from generate_series(1, ${count})`);
    await wakeJobs(tx);
  });
}

async function until(isSo: () => boolean): Promise<void> {
  for (let wait = 0; wait < 500 && !isSo(); wait++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isSo()).toBe(true);
}
