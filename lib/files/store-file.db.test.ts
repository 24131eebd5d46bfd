import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { MOST_WAITING, requestDrawing } from '@/lib/drawings/request';
import { requireRoom, storeFile } from './store-file';

const MEGABYTE = 1024 * 1024;
const noRoom = expect.objectContaining({
  messageKey: 'files.errors.noRoom',
  values: { megabytes: 2 },
});

let database: TestDatabase;
let ctx: Ctx & { userId: number };
beforeAll(async () => {
  vi.stubEnv('MOA_MALL_FILES_MB', '2');
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const mall = await makeMall();
  ctx = { ...mall, userId: mall.userId ?? 0 };
});

it('refuses a file for which its mall has no room left, and says so', async () => {
  await store(MEGABYTE);
  await store(MEGABYTE);
  await expect(store(1)).rejects.toEqual(noRoom);
  await expect(store(2 * MEGABYTE, await makeMall())).resolves.toBeGreaterThan(0);
});

it('refuses to have a file made where there is hardly room for one', async () => {
  await store(MEGABYTE);
  await inMall(ctx, (tx) => requireRoom(tx, ctx));
  await store(1);
  await expect(inMall(ctx, (tx) => requireRoom(tx, ctx))).rejects.toEqual(noRoom);
});

it('counts what may still come of files that are being written, and nothing of those that failed', async () => {
  const failing = async function* () {
    yield new Uint8Array(10);
    await expect(store(MEGABYTE)).rejects.toEqual(noRoom);
    throw new Error('The sender hung up.');
  };
  const halfSent = storeFile(ctx, { ...file(), mostBytes: 1.5 * MEGABYTE }, failing());
  await expect(halfSent).rejects.toThrow('hung up');
  await store(2 * MEGABYTE);
});

it('lets files in that come at the same moment only as far as there is room', async () => {
  const together = await Promise.allSettled([1, 2, 3, 4].map(() => store(MEGABYTE)));
  expect(together.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
});

it('has room again when the time of its files is over', async () => {
  await store(2 * MEGABYTE);
  await store(2 * MEGABYTE, { ...ctx, now: new Date(ctx.now.getTime() + 3_600_000) });
});

it('draws no more than a few files of one member at a time', async () => {
  const sheet = { sheetName: '품목', headers: [], rows: [], textColumns: [] };
  const content = { kind: 'sheet' as const, sheet };
  const request = () => requestDrawing(ctx, { name: 'a.xlsx', isPersonal: false, content });
  for (let asked = 0; asked < MOST_WAITING; asked++) await request();
  await expect(request()).rejects.toMatchObject({ messageKey: 'files.errors.drawing' });
  const { count } = await inMall(ctx, (tx) =>
    oneRow<{ count: number }>(
      tx,
      sql`select count(*)::int as count from files where mall_id = ${ctx.mallId}`,
    ),
  );
  expect(count).toBe(MOST_WAITING);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update drawings set state = 'done' where mall_id = ${ctx.mallId}`),
  );
  await request();
});

const file = () => ({
  name: '주문.csv',
  contentType: 'text/csv',
  expiresAt: new Date(ctx.now.getTime() + 60_000),
});

const store = (bytes: number, mall: Ctx = ctx) => storeFile(mall, file(), new Uint8Array(bytes));
