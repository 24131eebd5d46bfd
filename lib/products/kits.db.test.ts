import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { deleteKit, kitList, saveKit } from './kits';

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  [ctx, other] = [await makeMall(), await makeMall('남의 상회')];
  await makeVariants(ctx, [
    { code: 'CUP', onHand: 7 },
    { code: 'PLATE', onHand: 9 },
  ]);
});

const kit = {
  code: 'SET-1',
  name: '식기 세트',
  price: 30_000,
  items: [
    { variantCode: 'CUP', qty: 2 },
    { variantCode: 'PLATE', qty: 1 },
  ],
};

it('says of what a kit is made and how many could be sent', async () => {
  await saveKit(ctx, kit);
  expect(await kitList(ctx)).toMatchObject([{ code: 'SET-1', availableQty: 3, items: kit.items }]);
  expect(await kitList(other)).toEqual([]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update variants set is_supplier_shipped = true where mall_id = ${ctx.mallId}`),
  );
  expect((await kitList(ctx))[0]?.availableQty).toBeNull();
});

it('changes a kit and forgets it, in its own mall alone', async () => {
  await saveKit(ctx, kit);
  const [saved] = await kitList(ctx);
  const id = saved?.id ?? 0;
  await expect(deleteKit(other, id)).rejects.toMatchObject({ messageKey: 'errors.notFound' });
  await saveKit(ctx, { ...kit, id, items: [{ variantCode: 'CUP', qty: 1 }] });
  expect(await kitList(ctx)).toMatchObject([{ id, availableQty: 7 }]);
  await deleteKit(ctx, id);
  expect(await kitList(ctx)).toEqual([]);
});

it('refuses a code that names something else, and goods that are not there', async () => {
  for (const [wrong, messageKey] of [
    [{ ...kit, code: 'CUP' }, 'products.errors.codeTaken'],
    [{ ...kit, items: [] }, 'products.errors.emptyKit'],
    [{ ...kit, items: [{ variantCode: 'NONE', qty: 1 }] }, 'products.errors.unknownCode'],
  ] as const)
    await expect(saveKit(ctx, wrong)).rejects.toMatchObject({ messageKey });
  await saveKit(ctx, kit);
  await expect(saveKit(ctx, kit)).rejects.toMatchObject({
    messageKey: 'products.errors.codeTaken',
  });
});
