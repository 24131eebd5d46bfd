import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  makeChannel,
  makeComposition,
  makeMall,
  makeVariants,
  type TestVariant,
  untilSomebodyWaits,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { compositionsOf } from './answers';
import { matchShipments, unmatchedShipments } from './match';
import { matchByHand } from './match-key';
import { rememberedMatches } from './matches-screen';
import { readOddities } from './oddities';
import { previewMatching } from './preview';
import { matchRuleOf } from './reasons';
import { type WaitingKey, type WaitingLine, waitingKeys, waitingLines } from './screen';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  const other = await makeMall('남의 상회');
  await makeVariants(other, [{ code: 'V1', barcode: '8800001112223' }]);
});

type Codes = Parameters<typeof collectedLine>[1];

/** One order of one line, matched by itself; by which rule, and to which variant. */
async function matched(codes: Codes, into = channelId): Promise<[string | null, string | null]> {
  orderNo += 1;
  const key = `A-${orderNo}`;
  const { added } = await takeIn(ctx, into, [
    collectedOrder(key, [collectedLine(`${key}:1`, codes)]),
  ]);
  const looked = await previewMatching(ctx, { orderIds: added });
  const { lines } = await matchShipments(ctx, { orderIds: added });
  expect(looked.lines).toBe(lines);
  const line = await lineOf(key);
  if (line.rule !== null) expect(looked.byRule).toEqual({ [line.rule]: 1 });
  return [line.rule, line.code];
}
let orderNo = 0;

async function lineOf(key: string) {
  const found = await inMall(ctx, (tx) =>
    oneRow<{ id: number; rule: number | null; code: string | null; oddities: number[] | null }>(
      tx,
      sql`
      select part.id, part.match_rule as rule, part.match_oddities as oddities,
        (select string_agg(variant.variant_code, '+' order by variant.variant_code)
          from composition_items item
          join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
          where item.mall_id = part.mall_id and item.composition_id = part.composition_id) as code
      from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join shipment_lines part
        on part.mall_id = line.mall_id and part.order_line_id = line.id
      where line.mall_id = ${ctx.mallId} and orders.order_no = ${key}`,
    ),
  );
  return { ...found, rule: matchRuleOf(found.rule) };
}

const stocked = <Code extends string>(...variants: (TestVariant & { code: Code })[]) =>
  makeVariants(ctx, variants);

