import { sql } from 'drizzle-orm';
import { createTranslator } from 'next-intl';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeMall,
  makeOrders,
  makeVariants,
  untilSomebodyWaits,
} from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import { deallocateShipments } from '@/lib/allocation/deallocate';
import { type Ctx, inMall } from '@/lib/context';
import { badRowsSheet } from '@/lib/files/bad-rows';
import { sheetImport } from '@/lib/files/sheet-import';
import { uploadSheet } from '@/lib/files/testing-uploads';
import { invoiceEverything } from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { setAllocation } from '@/lib/shipments/stock';
import { badCountRows, type JudgedCount } from '@/lib/stock/count-sheet';
import { countByCode, giveUpCount, setCounted, startCount, stockCount } from '@/lib/stock/counts';
import { stockSheet } from '@/lib/stock/export-stock';
import { fillCount } from '@/lib/stock/fill-count';
import { countUploads } from '@/lib/stock/read-counts';
import { receiveStock } from '@/lib/stock/receive';
import { stockLedger } from '@/lib/stock/screen';
import { undoneCount } from '@/lib/stock/undone-count';
import { ko } from '@/messages/ko';
import { applyCount, previewCount } from './apply-count';
import { undoCount } from './undo-count';

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;
let variantId: number;
let shipmentIds: number[];
let countId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, other] = [await makeMall(), await makeMall('남의 상회')];
  await makeVariants(other, [{ code: 'SHIRT', onHand: 5, barcode: '880' }]);
  const made = await makeVariants(ctx, [
    { code: 'SHIRT', onHand: 6, barcode: '880' },
    { code: 'HAT', onHand: 2 },
  ]);
  const shirt = made.SHIRT;
  variantId = shirt.variantId;
  const channelId = await makeChannel(ctx);
  const orders = await makeOrders(
    ctx,
    [1, 2, 3].map((day) => ({
      orderNo: `A-${day}`,
      channelId,
      paidAt: new Date(`2026-03-0${day}T00:00:00Z`),
      lines: [{ compositionId: shirt.compositionId, qty: 2 }],
    })),
  );
  shipmentIds = orders.map((order) => order.shipmentId);
  await allocateThese(ctx, shipmentIds);
  ({ countId } = await startCount(ctx, '3월 실사'));
});
afterEach(async () => {
  expect(await shelf(other)).toEqual({ onHand: 5, allocated: 0 });
});

const shelf = (who = ctx) =>
  inMall(who, (tx) =>
    oneRow<{ onHand: number; allocated: number }>(
      tx,
      sql`
      select stock.on_hand as "onHand", stock.allocated from stock
      join variants variant on variant.mall_id = stock.mall_id and variant.id = stock.variant_id
      where stock.mall_id = ${who.mallId} and variant.variant_code = 'SHIRT'`,
    ),
  );

const states = () =>
  inMall(ctx, (tx) =>
    rows<{ stage: string; holdKinds: string[] }>(
      tx,
      sql`select stage, hold_kinds as "holdKinds" from shipments
        where mall_id = ${ctx.mallId} order by id`,
    ),
  );

const count = (qty: number) => countByCode(ctx, { countId, code: '880', qty });

it('says after each scan what was counted, and how many of it so far', async () => {
  await count(1);
  const say = createTranslator({ locale: 'ko', messages: ko });
  const { name, countedQty: qty } = await count(2);
  expect(say('stock.counts.counted', { name, qty })).toBe('상품 SHIRT · 센 수량 3개');
});

it('adds up what is scanned, and changes nothing until it is applied', async () => {
  for (let scans = 0; scans < 3; scans++) await count(1);
  expect(await count(5)).toMatchObject({ countedQty: 8 });
  expect(await shelf()).toEqual({ onHand: 6, allocated: 6 });
  expect(await applyCount(ctx, countId)).toEqual({ variants: 1, released: 0, held: 0 });
  expect(await shelf()).toEqual({ onHand: 8, allocated: 6 });
  expect(await stockCount(ctx, countId)).toMatchObject({
    state: 'applied',
    lines: [{ countedQty: 8, onHand: 6 }],
  });
});

it('releases the last in line first where fewer were counted than are reserved', async () => {
  await count(3);
  const [, second = 0, third = 0] = shipmentIds;
  expect((await previewCount(ctx, countId)).releases).toMatchObject([
    { shipmentId: third, isInvoiced: false, orderNo: 'A-3' },
    { shipmentId: second, isInvoiced: false, orderNo: 'A-2' },
  ]);
  expect(await applyCount(ctx, countId)).toEqual({ variants: 1, released: 2, held: 0 });
  expect(await shelf()).toEqual({ onHand: 3, allocated: 2 });
  expect((await states()).map((row) => row.stage)).toEqual(['allocated', 'ready', 'ready']);
});

it('takes number and goods of an invoiced parcel and holds it, when nothing else is left', async () => {
  await invoiceEverything(ctx);
  await count(4);
  expect(await applyCount(ctx, countId)).toEqual({ variants: 1, released: 0, held: 1 });
  expect(await states()).toEqual([
    { stage: 'invoiced', holdKinds: [] },
    { stage: 'invoiced', holdKinds: [] },
    { stage: 'ready', holdKinds: ['short'] },
  ]);
});

