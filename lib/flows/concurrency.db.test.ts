import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { crowd } from './testing-crowd';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('eight people at once neither oversell nor lose a change nor wait for each other for ever', {
  timeout: 400_000,
}, async () => {
  const { changed, total, refusals } = await crowd(260);
  expect(total).toBeGreaterThan(2_000);
  expect(refusals['waited too long'] ?? 0).toBeLessThan(total / 100);
  expect(changed, JSON.stringify(refusals)).toBeGreaterThan(total / 2);
});
