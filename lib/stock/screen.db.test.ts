import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import { adjustStock } from './adjust';
import { receiveStock } from './receive';
import { setSafetyQty } from './safety';
import { type StockFilter, stockLedger, stockList, variantsByCode } from './screen';

const everything: StockFilter = { kind: 'name', word: '', isShort: false };

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;
let ids: Record<'SHIRT' | 'SOCKS' | 'HAT', number>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, other] = [await makeMall(), await makeMall('남의 상회')];
  const variants = [
    { code: 'SHIRT', onHand: 5, barcode: '8801234567890', option: '블랙 / M' },
    { code: 'SOCKS', onHand: 2, barcode: '8801234567890', option: '회색' },
    { code: 'HAT' },
  ] as const;
  const made = await makeVariants(ctx, variants);
  await makeVariants(other, variants);
  ids = {
    SHIRT: made.SHIRT.variantId,
    SOCKS: made.SOCKS.variantId,
    HAT: made.HAT.variantId,
  };
});

it('lists every variant of this mall, the newest on top, whether it has a shelf or not', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`delete from stock where mall_id = ${ctx.mallId} and variant_id = ${ids.HAT}`),
  );
  const page = await stockList(ctx, everything, pageRequest(undefined, 20));
  expect(page.total).toBe(3);
  expect(page.rows.map((row) => [row.variantCode, row.onHand, row.available])).toEqual([
    ['HAT', 0, 0],
    ['SOCKS', 2, 2],
    ['SHIRT', 5, 5],
  ]);
});

it.each([
  ['name', '셔츠', []],
  ['name', '블랙', ['SHIRT']],
  ['name', '상품 socks', ['SOCKS']],
  ['variantCode', 'HAT', ['HAT']],
  ['barcode', '8801234567890', ['SHIRT', 'SOCKS']],
  ['supplier', '달빛상사', ['SHIRT']],
  ['supplier', '달빛', ['SHIRT']],
] as const)('finds by %s %s', async (kind, word, codes) => {
  await supply(ids.SHIRT, '달빛상사');
  const page = await stockList(ctx, { kind, word, isShort: false }, pageRequest(undefined, 20));
  const found = page.rows.map((row) => row.variantCode);
  expect(kind === 'name' ? found.slice(0, 1) : found.sort()).toEqual(codes);
});

it('pages by name through all that is alike, each once, and back', async () => {
  const codes = Array.from({ length: 25 }, (_, index) => ({
    code: `CAP${index}`,
    option: '캡모자',
  }));
  await makeVariants(ctx, codes);
  const filter: StockFilter = { kind: 'name', word: '캡모자', isShort: false };
  const first = await stockList(ctx, filter, pageRequest(undefined, 20));
  const second = await stockList(ctx, filter, pageRequest(first.next ?? '', 20));
  const seen = [...first.rows, ...second.rows].map((row) => row.variantId);
  expect(first.total).toBe(25);
  expect(new Set(seen).size).toBe(25);
  const back = await stockList(ctx, filter, pageRequest(second.previous ?? '', 20));
  expect(back.rows).toEqual(first.rows);
});

it('calls short what is sold out or below its safety stock, but not what the supplier sends', async () => {
  await setSafetyQty(ctx, { variantId: ids.SOCKS, safetyQty: 3 });
  expect(await shortCodes()).toEqual(['HAT', 'SOCKS']);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update variants set is_supplier_shipped = true
      where mall_id = ${ctx.mallId} and id = ${ids.HAT}`),
  );
  await receiveStock(ctx, [{ variantId: ids.SOCKS, qty: 1 }]);
  expect(await shortCodes()).toEqual([]);
});

it('sets no safety stock of another mall', async () => {
  await expect(setSafetyQty(other, { variantId: ids.SHIRT, safetyQty: 3 })).rejects.toMatchObject({
    messageKey: 'stock.errors.unknownVariant',
  });
});

it('finds by a scanned code or barcode in this mall alone', async () => {
  expect((await variantsByCode(ctx, 'HAT')).map((row) => row.variantId)).toEqual([ids.HAT]);
  expect(await variantsByCode(ctx, '8801234567890')).toHaveLength(2);
  expect(await variantsByCode(ctx, 'nothing')).toEqual([]);
});

it('tells each movement with what it left on hand, the newest on top', async () => {
  await receiveStock(ctx, [{ variantId: ids.SHIRT, qty: 4 }], '거래명세서 12');
  await adjustStock(ctx, { variantId: ids.SHIRT, changeQty: -2, reason: '파손' });
  const ledger = await stockLedger(ctx, ids.SHIRT, null);
  expect(ledger?.movements).toMatchObject([
    { kind: 'adjust', qty: -2, onHand: 7, reason: '파손', operator: '김담당' },
    { kind: 'receive', qty: 4, onHand: 9, reason: '거래명세서 12' },
    { kind: 'receive', qty: 5, onHand: 5 },
  ]);
  const [, second] = ledger?.movements ?? [];
  const older = await stockLedger(ctx, ids.SHIRT, second?.id ?? 0);
  expect(older?.movements).toMatchObject([{ qty: 5, onHand: 5 }]);
  expect(await stockLedger(other, ids.SHIRT, null)).toBeNull();
});

it('goes on with older movements where a page ends', async () => {
  for (let count = 0; count < 55; count++)
    await receiveStock(ctx, [{ variantId: ids.HAT, qty: 1 }]);
  const newest = await stockLedger(ctx, ids.HAT, null);
  expect(newest?.movements.at(0)?.onHand).toBe(55);
  const older = await stockLedger(ctx, ids.HAT, newest?.olderThan ?? 0);
  expect(older?.movements.map((movement) => movement.onHand)).toEqual([5, 4, 3, 2, 1]);
  expect(older?.olderThan).toBeNull();
});

async function shortCodes(): Promise<string[]> {
  const filter = { ...everything, isShort: true };
  const page = await stockList(ctx, filter, pageRequest(undefined, 20));
  expect(page.rows.every((row) => row.isShort)).toBe(true);
  return page.rows.map((row) => row.variantCode).sort();
}

function supply(variantId: number, name: string) {
  return inMall(ctx, (tx) =>
    tx.execute(sql`
      with supplier as (
        insert into suppliers (mall_id, name) values (${ctx.mallId}, ${name}) returning id
      )
      update products set supplier_id = supplier.id from supplier
      where mall_id = ${ctx.mallId} and products.id = (
        select product_id from variants where mall_id = ${ctx.mallId} and id = ${variantId})`),
  );
}
