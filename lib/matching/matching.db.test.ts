import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { dumpMall, makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { keptByUndo } from '@/lib/shipments/runs/kept';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { matchShipments } from './match';
import { matchByHand } from './match-key';
import type { LineFilter } from './open-lines';
import { matchRules } from './reasons';
import { undoMatching } from './rematch/undo';
import { matchCounts, matchedLines, waitingKeys, waitingLines } from './screen';
import { searchVariants } from './search';
import { openSubject } from './subject';
import { suggestVariants } from './suggest';

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  channelId = await makeChannel(ctx);
  const otherChannel = await makeChannel(otherMall);
  await makeOrders(otherMall, [unmatched('A-1', otherChannel)]);
});
afterEach(async () => {
  const foreign = await inMall(otherMall, (tx) =>
    rows(tx, sql`select stage from shipments where mall_id = ${otherMall.mallId}`),
  );
  expect(foreign).toEqual([{ stage: 'unmatched' }]);
});

it('matches by the seller code, then by the barcode, and says which', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'V1' }, { code: 'V2', barcode: '8800001112223' }]);
  const orders = await makeOrders(ctx, [
    unmatched('A-1', channelId),
    unmatched('A-2', channelId),
    unmatched('A-3', channelId),
  ]);
  await setSellerCode(orders[0]?.lineIds[0], 'V1');
  await setSellerCode(orders[1]?.lineIds[0], '8800001112223');
  const result = await matchShipments(ctx);
  expect(result).toMatchObject({ lines: 2, shipments: 2, open: 3 });
  expect(await linesOf(orders.map((order) => order.shipmentId))).toEqual([
    { stage: 'ready', rule: matchRules.sellerCode, composition: shelf.V1.compositionId },
    { stage: 'ready', rule: matchRules.barcode, composition: shelf.V2.compositionId },
    { stage: 'unmatched', rule: null, composition: null },
  ]);
});

it('never matches a barcode that two variants carry', async () => {
  await makeVariants(ctx, [
    { code: 'V1', barcode: '8800001112223' },
    { code: 'V2', barcode: '8800001112223' },
  ]);
  const [order] = await makeOrders(ctx, [unmatched('A-1', channelId)]);
  await setSellerCode(order?.lineIds[0], '8800001112223');
  expect(await matchShipments(ctx)).toMatchObject({ lines: 0 });
});

it('keeps a shipment unmatched while one of its lines is', async () => {
  await makeVariants(ctx, [{ code: 'V1' }]);
  const [order] = await makeOrders(ctx, [
    {
      orderNo: 'A-1',
      channelId,
      lines: [
        { compositionId: null, qty: 1 },
        { compositionId: null, qty: 2 },
      ],
    },
  ]);
  await setSellerCode(order?.lineIds[0], 'V1');
  expect(await matchShipments(ctx)).toMatchObject({ lines: 1 });
  expect((await waitingLines(ctx, {}, { size: 20, at: 'first' })).total).toBe(1);
});

it('matches all open lines of the key at once, and later ones by themselves', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'V1' }, { code: 'V2' }]);
  const [first] = await makeOrders(ctx, [
    unmatched('A-1', channelId),
    unmatched('A-2', channelId),
    unmatched('A-3', channelId),
  ]);
  const lineId = first?.lineIds[0] ?? 0;
  expect(await openSubject(ctx, { lineIds: [lineId], waiting: true })).toMatchObject({
    ...{ lineId, waitingLines: 3, current: null, radius: null },
  });
  expect((await waitingKeys(ctx, {})).rows).toMatchObject([{ lines: 3, units: 3 }]);
  expect(await matchCounts(ctx, {})).toEqual({ keys: 1, lines: 3, matched: 0, held: 0 });
  const kit = [
    { variantId: shelf.V1.variantId, qty: 1 },
    { variantId: shelf.V2.variantId, qty: 2 },
  ];
  expect(await matchByHand(ctx, { lineId, items: kit, remember: true })).toMatchObject({
    lines: 3,
  });
  const explained = await matchedLines(ctx, {}, { size: 20, at: 'first' });
  expect(explained.rows[0]).toMatchObject({
    rule: matchRules.byHand,
    items: [
      { variantCode: 'V1', qty: 1 },
      { variantCode: 'V2', qty: 2 },
    ],
  });
  const [later] = await makeOrders(ctx, [unmatched('A-4', channelId)]);
  expect(await matchShipments(ctx)).toMatchObject({ lines: 1 });
  expect((await linesOf([later?.shipmentId ?? 0]))[0]?.rule).toBe(matchRules.remembered);
});

