import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { allocateShipments } from '@/lib/allocation/allocate';
import { splitBySender } from '@/lib/allocation/split-by-sender';
import { undoAllocation } from '@/lib/allocation/undo';
import { bundleShipments } from '@/lib/bundling/bundle';
import { type Ctx, inMall } from '@/lib/context';
import { readWholeFile } from '@/lib/files/open-file';
import { queueUpload } from '@/lib/files/queue-upload';
import { uploadWork } from '@/lib/files/read-upload';
import { storeFile } from '@/lib/files/store-file';
import { cancelExport } from '@/lib/invoicing/exports/cancel-export';
import { pastExports } from '@/lib/invoicing/exports/exports-screen';
import { exportWork, makeExport } from '@/lib/invoicing/exports/make-export';
import { commitImport } from '@/lib/invoicing/imports/commit-import';
import { importScreen } from '@/lib/invoicing/imports/import-screen';
import { waybillUploads } from '@/lib/invoicing/imports/read-waybills';
import { requestPurchase } from '@/lib/invoicing/purchase-orders/request';
import { purchaseLines, purchaseScreen } from '@/lib/invoicing/purchase-orders/screen';
import { takeWork } from '@/lib/leases/lease';
import { leasedTask } from '@/lib/leases/task';
import type { SheetPart } from '@/lib/sheets/reading/child-messages';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import type { SheetRows } from '@/lib/sheets/sheet';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { seeShipments } from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { pushDue } from '@/lib/shipping/pushes/push';
import { shipShipments } from '@/lib/shipping/ship';
import { collectDue, openPracticeShop, type PracticeShop } from './collection/practice-shop';

const PASSWORD = '발주Pass!1';
const NO = '510000000005';

let shop: PracticeShop;
let supplierId: number;
/** One parcel of the supplier alone, one with our goods beside his, one of ours. */
let parcels: { his: number; mixed: number; ours: number };

beforeAll(async () => {
  shop = await openPracticeShop('쿠팡(모아데일리)');
  await makeParcels();
});
afterEach(checkInvariants);
afterAll(() => shop.close());

it('keeps what a supplier sends out of a bundle with what we send', async () => {
  const { joined } = await bundleShipments(shop.ctx(), {
    ...{ from: '2026-01-01', to: '2026-01-16', scope: 'any_channel' },
  });
  expect(joined).toBe(0);
});

it('allocates it without stock, and counts per supplier what can be asked for', async () => {
  await allocateShipments(shop.ctx(), conditions());
  const { suppliers, mixed } = await purchaseScreen(shop.ctx());
  expect(mixed).toBe(1);
  expect(suppliers).toMatchObject([{ id: supplierId, waiting: 1, mixed: 1, asked: 0 }]);
});

it('splits a parcel that would leave from two places, and takes that back', async () => {
  const before = await seeShipments(shop.ctx());
  expect(await splitBySender(shop.ctx())).toEqual({ split: 1 });
  expect((await purchaseScreen(shop.ctx())).suppliers).toMatchObject([{ waiting: 2, mixed: 0 }]);
  await expect(splitBySender(shop.ctx())).rejects.toMatchObject({
    messageKey: 'suppliers.errors.nothingToSplit',
  });
  await undoAllocation(shop.ctx(), await lastRun());
  const after = await seeShipments(shop.ctx());
  expect(after.filter(({ stage }) => stage !== 'absorbed')).toEqual(before);
  await splitBySender(shop.ctx());
});

it('asks for each parcel once, numbers the orders, and frees what is cancelled', async () => {
  expect(await ask()).toMatchObject({ orderNo: 'PO-00001', requested: 2 });
  await expect(ask()).rejects.toMatchObject({ messageKey: 'suppliers.errors.nothingToAsk' });
  expect(await ask(true)).toMatchObject({ orderNo: 'PO-00002', requested: 2 });
  const [last] = await pastExports(shop.ctx());
  expect(last).toMatchObject({ reason: '위탁 발주', waiting: 2 });
  await cancelExport(shop.ctx(), last?.id ?? 0);
  expect((await purchaseScreen(shop.ctx())).suppliers).toMatchObject([{ waiting: 2, asked: 0 }]);
});

