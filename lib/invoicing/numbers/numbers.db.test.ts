import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeMall,
  makeVariants,
  type StockedVariant,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { courierOf } from '@/lib/couriers/registry';
import { hasCheckDigit } from '@/lib/couriers/waybill-no';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { pageRequest } from '@/lib/paging';
import { keptByUndo } from '@/lib/shipments/runs/kept';
import { lastLoad } from '../load/last-load';
import { type LoadSort, loadSorts } from '../load/load-order';
import { everyRow } from '../load/load-rows';
import { printLabels } from '../prints/print';
import { invoiceRules } from '../reasons';
import { removeWaybills } from '../remove';
import { invoiceScreen } from '../screen';
import { setWaybill } from '../set-waybill';
import { holdByHand, loadAll, makeAccount, makeAllocated, standing } from '../testing-invoices';
import { undoInvoicing } from '../undo';
import { numberFromRange } from './number-from-range';
import { registerRange } from './register-range';

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;
let otherBefore: unknown;
let channelId: number;
let variant: StockedVariant;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  channelId = await makeChannel(ctx);
  variant = (await makeVariants(ctx, [{ code: 'V1', onHand: 500 }])).V1;
  const otherVariant = (await makeVariants(otherMall, [{ code: 'V1', onHand: 5 }])).V1;
  const otherChannel = await makeChannel(otherMall);
  await makeAllocated(otherMall, otherVariant, [{ orderNo: 'A-1', channelId: otherChannel }]);
  await makeAccount(otherMall);
  otherBefore = await dumpMall(otherMall);
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherBefore);
});

it('gives the numbers of a range in the order asked for, each with its check digit', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(3);
  await numberFromRange(ctx, { shipmentIds: [...ids].reverse(), courierAccountId: account });
  const numbers = (await standing(ctx, ids)).map((shipment) => shipment.waybillNo ?? '');
  expect(numbers).toEqual([serial(32_000_000_002), serial(32_000_000_001), serial(32_000_000_000)]);
  const rule = courierOf('lotte').check;
  expect(rule && numbers.every((no) => hasCheckDigit(no, rule))).toBe(true);
});

it('finds again what a person loaded last, and nobody else', async () => {
  expect(await lastLoad(ctx)).toBeNull();
  await shipments(2);
  await loadAll(ctx);
  const last = (await loadAll(ctx))().loadId;
  expect(await lastLoad(ctx)).toMatchObject({ id: last, rowCount: 2 });
  expect(await lastLoad({ ...ctx, userId: (ctx.userId ?? 0) + 1 })).toBeNull();
});

it('two operators who number the same rows at once give each parcel one number', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(40);
  const results = await Promise.all(
    [ids, [...ids].reverse(), ids.slice(10, 30)].map((shipmentIds) =>
      numberFromRange(ctx, { shipmentIds, courierAccountId: account }),
    ),
  );
  expect(results.reduce((sum, result) => sum + result.numbered, 0)).toBe(40);
  const numbers = (await standing(ctx, ids)).map((shipment) => shipment.waybillNo);
  expect(new Set(numbers).size).toBe(40);
  expect(await waybillCount()).toBe(40);
});

it('goes on in the next range where one ends', async () => {
  const account = await makeAccount(ctx, { from: '320000000003', to: '320000000014' });
  await addRange(account, 400, 409);
  const ids = await shipments(3);
  await numberFromRange(ctx, { shipmentIds: ids, courierAccountId: account });
  expect((await standing(ctx, ids)).map((shipment) => shipment.waybillNo)).toEqual([
    serial(32_000_000_000),
    serial(32_000_000_001),
    serial(400),
  ]);
});

it('writes nothing when the ranges are too short, and says how many numbers are missing', async () => {
  const account = await makeAccount(ctx, { from: '320000000003', to: '320000000014' });
  const ids = await shipments(5);
  const before = await dumpMall(ctx);
  await expect(
    numberFromRange(ctx, { shipmentIds: ids, courierAccountId: account }),
  ).rejects.toMatchObject({ messageKey: 'invoice.errors.rangeShort', values: { missing: 3 } });
  expect(await dumpMall(ctx)).toEqual(before);
});