it('lists behind the row of a product and option exactly the lines that it counts', async () => {
  const other = await makeChannel(ctx, { account: 'second' });
  const [, , red, unknown, nameless] = await makeOrders(ctx, [
    ...['A-1', 'A-2', 'A-3', 'A-4', 'A-5'].map((orderNo) => unmatched(orderNo, channelId)),
    unmatched('B-1', other),
  ]);
  const change = (order: typeof red, to: ReturnType<typeof sql>) =>
    inMall(ctx, (tx) =>
      tx.execute(sql`
        update order_lines set ${to} where mall_id = ${ctx.mallId} and order_id = ${order?.orderId ?? 0}`),
    );
  await change(red, sql`option_key = 'red'`);
  for (const order of [unknown, nameless]) await change(order, sql`product_key = ''`);
  const keys = (await waitingKeys(ctx, {})).rows;
  const behind = await Promise.all(
    keys.map(({ lineId }) => waitingLines(ctx, { sameAs: lineId }, { size: 20, at: 'first' })),
  );
  expect(behind.map(({ total }) => total)).toEqual(keys.map(({ lines }) => lines));
  expect(keys.map(({ orderNo }) => orderNo)).toEqual(['A-1', 'A-3', 'A-4', 'A-5', 'B-1']);
  expect(behind.map(({ rows: lines }) => lines.map(({ orderNo }) => orderNo).sort())).toEqual([
    ['A-1', 'A-2'],
    ...['A-3', 'A-4', 'A-5', 'B-1'].map((orderNo) => [orderNo]),
  ]);
});

it('counts what waits as the lists show it, whatever is asked for', async () => {
  const other = await makeChannel(ctx, { account: 'second' });
  await makeOrders(ctx, [unmatched('A-1', channelId), unmatched('A-2', channelId)]);
  await makeOrders(ctx, [unmatched('B-1', other)]);
  const asked: [LineFilter, { keys: number; lines: number }][] = [
    [{}, { keys: 2, lines: 3 }],
    [{ channelIds: [channelId] }, { keys: 1, lines: 2 }],
    [
      { searchKind: 'orderNo', word: 'B-1' },
      { keys: 1, lines: 1 },
    ],
    [
      { searchKind: 'productCode', word: 'nothing of this' },
      { keys: 0, lines: 0 },
    ],
    [{ from: '2999-01-01T00:00:00Z' }, { keys: 0, lines: 0 }],
  ];
  for (const [filter, expected] of asked) {
    const keys = await waitingKeys(ctx, filter);
    const { rows: lines } = await waitingLines(ctx, filter, { size: 20, at: 'first' });
    expect({ keys: keys.rows.length, lines: lines.length }).toEqual(expected);
    expect(keys.counts).toEqual(expected);
    expect(await matchCounts(ctx, filter)).toMatchObject(expected);
  }
});

it('matches one line alone when the match is not to be remembered', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'V1' }]);
  const [first] = await makeOrders(ctx, [unmatched('A-1', channelId), unmatched('A-2', channelId)]);
  const items = [{ variantId: shelf.V1.variantId, qty: 1 }];
  const lineId = first?.lineIds[0] ?? 0;
  expect(await matchByHand(ctx, { lineId, items, remember: false })).toMatchObject({ lines: 1 });
  expect(await matchShipments(ctx)).toMatchObject({ lines: 0 });
  await expect(matchByHand(ctx, { lineId, items, remember: false })).rejects.toMatchObject({
    messageKey: 'match.errors.alreadyMatched',
  });
});

it('refuses variants of another mall', async () => {
  const foreign = await makeVariants(otherMall, [{ code: 'V1' }]);
  const [order] = await makeOrders(ctx, [unmatched('A-1', channelId)]);
  const items = [{ variantId: foreign.V1.variantId, qty: 1 }];
  await expect(
    matchByHand(ctx, { lineId: order?.lineIds[0] ?? 0, items, remember: true }),
  ).rejects.toMatchObject({ messageKey: 'match.errors.unknownVariant' });
});