it('takes goods back also from who reserves them while it waits for its turn', async () => {
  await deallocateShipments(ctx, shipmentIds);
  await count(0);
  let applied: Promise<unknown> | undefined;
  await inMall(ctx, async (tx) => {
    const lines = await rows<{ lineId: number }>(
      tx,
      sql`select id as "lineId" from shipment_lines where mall_id = ${ctx.mallId} order by id limit 1`,
    );
    await setAllocation(
      tx,
      ctx,
      lines.map(({ lineId }) => ({ lineId, allocatedQty: 2 })),
    );
    await refreshShipments(tx, ctx, shipmentIds);
    applied = applyCount(ctx, countId);
    await untilSomebodyWaits(tx);
  });
  expect(await applied).toEqual({ variants: 1, released: 1, held: 0 });
  expect(await shelf()).toEqual({ onHand: 0, allocated: 0 });
});

it('counts what came in after the scan', async () => {
  await count(6);
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 60_000) };
  await receiveStock(later, [{ variantId, qty: 4 }]);
  expect((await stockCount(ctx, countId))?.lines).toMatchObject([{ movedQty: 4, onHand: 10 }]);
  expect(await applyCount(later, countId)).toEqual({ variants: 0, released: 0, held: 0 });
  expect(await shelf()).toEqual({ onHand: 10, allocated: 6 });
});

it('says what moved between the scans that add up, until it is counted again', async () => {
  const at = (minute: number) => ({ ...ctx, now: new Date(ctx.now.getTime() + minute * 60_000) });
  await countByCode(at(0), { countId, code: '880', qty: 6 });
  await receiveStock(at(1), [{ variantId, qty: 4 }]);
  await countByCode(at(2), { countId, code: '880', qty: 4 });
  const lines = async () => (await stockCount(ctx, countId))?.lines;
  expect(await lines()).toMatchObject([{ countedQty: 10, movedQty: 0, unsettledQty: 4 }]);
  await setCounted(at(3), { countId, variantId, qty: 10 });
  expect(await lines()).toMatchObject([{ countedQty: 10, movedQty: 0, unsettledQty: 0 }]);
});

it('is a run of its own, and its undo gives back goods, stock and the count itself', async () => {
  await count(3);
  const tables = ['shipments', 'shipment_lines', 'stock', 'stock_count_lines', 'stock_counts'];
  const before = await dumpMall(ctx, tables);
  await applyCount(ctx, countId);
  expect(await pastRuns(ctx, 'count')).toMatchObject([{ counts: { counted: 1, released: 2 } }]);
  expect(await undoCount(ctx, countId)).toEqual({ variants: 1, restored: 2, kept: 0 });
  expect(await dumpMall(ctx, tables)).toEqual(before);
  await expect(undoCount(ctx, countId)).rejects.toMatchObject({
    messageKey: 'errors.alreadyUndone',
  });
  await setCounted(ctx, { countId, variantId, qty: 5 });
  expect(await applyCount(ctx, countId)).toEqual({ variants: 1, released: 1, held: 0 });
  expect(await undoCount(ctx, countId)).toEqual({ variants: 1, restored: 1, kept: 0 });
});

it('gives an invoiced parcel its goods back and lets it go, without its number', async () => {
  await invoiceEverything(ctx);
  await count(4);
  await applyCount(ctx, countId);
  expect(await undoCount(ctx, countId)).toEqual({ variants: 1, restored: 1, kept: 0 });
  expect((await states()).at(-1)).toEqual({ stage: 'allocated', holdKinds: [] });
  expect(await shelf()).toEqual({ onHand: 6, allocated: 6 });
});

it('leaves by its undo what was counted again, reserved or worked on since', async () => {
  await countByCode(ctx, { countId, code: 'HAT', qty: 9 });
  await count(3);
  await applyCount(ctx, countId);
  const [, second = 0] = shipmentIds;
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 60_000) };
  await receiveStock(later, [{ variantId, qty: 1 }]);
  await allocateThese(ctx, [second]);
  const again = await startCount(ctx, '다시');
  await countByCode(ctx, { ...again, code: 'HAT', qty: 4 });
  await applyCount(ctx, again.countId);
  expect(await undoneCount(ctx, countId)).toBeNull();
  expect(await undoCount(ctx, countId)).toEqual({ variants: 1, restored: 1, kept: 2 });
  const undone = await undoneCount(ctx, countId);
  expect(undone?.variants.map(({ variantCode, qty }) => [variantCode, qty])).toEqual([
    ['HAT', null],
    ['SHIRT', 3],
  ]);
  expect(undone?.shipments).toMatchObject([
    { id: second, orderNo: 'A-2', isRestored: false },
    { id: shipmentIds[2], orderNo: 'A-3', isRestored: true },
  ]);
  expect(await undoneCount(other, countId)).toBeNull();
  expect(await shelf()).toEqual({ onHand: 7, allocated: 6 });
  expect((await stockCount(ctx, countId))?.lines.map((line) => line.isApplied).sort()).toEqual([
    false,
    true,
  ]);
  expect(await applyCount(ctx, countId)).toEqual({ variants: 1, released: 1, held: 0 });
  await expect(undoCount(other, countId)).rejects.toMatchObject({ messageKey: 'errors.notFound' });
});