/** Puts a variant under the product of another one. */
async function underOneProduct(code: string, of: string) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update variants set product_id = (
        select product_id from variants where mall_id = ${ctx.mallId} and variant_code = ${of})
      where mall_id = ${ctx.mallId} and variant_code = ${code}`),
  );
}

it('takes the first rule that applies: remembered, code, product code, barcode, other channel', async () => {
  const shelf = await stocked(
    { code: 'OWN' },
    { code: 'CODE' },
    { code: 'PRODUCT' },
    { code: 'BAR', barcode: '8800001112223' },
    { code: 'SIBLING' },
  );
  const sibling = await makeChannel(ctx, { account: 'second' });
  await remember(sibling, 'SIBLING', shelf);
  const all: Codes = { sellerOptionCode: 'CODE', sellerProductCode: 'P-PRODUCT' };
  expect(await matched(all)).toEqual(['sellerCode', 'CODE']);
  expect(await matched({ ...all, sellerOptionCode: '8800001112223' })).toEqual([
    'sellerProductCode',
    'PRODUCT',
  ]);
  expect(await matched({ sellerOptionCode: '8800001112223' })).toEqual(['barcode', 'BAR']);
  expect(await matched({})).toEqual(['otherChannel', 'SIBLING']);
  await remember(channelId, 'OWN', shelf);
  expect(await matched(all)).toEqual(['remembered', 'OWN']);
});

async function remember<Code extends string>(
  into: number,
  code: Code,
  shelf: Record<Code, { variantId: number }>,
): Promise<void> {
  const key = `R-${into}-${code}`;
  await takeIn(ctx, into, [collectedOrder(key, [collectedLine(`${key}:1`)])]);
  const { id: lineId } = await lineOf(key);
  const items = [{ variantId: shelf[code].variantId, qty: 1 }];
  await matchByHand(ctx, { lineId, items, remember: true });
}

it('never matches by a code that is the code of one variant and the barcode of another', async () => {
  await stocked({ code: '8800001112223' }, { code: 'V2', barcode: '8800001112223' });
  expect(await matched({ sellerOptionCode: '8800001112223' })).toEqual([null, null]);
});

it('never matches by a barcode that two variants carry', async () => {
  await stocked({ code: 'V1', barcode: '880' }, { code: 'V2', barcode: '880' });
  expect(await matched({ sellerOptionCode: '880' })).toEqual([null, null]);
});

it.each([
  ['of the product', 'P-V1', 'sellerProductCode'],
  ['of its variant', 'V1', 'sellerProductCode'],
  ['that is its barcode', '880', 'barcode'],
])('matches by a product-level code %s only while it has one variant', async (_, code, rule) => {
  await stocked({ code: 'V1', barcode: '880' });
  expect(await matched({ sellerProductCode: code })).toEqual([rule, 'V1']);
  await stocked({ code: 'V2' });
  await underOneProduct('V2', 'V1');
  expect(await matched({ sellerProductCode: code })).toEqual([null, null]);
});

it('asks no other channel where codes are not marketplace-wide, or where there is no code', async () => {
  const shelf = await stocked({ code: 'V1' });
  for (const marketplace of ['cafe24', 'coupang'])
    await remember(await makeChannel(ctx, { marketplace, account: 'a' }), 'V1', shelf);
  const cafe24 = await makeChannel(ctx, { marketplace: 'cafe24', account: 'b' });
  expect(await matched({}, cafe24)).toEqual([null, null]);
  expect(await matched({ productCode: '' })).toEqual([null, null]);
  expect(await matched({})).toEqual(['otherChannel', 'V1']);
});

it('asks no other channels that disagree', async () => {
  const shelf = await stocked({ code: 'V1' }, { code: 'V2' });
  await remember(await makeChannel(ctx, { account: 'a' }), 'V1', shelf);
  await remember(await makeChannel(ctx, { account: 'b' }), 'V2', shelf);
  expect(await matched({})).toEqual([null, null]);
});

it('flags a price far from the goods, and a quantity far from the usual', async () => {
  await stocked({ code: 'V1', price: 40_000 });
  const codes = { sellerOptionCode: 'V1', unitPrice: 10_000, amount: 10_000 };
  await matched(codes);
  for (let more = 0; more < 3; more++) await matched({ ...codes, unitPrice: 40_000 });
  await matched({ ...codes, unitPrice: 40_000, quantity: 12, amount: 480_000 });
  const flagged = [];
  for (let line = orderNo - 4; line <= orderNo; line++)
    flagged.push(readOddities((await lineOf(`A-${line}`)).oddities));
  expect(flagged).toEqual([
    [{ rule: 'priceFar', values: [10_000, 40_000] }],
    [],
    [],
    [],
    [{ rule: 'manyUnits', values: [12, 1] }],
  ]);
});

it('flags a price far from goods that nothing was ever matched to', async () => {
  await stocked({ code: 'V1', price: 40_000 });
  await forgetCompositions();
  expect(await matched({ sellerOptionCode: 'V1', unitPrice: 10_000, amount: 10_000 })).toEqual([
    'sellerCode',
    'V1',
  ]);
  expect(readOddities((await lineOf(`A-${orderNo}`)).oddities)).toEqual([
    { rule: 'priceFar', values: [10_000, 40_000] },
  ]);
});

it('says of each line that waits why no rule matched it', async () => {
  await stocked(
    { code: 'V1', barcode: '8800001112223' },
    { code: 'V2', barcode: '8800001112223' },
    { code: 'V3' },
    { code: 'V4' },
  );
  await underOneProduct('V4', 'V3');
  await matched({ productCode: 'C1' });
  await matched({ productCode: 'C2', sellerOptionCode: 'X-1' });
  await matched({ productCode: 'C3', sellerOptionCode: '8800001112223' });
  await matched({ productCode: 'C4', sellerProductCode: 'V3' });
  await matched({ productCode: 'C5', sellerOptionCode: 'LATER' });
  await matched({ productCode: 'C6', sellerOptionCode: 'TWICE' });
  const { LATER } = await stocked({ code: 'LATER' }, { code: 'TWICE' });
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into kits (mall_id, code, name, composition_id)
      values (${ctx.mallId}, 'TWICE', '두 번 있는 코드', ${LATER.compositionId})`),
  );
  const expected = [
    { rule: 'noCode' },
    { rule: 'unknownCode', code: 'X-1' },
    { rule: 'sharedCode', code: '8800001112223', variantCodes: ['V1', 'V2'], others: 0 },
    { rule: 'sharedCode', code: 'V3', variantCodes: ['V3', 'V4'], others: 0 },
    { rule: 'matchable' },
    { rule: 'sharedCode', code: 'TWICE', variantCodes: ['TWICE'], others: 1 },
  ];
  const inOrder = (found: readonly (WaitingLine | WaitingKey)[]) =>
    found.toSorted((one, other) => one.lineId - other.lineId).map((line) => line.why);
  const { rows: lines } = await waitingLines(ctx, {}, { size: 20, at: 'first' });
  expect(inOrder(lines)).toEqual(expected);
  expect(inOrder((await waitingKeys(ctx, {})).rows)).toEqual(expected);
});

