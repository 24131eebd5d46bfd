import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall, untilSomebodyWaits } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { lockDuplicates, lockMatching, lockWaitingParts } from './locks';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it.each([
  ['the other parts of a unit', lockWaitingParts],
  ['the orders of other channels', lockDuplicates],
  ['the meaning of a key', lockMatching],
] as const)('waits for a large run that asks for %s longer than for a row', async (_, lock) => {
  const ctx = await makeMall();
  const { second } = await inMall(ctx, async (tx) => {
    await lock(tx, ctx, 'alone');
    const waiting = inMall(ctx, async (other) => {
      await other.execute(sql`set local lock_timeout = '100ms'`);
      await lock(other, ctx, 'alone');
      return 'served';
    }).catch(() => 'failed');
    await untilSomebodyWaits(tx);
    await setTimeout(300);
    return { second: waiting };
  });
  expect(await second).toBe('served');
});
