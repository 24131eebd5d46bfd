import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { marketplaceKeys } from '@/lib/practice/shops';
import { type PracticeTest, startPracticeTest } from '@/lib/practice/testing';
import { clearPracticeFaults, practiceDesk, switchPracticeFault } from './practice-desk';
import { makePracticeOrders } from './practice-orders';

let practice: PracticeTest;
let directory: string;
let ctx: Ctx;
beforeAll(async () => {
  practice = await startPracticeTest();
  directory = await mkdtemp(join(tmpdir(), 'moa-practice-'));
  vi.stubEnv('MOA_DATA_DIR', directory);
  const address = { url: practice.server.url, token: 'test-control' };
  await writeFile(join(directory, 'practice.json'), JSON.stringify(address));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
  await practice.close();
});
beforeEach(async () => {
  await practice.control.reset();
  ctx = await makeMall('연습상회');
  await inMall(ctx, (tx) =>
    tx.execute(sql`update mall_settings set is_practice = true where mall_id = ${ctx.mallId}`),
  );
});

it('shows every practice marketplace, and lets people order in one of them', async () => {
  const desk = await practiceDesk(ctx);
  expect(desk?.map((stand) => stand.marketplace).sort()).toEqual([...marketplaceKeys].sort());
  await makePracticeOrders(ctx, { count: 30, marketplace: 'cafe24' });
  const orders = (await practiceDesk(ctx))?.filter((stand) => stand.orders > 0);
  expect(orders).toMatchObject([{ marketplace: 'cafe24', orders: 30 }]);
});

it('switches one trouble of one marketplace on and off', async () => {
  await switchPracticeFault(ctx, { marketplace: 'coupang', fault: 'http429', rate: 'always' });
  await switchPracticeFault(ctx, { marketplace: 'coupang', fault: 'timeout', rate: 'sometimes' });
  await switchPracticeFault(ctx, { marketplace: 'coupang', fault: 'http429', rate: 'off' });
  expect(await practice.control.faults()).toMatchObject([
    { marketplace: 'coupang', fault: 'timeout', rate: 0.3 },
  ]);
  const coupang = (await practiceDesk(ctx))?.find((stand) => stand.marketplace === 'coupang');
  expect(coupang?.faults).toEqual(['timeout']);
  await clearPracticeFaults(ctx);
  expect(await practice.control.faults()).toEqual([]);
});

it('is closed to a real mall', async () => {
  const real = await makeMall('진짜상회');
  expect(await practiceDesk(real)).toBeNull();
  await expect(makePracticeOrders(real, { count: 1 })).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
});
