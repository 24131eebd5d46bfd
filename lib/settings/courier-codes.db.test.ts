import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { courierCodeMaps, setCourierCodes } from './courier-codes';

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  other = await makeMall('남의 상회');
});

it('shows the code of the adapter until the mall sets its own', async () => {
  expect(await codeOf(ctx, 'coupang', 'cj')).toBe('CJGLS');
  await set('coupang', { cj: 'CJ2', cvsnet: 'CVS' });
  expect(await codeOf(ctx, 'coupang', 'cj')).toBe('CJ2');
  expect(await codeOf(ctx, 'coupang', 'cvsnet')).toBe('CVS');
  expect(await codeOf(ctx, 'cafe24', 'cj')).toBe('0006');
  expect(await codeOf(other, 'coupang', 'cj')).toBe('CJGLS');
});

it('keeps an emptied code as the refusal to send, and only what differs from the adapter', async () => {
  await set('coupang', { cj: '', hanjin: 'HANJIN', other: '' });
  expect(await stored()).toEqual([{ courier: 'cj', code: '' }]);
  expect(await codeOf(ctx, 'coupang', 'cj')).toBe('');
});

it('falls back to the adapter when its own code is typed again', async () => {
  await set('coupang', { cj: 'CJ2', lotte: 'L2' });
  await set('coupang', { cj: 'CJGLS' });
  expect(await stored()).toEqual([{ courier: 'lotte', code: 'L2' }]);
});

it('refuses a courier or marketplace that it does not know, and changes nothing', async () => {
  await expect(set('coupang', { cj: 'CJ2', pigeon: 'P' })).rejects.toMatchObject({
    messageKey: 'settings.errors.courier',
  });
  await expect(set('kakao', { cj: 'CJ2' })).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
  expect(await stored()).toEqual([]);
});

function set(marketplace: string, codes: Record<string, string>) {
  const given = Object.entries(codes).map(([courier, code]) => ({ courier, code }));
  return setCourierCodes(ctx, { marketplace, codes: given });
}

async function codeOf(of: Ctx, marketplace: string, courier: string) {
  const map = (await courierCodeMaps(of)).find((one) => one.marketplace === marketplace);
  return map?.codes.find((row) => row.courier === courier)?.code;
}

function stored() {
  return inMall(ctx, (tx) =>
    rows(
      tx,
      sql`select courier, code from courier_codes where mall_id = ${ctx.mallId} order by courier`,
    ),
  );
}
