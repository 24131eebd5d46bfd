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
it('zz', { timeout: 900_000 }, async () => {
  const r = await crowd(Number(process.env.OPS ?? 150), { from: [...operations, ...rarerOperations] });
  console.log(JSON.stringify(r));
  expect(r.total).toBeGreaterThan(10);
});
