import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import {
  addVariant,
  createOrdinaryProduct,
  createProduct,
  type NewProduct,
} from './create-product';
import { editVariants } from './edit-many';
import { type EditedVariant, editVariant } from './edit-variant';
import { type ProductFilter, tagsInUse, variantList, variantOf } from './screen';
import { deleteSupplier, saveSupplier, supplierList } from './suppliers';

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  [ctx, other] = [await makeMall(), await makeMall('남의 상회')];
});

const everything: ProductFilter = { kind: 'name', word: '', show: 'all', tag: '' };

const shirt: NewProduct = {
  name: '반팔 티셔츠',
  code: '',
  supplierId: null,
  temperature: 'ambient',
  bundling: 'normal',
  maxPerParcel: null,
  tags: ['여름'],
  location: 'A-1',
  safetyQty: 3,
  isSupplierShipped: false,
  variants: [
    { variantCode: 'TS-B', barcode: '880001', option: '블랙', price: 12_000 },
    { variantCode: 'TS-W', barcode: '880001', option: '화이트', price: 12_000 },
    { variantCode: 'TS-N', barcode: '', option: '네이비', price: 13_000 },
  ],
};

const found = async (filter: Partial<ProductFilter>, who = ctx) => {
  const page = await variantList(who, { ...everything, ...filter }, pageRequest(undefined, 20));
  return page.rows;
};
const codes = async (filter: Partial<ProductFilter>, who = ctx) =>
  (await found(filter, who)).map((row) => row.variantCode).sort();

async function edited(code: string): Promise<EditedVariant> {
  const [row] = await found({ kind: 'variantCode', word: code });
  if (!row) throw new Error(`No variant ${code}`);
  return row;
}

it('makes a product with its options, the newest on top, in this mall alone', async () => {
  await createProduct(ctx, shirt);
  const rows = await found({});
  expect(rows.map((row) => row.option)).toEqual(['네이비', '화이트', '블랙']);
  expect(rows[0]).toMatchObject({
    productCode: 'TS-B',
    tags: ['여름'],
    safetyQty: 3,
    price: 13_000,
  });
  expect(await codes({}, other)).toEqual([]);
});

it('refuses a code that stands, and makes nothing then', async () => {
  await createProduct(ctx, shirt);
  const again = { ...shirt, code: 'NEW', variants: shirt.variants.slice(1) };
  await expect(createProduct(ctx, again)).rejects.toMatchObject({
    messageKey: 'products.errors.codeTaken',
  });
  expect(await codes({})).toHaveLength(3);
  await createProduct(other, shirt);
});

it('makes a product of one variant as most goods are, found by the very text that an edit writes', async () => {
  const wool = {
    name: 'Wool Socks',
    option: 'ÀÉ / 10',
    variantCode: 'WS',
    barcode: '',
    price: 500,
  };
  await createOrdinaryProduct(ctx, wool);
  expect((await found({}))[0]).toMatchObject({
    ...{ productCode: 'WS', temperature: 'ambient', bundling: 'normal', maxPerParcel: null },
    ...{ tags: [], supplierId: null, isSupplierShipped: false },
  });
  const text = () =>
    inMall(ctx, (tx) =>
      tx.execute(sql`select search_text from variants where mall_id = ${ctx.mallId}`),
    );
  const made = await text();
  expect(made).toMatchObject([{ search_text: 'wool socks àé / 10' }]);
  await editVariant(ctx, { ...(await edited('WS')), location: 'B-2' });
  expect(await text()).toEqual(made);
  await expect(createOrdinaryProduct(ctx, wool)).rejects.toThrow('products.errors.codeTaken');
});

it('finds by name, tag, temperature and what is odd about barcodes', async () => {
  await createProduct(ctx, shirt);
  await createProduct(ctx, {
    ...shirt,
    name: '냉동 만두',
    tags: ['식품'],
    temperature: 'frozen',
    variants: [{ variantCode: 'MD', barcode: '880002', option: '', price: 9_000 }],
  });
  expect(await codes({ word: '만두' })).toEqual(['MD']);
  expect(await codes({ tag: '여름' })).toEqual(['TS-B', 'TS-N', 'TS-W']);
  expect(await codes({ temperature: 'frozen' })).toEqual(['MD']);
  expect(await codes({ show: 'sameBarcode' })).toEqual(['TS-B', 'TS-W']);
  expect(await codes({ show: 'noBarcode' })).toEqual(['TS-N']);
  expect(await tagsInUse(ctx)).toEqual(['식품', '여름']);
});

it('pages through all variants, each once', async () => {
  const variants = Array.from({ length: 25 }, (_, index) => ({
    variantCode: `V${index}`,
    barcode: '',
    option: `${index}`,
    price: 0,
  }));
  await createProduct(ctx, { ...shirt, variants });
  const first = await variantList(ctx, everything, pageRequest(undefined, 20));
  const second = await variantList(ctx, everything, pageRequest(first.next ?? '', 20));
  const seen = [...first.rows, ...second.rows].map((row) => row.variantId);
  expect([first.total, new Set(seen).size]).toEqual([25, 25]);
});