it('corrects, takes out and gives up', async () => {
  await count(6);
  await setCounted(ctx, { countId, variantId, qty: 9 });
  expect((await stockCount(ctx, countId))?.lines).toMatchObject([{ countedQty: 9 }]);
  await setCounted(ctx, { countId, variantId, qty: null });
  await expect(applyCount(ctx, countId)).rejects.toMatchObject({
    messageKey: 'stock.errors.nothingCounted',
  });
  await giveUpCount(ctx, countId);
  await expect(count(1)).rejects.toMatchObject({ messageKey: 'stock.errors.countClosed' });
  expect(await shelf()).toEqual({ onHand: 6, allocated: 6 });
});

it('refuses unknown and shared codes, a second apply, and another mall', async () => {
  await expect(countByCode(ctx, { countId, code: 'NONE', qty: 1 })).rejects.toMatchObject({
    messageKey: 'stock.errors.unknownCode',
  });
  await makeVariants(ctx, [{ code: 'TWIN', barcode: '880' }]);
  await expect(count(1)).rejects.toMatchObject({ messageKey: 'stock.errors.severalCodes' });
  await expect(applyCount(other, countId)).rejects.toMatchObject({ messageKey: 'errors.notFound' });
  expect(await stockCount(other, countId)).toBeNull();
  await countByCode(ctx, { countId, code: 'SHIRT', qty: 6 });
  await applyCount(ctx, countId);
  await expect(applyCount(ctx, countId)).rejects.toMatchObject({
    messageKey: 'stock.errors.countClosed',
  });
});

it('counted the same in two stock-takes still lies there once, with what came meanwhile', async () => {
  const again = await startCount(ctx, '또 실사');
  for (const one of [countId, again.countId])
    await countByCode(ctx, { countId: one, code: '880', qty: 10 });
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 60_000) };
  await receiveStock(later, [{ variantId, qty: 3 }]);
  await applyCount(later, countId);
  await applyCount(later, again.countId);
  expect(await shelf()).toEqual({ onHand: 13, allocated: 6 });
});

describe('a sheet of stock', () => {
  /** As it is downloaded, with another quantity and a variant that nobody knows. */
  async function uploaded(): Promise<number> {
    const { sheet } = await stockSheet(ctx, { kind: 'name', word: '', isShort: false }, 'en');
    const changed = sheet.rows.map((row) => (row[0] === 'SHIRT' ? row.with(4, 10) : row));
    const rows = [...changed, ['NONE', '', '', '', '많이', 0, 0]];
    const upload = { purpose: 'counts', reader: countUploads, name: '재고.xlsx' } as const;
    return uploadSheet(ctx, upload, { ...sheet, rows });
  }
  const filled = (uploadId: number) => fillCount(ctx, { uploadId, name: '기초재고' });
  const look = async (uploadId: number) =>
    (await sheetImport<JudgedCount>(ctx, 'counts', { uploadId, filter: 'all' }))?.rows.map(
      ({ variantCode, outcome }) => [variantCode, outcome],
    );

  it('sets what lies there, leaves a movement with its reason, and adds nothing a second time', async () => {
    const uploadId = await uploaded();
    expect(await look(uploadId)).toEqual([
      ['HAT', 'known'],
      ['SHIRT', 'warned'],
      ['NONE', 'bad'],
    ]);
    const bad = await badRowsSheet(
      ctx,
      uploadId,
      badCountRows,
      ko.files.badRows,
      ({ problem }) => problem,
    );
    expect(bad.sheet.rows).toEqual([['NONE', '많이', 4, 'wrongNumber / unknownCode']]);
    await expect(
      badRowsSheet(other, uploadId, badCountRows, ko.files.badRows, String),
    ).rejects.toMatchObject({
      messageKey: 'errors.notFound',
    });
    const first = await filled(uploadId);
    expect(await shelf()).toEqual({ onHand: 6, allocated: 6 });
    expect(await applyCount(ctx, first.countId)).toEqual({ variants: 1, released: 0, held: 0 });
    expect(await shelf()).toEqual({ onHand: 10, allocated: 6 });
    expect((await stockLedger(ctx, variantId, null))?.movements[0]).toMatchObject({
      ...{ kind: 'count', qty: 4, reason: '기초재고' },
    });
    await expect(filled(uploadId)).rejects.toMatchObject({
      messageKey: 'files.errors.alreadyImported',
    });
    const again = await uploaded();
    expect((await look(again))?.map(([, outcome]) => outcome)).toEqual(['known', 'known', 'bad']);
    await expect(filled(again)).rejects.toMatchObject({
      messageKey: 'stock.errors.nothingCounted',
    });
  });
});
