import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants, TEST_NOW } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import { hold, lift } from '@/lib/shipments/holds/hold';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { allocateShipments } from './allocate';
import { allocationChoices } from './choices';
import type { Conditions, Where } from './conditions';
import { deallocateShipments } from './deallocate';
import { runDecisions } from './run-decisions';
import { savePriority } from './saved-priority';
import { type AllocationTab, allocationScreen } from './screen';
import { allShortages, shortageList } from './shortages';
import { undoAllocation } from './undo';

const DAY_MS = 86_400_000;
const where: Where = {
  from: new Date(TEST_NOW.getTime() - 30 * DAY_MS),
  until: new Date(TEST_NOW.getTime() + DAY_MS),
  channelIds: [],
  supplierIds: [],
  tags: [],
};
const conditions: Conditions = {
  ...where,
  reallocatesWhole: false,
  reallocatesPartly: true,
  servesPartly: true,
  includesHeld: false,
  splitting: 'off',
};

let database: TestDatabase;
let ctx: Ctx;
let ids: { whole: number; partly: number; none: number; held: number; old: number };
let shirtId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const goods = await makeVariants(ctx, [
    { code: 'SHIRT', onHand: 5 },
    { code: 'SOCKS', onHand: 1 },
  ]);
  shirtId = goods.SHIRT.variantId;
  const shirt = goods.SHIRT.compositionId;
  const socks = goods.SOCKS.compositionId;
  const line = (compositionId: number, qty: number) => ({ compositionId, qty });
  const made = await makeOrders(ctx, [
    { orderNo: 'WHOLE', channelId, lines: [line(shirt, 4)], paidAt: at(4) },
    { orderNo: 'PARTLY', channelId, lines: [line(shirt, 3), line(socks, 1)], paidAt: at(3) },
    { orderNo: 'NONE', channelId, lines: [line(shirt, 9)], paidAt: at(2), shipBy: TEST_NOW },
    { orderNo: 'HELD', channelId, lines: [line(shirt, 1)], paidAt: at(1) },
    { orderNo: 'OLD', channelId, lines: [line(shirt, 1)], paidAt: at(90) },
  ]);
  const [whole = 0, partly = 0, none = 0, held = 0, old = 0] = made.map((row) => row.shipmentId);
  ids = { whole, partly, none, held, old };
  await inMall(ctx, (tx) => hold(tx, ctx, [held], 'operator', '입고 대기'));
});

const at = (daysAgo: number) => new Date(TEST_NOW.getTime() - daysAgo * DAY_MS);
const show = (tab: AllocationTab, size = 20, page?: string) =>
  allocationScreen(ctx, where, { tab, request: pageRequest(page, size) });

it('puts each open shipment of the period under one tab', async () => {
  await allocateShipments(ctx, conditions);
  const { counts, outside } = await show('whole');
  expect(counts).toEqual({
    whole: 1,
    partly: 1,
    none: 1,
    waiting: 0,
    leftOut: 1,
    short: 2,
    held: 1,
  });
  expect(outside).toMatchObject({ count: 1, from: '2025-12-02' });
  expect(await idsOf('whole')).toEqual([ids.whole]);
  expect(await idsOf('partly')).toEqual([ids.partly]);
  expect(await idsOf('none')).toEqual([ids.none]);
  expect(await idsOf('leftOut')).toEqual([ids.held]);
  expect(await idsOf('short')).toEqual([ids.none, ids.partly]);
  expect(await idsOf('held')).toEqual([ids.held]);
  expect((await show('held')).page.rows[0]?.holdNotes).toEqual({ operator: '입고 대기' });
});

it('holds under 재고부족 and 보류 exactly the rows that the side panel counts', async () => {
  await allocateShipments(ctx, conditions);
  const { panel } = await stageCounts(ctx);
  const { counts } = await show('whole');
  expect([counts.short, counts.held]).toEqual([panel.short, panel.held]);
});