it('gives no addresses to whoever may not see them', async () => {
  const viewer = { ...person(), canSeePersonalData: false };
  await expect(requestPurchase(viewer, wish(), shop.encryptionKey)).rejects.toMatchObject({
    messageKey: 'invoice.errors.personalData',
  });
  const { lines } = await purchaseLines(viewer, supplierId);
  expect(lines.every(({ recipient }) => recipient.includes('*'))).toBe(true);
});

it('sends the sheet, takes the numbers back from it, ships, and tells the marketplace', async () => {
  await ask();
  const sheet = await madeSheet();
  const at = (header: string) => sheet.headers.indexOf(header);
  expect(new Set(sheet.rows.map(({ cells }) => cells[at('발주번호')]))).toEqual(
    new Set(['PO-00003']),
  );
  const asked = sheet.rows.map(({ cells }) => Number(cells[at('배송번호')]));
  expect(asked).toContain(parcels.his);
  expect(asked).not.toContain(parcels.mixed);
  expect(asked).not.toContain(parcels.ours);

  const answered = sheet.rows.map(({ cells }) =>
    cells.map((cell, index) => {
      if (index === at('택배사')) return '한진택배';
      return index === at('운송장번호') && Number(cells[at('배송번호')]) === parcels.his
        ? NO
        : String(cell ?? '');
    }),
  );
  const { numbered, reasons } = await takeBack(sheet.headers, answered);
  expect(numbered).toBe(1);
  expect(reasons).toContain('empty');
  expect(await numberOf(parcels.his)).toEqual({
    ...{ stage: 'invoiced', courier: 'hanjin', waybillNo: NO, printed: 1 },
  });
  await shipShipments(shop.ctx(), [parcels.his]);
  await pushDue(shop.ctx(), shop.open);
  const told = await shop.control.journal({ marketplace: 'coupang' });
  expect(JSON.stringify(told.filter(({ kind }) => kind === 'ship'))).toContain(NO);
});

const person = () => ({ ...shop.ctx(), userId: 1 });

const wish = (includesRequested = false) => ({
  ...{ supplierId, format: 'xlsx' as const, password: PASSWORD, reason: '위탁 발주' },
  includesRequested,
});

const ask = (includesRequested = false) =>
  requestPurchase(person(), wish(includesRequested), shop.encryptionKey);

const conditions = () => ({
  ...{ from: new Date('2026-01-01'), until: new Date('2026-01-16') },
  ...{ channelIds: [], supplierIds: [], tags: [] },
  ...{ reallocatesWhole: false, reallocatesPartly: true, servesPartly: true, includesHeld: false },
  splitting: 'off' as const,
});