it('compares no price of another currency with goods that are priced in won', async () => {
  const { V1 } = await stocked({ code: 'V1', price: 33_000 });
  const dollars = { unitPrice: 2_500, amount: 2_500, currency: 'USD' };
  await matched({ sellerOptionCode: 'V1', ...dollars });
  expect((await lineOf(`A-${orderNo}`)).oddities).toBeNull();
  await matched({ productCode: 'C200', productName: '양말', ...dollars });
  const { id } = await lineOf(`A-${orderNo}`);
  await matchByHand(ctx, {
    lineId: id,
    items: [{ variantId: V1.variantId, qty: 1 }],
    remember: true,
  });
  expect((await lineOf(`A-${orderNo}`)).oddities).toBeNull();
  expect((await rememberedMatches(ctx, { show: 'odd' }, { size: 20, at: 'first' })).total).toBe(0);
});

it('two runs at once match to goods that nothing was ever matched to', async () => {
  await stocked({ code: 'V1', price: 40_000 });
  await forgetCompositions();
  const bring = async (key: string) => {
    const codes = { sellerOptionCode: 'V1', unitPrice: 10_000, amount: 10_000 };
    const order = collectedOrder(key, [collectedLine(`${key}:1`, codes)]);
    return { orderIds: (await takeIn(ctx, channelId, [order])).added };
  };
  const [one, other] = [await bring('B-1'), await bring('B-2')];
  const { waiting } = await inMall(ctx, async (tx) => {
    const { tables, rows } = compositionsOf(ctx, await unmatchedShipments(tx, ctx, one, sql``));
    await tx.execute(sql`with ${tables} ${rows}`);
    const run = matchShipments(ctx, other);
    await untilSomebodyWaits(tx);
    return { waiting: run };
  });
  expect(await waiting).toMatchObject({ lines: 1 });
  expect(await matchShipments(ctx, one)).toMatchObject({ lines: 1 });
  const oddities = [10_000, 40_000];
  for (const key of ['B-1', 'B-2']) {
    const line = await lineOf(key);
    expect([line.code, readOddities(line.oddities)]).toEqual([
      'V1',
      [{ rule: 'priceFar', values: oddities }],
    ]);
  }
});

/** As a mall stands that has only just brought its goods. */
async function forgetCompositions() {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`delete from composition_items where mall_id = ${ctx.mallId}`);
    await tx.execute(sql`delete from compositions where mall_id = ${ctx.mallId}`);
  });
}

it('reads the code of a kit as all that it is made of', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'CUP' }, { code: 'PLATE' }]);
  await inMall(ctx, async (tx) => {
    const items = [shelf.CUP, shelf.PLATE].map((made) => ({
      variantId: made.variantId,
      qty: 1,
    }));
    const compositionId = await makeComposition(tx, ctx, items);
    await tx.execute(sql`insert into kits (mall_id, code, name, composition_id)
      values (${ctx.mallId}, 'SET-1', '식기 세트', ${compositionId})`);
  });
  expect(await matched({ sellerOptionCode: 'SET-1' })).toEqual(['sellerKit', 'CUP+PLATE']);
  expect(await matched({ sellerProductCode: 'SET-1' })).toEqual(['sellerKit', 'CUP+PLATE']);
  await makeVariants(ctx, [{ code: 'SET-1' }]);
  expect(await matched({ sellerOptionCode: 'SET-1' })).toEqual([null, null]);
});
