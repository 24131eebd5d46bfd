import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { crowd } from './testing-crowd';
import { laterOperations } from './testing-later-operations';
import { operations } from './testing-operations';
import { rarerOperations } from './testing-rarer-operations';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('numbers, sheets, claims, counts, pushes and edited matches get on with all else', {
  timeout: 200_000,
}, async () => {
  const rarer = [...rarerOperations, ...laterOperations];
  const { changed, total, refusals } = await crowd(60, {
    from: [...operations, ...rarer, ...rarer],
    mostDeadlocks: 10,
  });
  expect(refusals['waited too long'] ?? 0).toBeLessThan(total / 50);
  expect(changed, JSON.stringify(refusals)).toBeGreaterThan(total / 3);
});