it('says beside 할당 how many wait under its tabs, and of those left out why', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set is_unacknowledged = true
      where mall_id = ${ctx.mallId} and id = ${ids.none}`),
  );
  const { counts, outside } = await show('whole');
  expect(counts).toMatchObject({ partly: 0, none: 0, waiting: 2, leftOut: 2 });
  expect((await stageCounts(ctx)).allocate).toBe(counts.waiting + outside.count);
  const { page } = await show('leftOut');
  expect(page.rows.map(({ id, reason }) => [id, reason?.rule])).toEqual([
    [ids.held, undefined],
    [ids.none, 'unacknowledged'],
  ]);
  await allocateShipments(ctx, conditions);
  const after = (await show('whole')).counts;
  expect((await stageCounts(ctx)).allocate).toBe(after.partly + after.none + outside.count);
});

it('shows the lines, why, and what is missing now', async () => {
  await allocateShipments(ctx, conditions);
  const { page, names } = await show('none');
  const row = page.rows.find((one) => one.id === ids.none);
  expect(row).toMatchObject({
    orderNo: 'NONE',
    otherOrders: 0,
    wantedQty: 9,
    lines: [{ productName: '셔츠', qty: 9, allocatedQty: 0 }],
    missing: [{ variantCode: 'SHIRT', qty: 8 }],
  });
  expect(row?.reason?.values).toMatchObject({ variant: shirtId, needed: 9 });
  expect(names).toEqual({ variants: { [shirtId]: 'SHIRT(상품 SHIRT)' }, orderNos: {} });
});

it('calls nothing unshippable that no allocation has looked at', async () => {
  const { page, counts } = await show('waiting');
  expect(counts).toMatchObject({ none: 0, waiting: 3, leftOut: 1 });
  expect(page.rows.map((row) => row.reason)).toEqual([null, null, null]);
  await allocateShipments(ctx, conditions);
  await deallocateShipments(ctx, [ids.whole]);
  expect(await idsOf('waiting')).toEqual([ids.whole]);
});

it('pages by key, forth and back, without losing or repeating a row', async () => {
  await inMall(ctx, (tx) => lift(tx, ctx, [ids.held], 'operator'));
  const first = await show('waiting', 2);
  const second = await show('waiting', 2, first.page.next ?? '');
  const again = await show('waiting', 2, second.page.previous ?? '');
  const last = await show('waiting', 2, 'last');
  const idsOn = ({ page }: typeof first) => page.rows.map((row) => row.id);
  expect([...idsOn(first), ...idsOn(second)]).toEqual([ids.held, ids.none, ids.partly, ids.whole]);
  expect(idsOn(again)).toEqual(idsOn(first));
  expect(idsOn(last)).toEqual(idsOn(second));
  expect([first.page.firstNo, second.page.firstNo]).toEqual([4, 2]);
});

it('lists what is short: by how many, for how many, how soon', async () => {
  await allocateShipments(ctx, conditions);
  expect(await allShortages(ctx, where)).toMatchObject([
    {
      variantCode: 'SHIRT',
      neededQty: 12,
      availableQty: 1,
      shortQty: 11,
      waitingShipments: 2,
      soonestShipBy: expect.stringContaining('2026-03-02'),
    },
  ]);
});

it('pages what is short without losing or repeating one, those without a date last', async () => {
  const codes = Array.from({ length: 7 }, (_, at) => `SKU-${at}`);
  const goods = await makeVariants(
    ctx,
    codes.map((code) => ({ code })),
  );
  const channelId = await makeChannel(ctx, { account: 'second' });
  await makeOrders(
    ctx,
    codes.map((code, index) => ({
      orderNo: code,
      channelId,
      lines: [{ compositionId: goods[code]?.compositionId ?? 0, qty: 1 + (index % 2) }],
      shipBy: index < 4 ? new Date(TEST_NOW.getTime() + (index % 2) * DAY_MS) : undefined,
    })),
  );
  const all = (await allShortages(ctx, where)).map((row) => row.variantCode);
  expect(all).toEqual(['SHIRT', 'SKU-0', 'SKU-2', 'SKU-1', 'SKU-3', 'SKU-5', 'SKU-4', 'SKU-6']);
  const read = (page?: string) => shortageList(ctx, where, pageRequest(page, 3));
  const codesOf = ({ rows: shown }: Awaited<ReturnType<typeof read>>) =>
    shown.map((row) => row.variantCode);
  const first = await read();
  const second = await read(first.next ?? '');
  const third = await read(second.next ?? '');
  expect([first, second, third].flatMap(codesOf)).toEqual(all);
  expect([first, second, third].map((page) => [page.total, page.firstNo])).toEqual([
    [8, 8],
    [8, 5],
    [8, 2],
  ]);
  expect(third.next).toBeNull();
  expect(codesOf(await read(third.previous ?? ''))).toEqual(codesOf(second));
  expect(codesOf(await read('last'))).toEqual(all.slice(-3));
});

it('looks at goods of any of several suppliers and tags', async () => {
  const goods = await makeVariants(ctx, [{ code: 'A' }, { code: 'B' }, { code: 'C' }]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      with made as (
        insert into suppliers (mall_id, name)
        values (${ctx.mallId}, '가'), (${ctx.mallId}, '나') returning id, name
      )
      update products set supplier_id = made.id from made
      where products.mall_id = ${ctx.mallId}
        and products.code = case made.name when '가' then 'P-A' else 'P-B' end`),
  );
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update variants set tags = case variant_code when 'A' then '{여름}'::text[]
        when 'B' then '{겨울}'::text[] else '{여름,겨울}'::text[] end
      where mall_id = ${ctx.mallId} and variant_code in ('A', 'B', 'C')`),
  );
  const channelId = await makeChannel(ctx, { account: 'second' });
  await makeOrders(
    ctx,
    [[goods.A], [goods.B], [goods.C], [goods.A, goods.C]].map((inside, index) => ({
      orderNo: `${index}`,
      channelId,
      lines: inside.map(({ compositionId }) => ({ compositionId, qty: 1 })),
    })),
  );
  const suppliers = (await allocationChoices(ctx)).suppliers.map((supplier) => supplier.id);
  const short = async (chosen: Partial<Where>) =>
    (await allShortages(ctx, { ...where, ...chosen })).map((row) => row.variantCode).sort();
  expect(await short({})).toEqual(expect.arrayContaining(['A', 'B', 'C']));
  expect(await short({ supplierIds: suppliers })).toEqual(['A', 'B']);
  expect(await short({ supplierIds: suppliers.slice(0, 1) })).toEqual(['A']);
  expect(await short({ tags: ['여름'] })).toEqual(['A', 'C']);
  expect(await short({ tags: ['여름', '겨울'] })).toEqual(['A', 'B', 'C']);
  expect(await short({ supplierIds: suppliers, tags: ['겨울'] })).toEqual(['B']);
});

it('tells of a run and of its undo what each decided', async () => {
  const { runId } = await allocateShipments(ctx, conditions);
  const release = await deallocateShipments(ctx, [ids.whole]);
  const undone = await undoAllocation(ctx, runId);
  const rulesOf = async (id: number) =>
    (await runDecisions(ctx, id)).decisions.map(({ orderNo, reason }) => [orderNo, reason.rule]);
  expect(await rulesOf(runId)).toEqual([
    ['PARTLY', 'partlyTaken'],
    ['NONE', 'noneOfStock'],
    ['HELD', 'held'],
    ['WHOLE', 'whole'],
  ]);
  expect(await rulesOf(undone.runId)).toEqual([
    ['WHOLE', 'touchedSince'],
    ['PARTLY', 'restored'],
  ]);
  expect((await runDecisions(ctx, undone.runId)).runKinds).toMatchObject({
    [release.runId]: 'allocate',
  });
});

it('offers the tags and suppliers that there are, and keeps the order of criteria', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`update variants set tags = '{VIP,여름}' where mall_id = ${ctx.mallId}`),
  );
  await savePriority(ctx, ['tag:VIP', 'amount', 'tag:VIP']);
  expect(await allocationChoices(ctx)).toEqual({
    suppliers: [],
    tags: ['VIP', '여름'],
    priority: ['tag:VIP', 'amount'],
  });
});

async function idsOf(tab: AllocationTab): Promise<number[]> {
  return (await show(tab)).page.rows.map((row) => row.id);
}