it('leaves out a number that somebody typed before its turn came', async () => {
  const account = await makeAccount(ctx);
  const [typed = 0, ...others] = await shipments(3);
  await setWaybill(ctx, { shipmentId: typed, courier: 'lotte', waybillNo: serial(32_000_000_001) });
  await numberFromRange(ctx, { shipmentIds: others, courierAccountId: account });
  expect((await standing(ctx, others)).map((shipment) => shipment.waybillNo)).toEqual([
    serial(32_000_000_000),
    serial(32_000_000_002),
  ]);
});

it('a held one and one that waits for its sheet get no number, and keep the reason', async () => {
  const account = await makeAccount(ctx);
  const [held = 0, requested = 0, free = 0] = await shipments(3);
  await holdByHand(ctx, held);
  await markRequested(requested);
  const result = await numberFromRange(ctx, {
    shipmentIds: [held, requested, free],
    courierAccountId: account,
  });
  expect(result).toMatchObject({ numbered: 1 });
  expect((await standing(ctx, [held, requested])).map((shipment) => shipment.why)).toEqual([
    invoiceRules.held,
    invoiceRules.requested,
  ]);
});

it('a removed number of a range never comes back, a typed one is free again', async () => {
  const account = await makeAccount(ctx);
  const [first = 0, second = 0] = await shipments(2);
  await numberFromRange(ctx, { shipmentIds: [first], courierAccountId: account });
  const typedNo = serial(77);
  await setWaybill(ctx, { shipmentId: second, courier: 'lotte', waybillNo: typedNo });
  expect(await removeWaybills(ctx, [first, second])).toMatchObject({ removed: 2, kept: 0 });
  expect((await standing(ctx, [first, second])).map((row) => row.stage)).toEqual([
    'allocated',
    'allocated',
  ]);
  await expect(
    setWaybill(ctx, { shipmentId: second, courier: 'lotte', waybillNo: serial(32_000_000_000) }),
  ).rejects.toMatchObject({ messageKey: 'invoice.reasons.retired' });
  await setWaybill(ctx, { shipmentId: first, courier: 'lotte', waybillNo: typedNo });
  await numberFromRange(ctx, { shipmentIds: [second], courierAccountId: account });
  expect((await standing(ctx, [second]))[0]?.waybillNo).toBe(serial(32_000_000_001));
});

it('a number that a channel was told stays', async () => {
  const account = await makeAccount(ctx);
  const [told = 0] = await shipments(1);
  await numberFromRange(ctx, { shipmentIds: [told], courierAccountId: account });
  await tellChannel(told);
  expect(await removeWaybills(ctx, [told])).toMatchObject({ removed: 0, kept: 1 });
  expect((await standing(ctx, [told]))[0]?.stage).toBe('invoiced');
});

it.each([
  ['a wrong check digit', '320000000004', 'invoice.reasons.wrongCheckDigit'],
  ['a wrong length', '32000000000', 'invoice.reasons.wrongShape'],
  ['nothing', ' ', 'invoice.reasons.empty'],
  ['what a spreadsheet made of it', '3.2E+11', 'invoice.reasons.scientific'],
])('refuses a typed number with %s', async (_, waybillNo, messageKey) => {
  const [shipmentId = 0] = await shipments(1);
  await expect(setWaybill(ctx, { shipmentId, courier: 'lotte', waybillNo })).rejects.toMatchObject({
    messageKey,
  });
});

it('a typed number of another parcel is refused, naming that parcel', async () => {
  const [first = 0, second = 0] = await shipments(2);
  await setWaybill(ctx, { shipmentId: first, courier: 'lotte', waybillNo: serial(5) });
  await expect(
    setWaybill(ctx, { shipmentId: second, courier: 'lotte', waybillNo: serial(5) }),
  ).rejects.toMatchObject({ values: { shipmentId: first } });
});

