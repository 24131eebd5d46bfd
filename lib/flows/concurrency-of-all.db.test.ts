import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { crowd } from './testing-crowd';
import { operations } from './testing-operations';
import { rarerOperations } from './testing-rarer-operations';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('numbers, claims, exchanges, re-sent parcels and edited matches get on with all else', {
  timeout: 200_000,
}, async () => {
  const { changed, total, refusals } = await crowd(60, {
    from: [...operations, ...rarerOperations, ...rarerOperations],
  });
  expect(refusals['waited too long'] ?? 0).toBeLessThan(total / 50);
  expect(changed, JSON.stringify(refusals)).toBeGreaterThan(total / 2);
});