/** Three parcels to one recipient, of a variant that the supplier ships and one on our shelf. */
async function makeParcels() {
  await shop.control.makeOrders({
    ...{ count: 8, seed: 7, shops: ['coupang-daily'], now: shop.clock().toISOString() },
    acknowledgedShare: 1,
  });
  await collectDue(shop);
  const ctx = shop.ctx();
  const singles = await singlesOf(ctx);
  const [ours = singles[0], his = singles[1]] = singles;
  if (!ours || !his) throw new Error('Two variants are needed.');
  supplierId = his.supplierId;
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update variants set is_supplier_shipped = true
      where mall_id = ${ctx.mallId} and id = ${his.variantId}`);
    const found = await rows<{ id: number; lineIds: number[] }>(
      tx,
      sql`
      select shipment_id as id, array_agg(id order by id) as "lineIds" from shipment_lines
      where mall_id = ${ctx.mallId} and qty > 0 group by shipment_id order by count(*) desc, 1`,
    );
    const [mixed, one, other] = found;
    if (!mixed || !one || !other || mixed.lineIds.length < 2) throw new Error('Too few lines.');
    parcels = { mixed: mixed.id, his: one.id, ours: other.id };
    await tx.execute(sql`
      update shipment_lines
      set composition_id = case when shipment_id = ${one.id} or id = ${mixed.lineIds[0]}
        then ${his.compositionId}::bigint else ${ours.compositionId}::bigint end
      where mall_id = ${ctx.mallId} and qty > 0`);
    await tx.execute(sql`
      update shipments set hold_kinds = '{}',
        recipient_id = (select recipient_id from shipments
          where mall_id = ${ctx.mallId} and id = ${one.id})
      where mall_id = ${ctx.mallId} and id in (${one.id}, ${other.id})`);
    await refreshShipments(
      tx,
      ctx,
      found.map((shipment) => shipment.id),
    );
  });
}

/** Variants that are on the shelf in plenty, with their supplier and what means just one of them. */
function singlesOf(ctx: Ctx) {
  return inMall(ctx, (tx) =>
    rows<{ variantId: number; compositionId: number; supplierId: number }>(
      tx,
      sql`
      select variant.id as "variantId", single.id as "compositionId",
        product.supplier_id as "supplierId"
      from variants variant
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
      join compositions single
        on single.mall_id = variant.mall_id and single.fingerprint = variant.id || 'x1'
      where variant.mall_id = ${ctx.mallId} and variant.temperature = 'ambient'
        and variant.bundling = 'normal' and product.supplier_id is not null
      order by stock.on_hand - stock.allocated desc, variant.id limit 2`,
    ),
  );
}

async function madeSheet(): Promise<SheetRows> {
  const exporting = leasedTask(
    { name: 'export', work: exportWork, workers: 1 },
    makeExport(shop.encryptionKey),
  );
  const surroundings = { clock: shop.clock, signal: new AbortController().signal };
  while (await exporting.work(shop.ctx(), surroundings));
  const [made] = await pastExports(shop.ctx());
  const bytes = await readWholeFile(shop.ctx(), made?.fileId ?? 0);
  await expect(readSheet(bytes, { maxRows: 9 })).rejects.toMatchObject({ kind: 'passwordNeeded' });
  return readSheet(bytes, { maxRows: 100, password: PASSWORD });
}

/** As any courier's file is read: no courier is chosen, each row names its own. */
async function takeBack(headers: string[], cells: string[][]) {
  const textColumns = headers.map((_, index) => index);
  const bytes = await writeXlsx({ sheetName: '발주서', headers, rows: cells, textColumns });
  const expiresAt = new Date(shop.clock().getTime() + 60_000);
  const file = { name: '발주서.xlsx', contentType: 'application/octet-stream', expiresAt };
  const fileId = await storeFile(person(), file, bytes);
  const upload = { purpose: 'waybills' as const, fileId, fileName: file.name, courier: null };
  const uploadId = await queueUpload(person(), { ...upload, replaces: false }, shop.encryptionKey);
  const lease = await takeWork(shop.ctx(), uploadWork);
  if (!lease) throw new Error('Nothing is queued.');
  const { rows: sheetRows, ...head } = await readSheet(bytes, { maxRows: 100 });
  async function* parts(): AsyncGenerator<SheetPart> {
    yield { kind: 'head', ...head };
    yield { kind: 'rows', rows: sheetRows };
  }
  const leased = { ...upload, id: uploadId, channelId: null, options: { replaces: false }, lease };
  await waybillUploads.read(shop.ctx(), leased, parts());
  const screen = await importScreen(shop.ctx(), uploadId, { outcome: 'all', word: '' });
  const { numbered } = await commitImport(person(), uploadId);
  return { numbered, reasons: screen?.rows.map((row) => row.reason) };
}

const numberOf = (shipmentId: number) =>
  inMall(shop.ctx(), (tx) =>
    oneRow(
      tx,
      sql`
      select stage, courier, waybill_no as "waybillNo", printed_count as printed from shipments
      where mall_id = ${shop.ctx().mallId} and id = ${shipmentId}`,
    ),
  );

async function lastRun(): Promise<number> {
  const { id } = await inMall(shop.ctx(), (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`select max(id) as id from runs where mall_id = ${shop.ctx().mallId}`,
    ),
  );
  return id;
}