it('an undo takes back the numbers of its run alone, and not what was touched since', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(3);
  const [touched = 0] = ids;
  const { runId } = await numberFromRange(ctx, { shipmentIds: ids, courierAccountId: account });
  await setWaybill(ctx, { shipmentId: touched, courier: 'lotte', waybillNo: serial(9) });
  const undo = await undoInvoicing(ctx, runId);
  expect(undo).toMatchObject({ undone: 2, kept: 1 });
  expect(await keptByUndo(ctx, undo.runId)).toMatchObject([
    { id: touched, stage: 'invoiced', touched: { kind: 'invoice' } },
  ]);
  expect((await standing(ctx, ids)).map((row) => [row.stage, row.waybillNo])).toEqual([
    ['invoiced', serial(9)],
    ['allocated', null],
    ['allocated', null],
  ]);
  await expect(undoInvoicing(ctx, runId)).rejects.toMatchObject({
    messageKey: 'errors.alreadyUndone',
  });
});

it('an undo of a replaced number puts the former one back, and its other boxes stay', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(1);
  const [shipmentId = 0] = ids;
  await numberFromRange(ctx, { shipmentIds: ids, courierAccountId: account });
  await addBox(shipmentId, serial(80));
  const before = await dumpMall(ctx, ['shipments', 'stock']);
  const { runId } = await setWaybill(ctx, { shipmentId, courier: 'lotte', waybillNo: serial(9) });
  expect(await undoInvoicing(ctx, runId)).toMatchObject({ undone: 1, kept: 0 });
  expect(await dumpMall(ctx, ['shipments', 'stock'])).toEqual(before);
  await expect(
    setWaybill(ctx, { shipmentId, courier: 'lotte', waybillNo: serial(80) }),
  ).rejects.toMatchObject({ messageKey: 'invoice.reasons.takenBy', values: { shipmentId } });
});

it('a run that took numbers away offers no undo', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(1);
  await numberFromRange(ctx, { shipmentIds: ids, courierAccountId: account });
  const { runId } = await removeWaybills(ctx, ids);
  await expect(undoInvoicing(ctx, runId)).rejects.toMatchObject({
    messageKey: 'invoice.errors.nothingToUndo',
  });
});

it('a load keeps its running numbers when a filter hides rows and new orders arrive', async () => {
  const ids = await shipments(5);
  const load = await loadAll(ctx);
  await shipments(2, 'B');
  await setWaybill(ctx, { shipmentId: ids[1] ?? 0, courier: 'lotte', waybillNo: serial(1) });
  const screen = await invoiceScreen(
    ctx,
    load().loadId,
    { ...everyRow, waybill: 'none' },
    { size: 20, at: 'first' },
  );
  expect(screen?.page.rows.map((row) => row.rowNo)).toEqual([5, 4, 3, 1]);
  expect(screen?.page.rows.map((row) => row.shipmentId)).toEqual([ids[4], ids[3], ids[2], ids[0]]);
  expect(screen?.summary).toMatchObject({ total: 5, none: 4, issued: 1, error: 0, units: 5 });
});

it('a load is sorted by its columns, to its end and back, and keeps its running numbers', async () => {
  const ids = await shipments(5);
  const load = await loadAll(ctx);
  for (const [at, no] of [3, 1].entries())
    await setWaybill(ctx, {
      shipmentId: ids[no] ?? 0,
      courier: 'lotte',
      waybillNo: serial(at + 1),
    });
  const numbered = (direction: LoadSort['direction']) =>
    walkSorted(load().loadId, { by: 'waybillNo', direction });
  expect(await numbered('asc')).toEqual([1, 3, 5, 4, 2]);
  expect(await numbered('desc')).toEqual([2, 4, 5, 3, 1]);
  for (const by of loadSorts)
    expect((await walkSorted(load().loadId, { by, direction: 'asc' })).toSorted()).toEqual([
      1, 2, 3, 4, 5,
    ]);
});

it('a page of a load that somebody made up is a page, not an error', async () => {
  await shipments(2);
  const load = await loadAll(ctx);
  const key = [9_007_199_254_740_991, 'x\0'];
  for (const by of loadSorts)
    for (const at of ['after', 'before'] as const) {
      const request = { size: 20, at, key: at === 'after' ? key : key.toReversed(), rowsBefore: 0 };
      const sort = { by, direction: 'desc' } as const;
      expect(await invoiceScreen(ctx, load().loadId, everyRow, request, sort)).not.toBeNull();
    }
});

