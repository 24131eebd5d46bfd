import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall } from '@/db/testing-data';
import { eventHistory } from '@/lib/history/events';
import { mallName, renameMall } from './rename-mall';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('renames its own mall alone, and keeps what it was called', async () => {
  const [ctx, other] = [await makeMall('달빛상회'), await makeMall('남의 상회')];
  await renameMall(ctx, '달빛마켓');
  expect([await mallName(ctx), await mallName(other)]).toEqual(['달빛마켓', '남의 상회']);
  const asked = { from: new Date(0), until: new Date('2100-01-01'), userId: null, subjects: null };
  const { rows } = await eventHistory(ctx, { ...asked, isAccess: false }, { size: 1, at: 'first' });
  expect(rows).toMatchObject([
    { verb: 'mall.rename', detail: { before: '달빛상회', after: '달빛마켓' } },
  ]);
});