it('renames a product for all its options, found under the new name', async () => {
  await createProduct(ctx, shirt);
  const changed = { ...(await edited('TS-B')), productName: '린넨 셔츠', barcode: '880001' };
  expect(await editVariant(ctx, changed)).toMatchObject({ sameBarcode: 1 });
  expect(await codes({ word: '린넨 셔츠' })).toHaveLength(3);
  expect(await editVariant(ctx, { ...changed, barcode: '880009' })).toMatchObject({
    sameBarcode: 0,
  });
});

it('neither shows nor changes a variant of another mall', async () => {
  await createProduct(ctx, shirt);
  const foreign = await edited('TS-B');
  expect(await variantOf(other, foreign.variantId)).toBeNull();
  await expect(editVariant(other, foreign)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
  await expect(editVariants(other, [foreign.variantId], { price: 1 })).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
});

it('adds an option to a product', async () => {
  const { productId } = await createProduct(ctx, shirt);
  const [like] = await found({});
  if (!like) throw new Error('nothing made');
  await addVariant(ctx, productId, { ...like, variantCode: 'TS-R', option: '레드' });
  expect(await codes({ word: '레드' })).toEqual(['TS-R']);
});

it('changes of a selection only what is given', async () => {
  await createProduct(ctx, shirt);
  const ids = (await found({})).slice(0, 2).map((row) => row.variantId);
  const changes = {
    temperature: 'chilled',
    maxPerParcel: 2,
    addsTags: ['신상'],
    removesTags: ['여름'],
  } as const;
  await editVariants(ctx, ids, { ...changes, addsTags: ['신상'], removesTags: ['여름'] });
  const rows = await found({ temperature: 'chilled' });
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    maxPerParcel: 2,
    tags: ['신상'],
    bundling: 'normal',
    location: 'A-1',
  });
  await editVariants(ctx, ids, { maxPerParcel: null });
  expect((await found({ temperature: 'chilled' }))[0]?.maxPerParcel).toBeNull();
  await expect(editVariants(ctx, ids, {})).rejects.toMatchObject({
    messageKey: 'products.errors.nothingChosen',
  });
});

it('does not change who ships while units are allocated', async () => {
  const made = await makeVariants(ctx, [{ code: 'HAT', onHand: 5 }]);
  const channelId = await makeChannel(ctx);
  const hat = made.HAT;
  const [order] = await makeOrders(ctx, [
    { orderNo: '1', channelId, lines: [{ compositionId: hat.compositionId, qty: 1 }] },
  ]);
  const reserve = (qty: number) =>
    inMall(ctx, async (tx) => {
      await tx.execute(sql`update shipment_lines set allocated_qty = ${qty}
        where mall_id = ${ctx.mallId} and shipment_id = ${order?.shipmentId ?? 0}`);
      await tx.execute(sql`update shipments set allocated_qty = ${qty},
          stage = ${qty > 0 ? 'allocated' : 'ready'}
        where mall_id = ${ctx.mallId} and id = ${order?.shipmentId ?? 0}`);
      await tx.execute(sql`update stock set allocated = ${qty}
        where mall_id = ${ctx.mallId} and variant_id = ${hat.variantId}`);
    });
  await reserve(1);
  await expect(
    editVariants(ctx, [hat.variantId], { isSupplierShipped: true }),
  ).rejects.toMatchObject({ messageKey: 'products.errors.allocated' });
  await reserve(0);
  await editVariants(ctx, [hat.variantId], { isSupplierShipped: true });
  expect(await codes({ show: 'supplierShipped' })).toEqual(['HAT']);
});

it('keeps suppliers by name, and forgets only one from whom nothing comes', async () => {
  const bare = { phone: '', email: '', memo: '' };
  const { id } = await saveSupplier(ctx, { name: '한빛상사', ...bare });
  await expect(saveSupplier(ctx, { name: '한빛상사', ...bare })).rejects.toMatchObject({
    messageKey: 'products.errors.supplierTaken',
  });
  await createProduct(ctx, { ...shirt, supplierId: id });
  expect(await supplierList(ctx)).toMatchObject([{ name: '한빛상사', products: 1 }]);
  expect(await codes({ kind: 'supplier', word: '한빛상사' })).toHaveLength(3);
  await expect(deleteSupplier(ctx, id)).rejects.toMatchObject({
    messageKey: 'products.errors.supplierUsed',
  });
  await expect(deleteSupplier(other, id)).rejects.toMatchObject({ messageKey: 'errors.notFound' });
  await expect(createProduct(other, { ...shirt, supplierId: id })).rejects.toMatchObject({
    messageKey: 'products.errors.unknownSupplier',
  });
  const empty = await saveSupplier(ctx, { name: '빈상사', ...bare });
  await deleteSupplier(ctx, empty.id);
  expect(await supplierList(ctx)).toHaveLength(1);
});