/** 연번 page by page, two a page; on the way back they must be the same. */
async function walkSorted(loadId: number, sort: LoadSort): Promise<number[]> {
  const look = async (page: string | undefined) => {
    const screen = await invoiceScreen(ctx, loadId, everyRow, pageRequest(page, 2), sort);
    if (!screen) throw new Error('The load is gone.');
    return screen.page;
  };
  const there: number[][] = [];
  const back: number[][] = [];
  let page = await look(undefined);
  for (; page.next; page = await look(page.next)) there.push(page.rows.map((row) => row.rowNo));
  there.push(page.rows.map((row) => row.rowNo));
  for (; page.previous; page = await look(page.previous))
    back.unshift(page.rows.map((row) => row.rowNo));
  back.unshift(page.rows.map((row) => row.rowNo));
  expect(back.flat()).toEqual(there.flat());
  return there.flat();
}

it('a reprint keeps the numbers and counts one more', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(2);
  const load = await loadAll(ctx);
  await registerRange(ctx, { selection: load(), courierAccountId: account });
  const numbers = (await standing(ctx, ids)).map((row) => row.waybillNo);
  await printLabels(ctx, load('2'));
  expect((await standing(ctx, ids)).map((row) => row.printedCount)).toEqual([1, 2]);
  expect((await standing(ctx, ids)).map((row) => row.waybillNo)).toEqual(numbers);
});

it('prints no label of a parcel that is held by now', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(2);
  const load = await loadAll(ctx);
  await numberFromRange(ctx, { shipmentIds: ids, courierAccountId: account });
  await holdByHand(ctx, ids[0] ?? 0, 'claim');
  expect(await printLabels(ctx, load())).toMatchObject({ printed: 1, refused: 1 });
});

it('says which part of a range box is wrong, and reads no load of another mall', async () => {
  await shipments(2);
  const load = await loadAll(ctx);
  await expect(printLabels(ctx, load('1-3'))).rejects.toMatchObject({ values: { part: '1-3' } });
  await expect(printLabels(otherMall, load())).rejects.toMatchObject({
    messageKey: 'invoice.errors.loadGone',
  });
});

async function shipments(count: number, name = 'A'): Promise<number[]> {
  const orders = Array.from({ length: count }, (_, index) => ({
    orderNo: `${name}-${index + 1}`,
    channelId,
  }));
  return (await makeAllocated(ctx, variant, orders)).map((made) => made.shipmentId);
}

const serial = (of: number) => waybillNoFromSerial('lotte', of);

async function waybillCount(): Promise<number> {
  const { count } = await inMall(ctx, (tx) =>
    oneRow<{ count: number }>(
      tx,
      sql`select count(*)::int as count from waybills where mall_id = ${ctx.mallId}`,
    ),
  );
  return count;
}

async function addRange(account: number, from: number, to: number) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into waybill_ranges (mall_id, courier_account_id, courier, from_serial, to_serial,
        next_serial)
      values (${ctx.mallId}, ${account}, 'lotte', ${from}, ${to}, ${from})`),
  );
}

/** 복수박스. */
async function addBox(shipmentId: number, waybillNo: string) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
      values (${ctx.mallId}, 'lotte', ${waybillNo}, ${shipmentId}, 'typed', 'box',
        ${ctx.now.toISOString()})`),
  );
}

async function markRequested(shipmentId: number) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set requested_export_id = 1, requested_hash = 'x'
      where mall_id = ${ctx.mallId} and id = ${shipmentId}`),
  );
}

async function tellChannel(shipmentId: number) {
  await inMall(ctx, async (tx) => {
    await rows(
      tx,
      sql`
      insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, state, courier,
        waybill_no, due_at, created_at)
      select ${ctx.mallId}, ${shipmentId}, ${channelId}, base_order_id, 'unit', 'done', courier,
        waybill_no, ${ctx.now.toISOString()}, ${ctx.now.toISOString()}
      from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId}`,
    );
  });
}