it('is taken back exactly by its undo, with what was remembered', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'V1' }]);
  const [first] = await makeOrders(ctx, [unmatched('A-1', channelId), unmatched('A-2', channelId)]);
  const before = await dumpMall(ctx);
  const items = [{ variantId: shelf.V1.variantId, qty: 3 }];
  const { runId } = await matchByHand(ctx, {
    lineId: first?.lineIds[0] ?? 0,
    items,
    remember: true,
  });
  expect(await dumpMall(ctx)).not.toEqual(before);
  expect(await undoMatching(ctx, runId)).toEqual({ undone: 2, kept: 0 });
  expect(await dumpMall(ctx)).toEqual(before);
  await expect(undoMatching(ctx, runId)).rejects.toMatchObject({
    messageKey: 'errors.alreadyUndone',
  });
});

it('does not take back a shipment that something touched since', async () => {
  await makeVariants(ctx, [{ code: 'V1' }]);
  const orders = await makeOrders(ctx, [unmatched('A-1', channelId), unmatched('A-2', channelId)]);
  for (const order of orders) await setSellerCode(order.lineIds[0], 'V1');
  const { runId } = await matchShipments(ctx);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set last_run_id = ${(runId ?? 0) + 1000}
      where mall_id = ${ctx.mallId} and id = ${orders[0]?.shipmentId}`),
  );
  expect(await undoMatching(ctx, runId ?? 0)).toEqual({ undone: 1, kept: 1 });
  const [undo] = await pastRuns(ctx, 'match');
  expect(await keptByUndo(ctx, undo?.id ?? 0)).toMatchObject([
    { id: orders[0]?.shipmentId, orderNo: 'A-1' },
  ]);
});

it('finds variants by part of a name, in the order of likeness', async () => {
  await makeVariants(ctx, [
    { code: 'V1', option: '색상=블랙, 사이즈=L' },
    { code: 'V2', option: '색상=아이보리, 사이즈=M' },
  ]);
  const found = await suggestVariants(ctx, named('상품 V1', '블랙 L'));
  expect(found[0]?.variantCode).toBe('V1');
  expect(await searchVariants(ctx, { kind: 'variantCode', word: 'V2' })).toHaveLength(1);
  expect(await searchVariants(otherMall, { kind: 'name', word: '상품' })).toEqual([]);
  const [likeliest] = await searchVariants(ctx, { kind: 'name', word: ' 상품 V2 ' });
  expect(likeliest?.variantCode).toBe('V2');
  expect(likeliest?.similarityPercent).toBeGreaterThan(0);
});

it('puts the variant of the asked size before its equals', async () => {
  await makeVariants(ctx, [
    { code: 'V1', option: '색상=네이비, 사이즈=M' },
    { code: 'V2', option: '색상=네이비, 사이즈=L' },
  ]);
  const found = await suggestVariants(ctx, named('상품', '네이비 L'));
  expect(found.map(({ variantCode }) => variantCode)).toEqual(['V2', 'V1']);
});

it('suggests what other options of the same name mean, also where each option has a code of its own', async () => {
  const { V1 } = await makeVariants(ctx, [{ code: 'V1', option: '' }]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into matches (mall_id, channel_id, product_key, option_key, product_name,
        composition_id, rule, matched_at)
      values (${ctx.mallId}, ${channelId}, 'C8', 'm', '가을 신상', ${V1.compositionId}, 110,
        ${ctx.now.toISOString()})`),
  );
  const found = await suggestVariants(ctx, named('가을 신상', 'l'));
  expect(found).toMatchObject([{ variantCode: 'V1', reason: 'sibling' }]);
});

function named(productName: string, option: string) {
  return {
    ...{ channelId, productKey: 'C9', optionKey: option, productCode: 'C9', productName, option },
    ...{ sellerOptionCode: '', sellerProductCode: '' },
  };
}

function unmatched(orderNo: string, channel: number) {
  return { orderNo, channelId: channel, lines: [{ compositionId: null, qty: 1 }] };
}

async function setSellerCode(lineId: number | undefined, code: string) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`update order_lines set seller_option_code = ${code}
      where mall_id = ${ctx.mallId} and id in (
        select order_line_id from shipment_lines where mall_id = ${ctx.mallId} and id = ${lineId})`),
  );
}

async function linesOf(shipmentIds: number[]) {
  return inMall(ctx, (tx) =>
    rows<{ stage: string; rule: number | null; composition: number | null }>(
      tx,
      sql`
      select shipment.stage, line.match_rule as rule, line.composition_id as composition
      from shipments shipment
      join shipment_lines line
        on line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
      where shipment.mall_id = ${ctx.mallId}
        and shipment.id = any(${sql.param(shipmentIds)}::bigint[])
      order by shipment.id, line.id`,
    ),
  );
}
