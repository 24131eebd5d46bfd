import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  makeChannel,
  makeComposition,
  makeMall,
  makeVariants,
  type StockedVariant,
} from '@/db/testing-data';
import { splitBySender } from '@/lib/allocation/split-by-sender';
import { type Ctx, inMall } from '@/lib/context';
import { previewExport } from '@/lib/invoicing/exports/preview-export';
import { requestExport } from '@/lib/invoicing/exports/request-export';
import { loadShipments } from '@/lib/invoicing/load/load';
import type { LoadConditions } from '@/lib/invoicing/load/load-conditions';
import { everyRow, type LoadSelection } from '@/lib/invoicing/load/load-rows';
import { makeWave } from '@/lib/invoicing/load/waves';
import { registerRange } from '@/lib/invoicing/numbers/register-range';
import { packingList, pickingList } from '@/lib/invoicing/prints/lists';
import { requestPurchase } from '@/lib/invoicing/purchase-orders/request';
import { purchaseScreen } from '@/lib/invoicing/purchase-orders/screen';
import { invoiceRules } from '@/lib/invoicing/reasons';
import { invoiceScreen } from '@/lib/invoicing/screen';
import { setWaybill } from '@/lib/invoicing/set-waybill';
import { giveWaybills } from '@/lib/invoicing/store';
import {
  bundleByHand,
  holdByHand,
  makeAccount,
  makeAllocated,
  standing,
} from '@/lib/invoicing/testing-invoices';
import { lockShipments } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { setAllocation } from '@/lib/shipments/stock';

let database: TestDatabase;
let ctx: Ctx & { userId: number };
let accountId: number;
let channelId: number;
let goods: Record<'OWN' | 'SENT', StockedVariant>;
let [ours, theirs] = [0, 0];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(checkInvariants);

/** A parcel of our own goods, and one of goods that a supplier ships and we do not have. */
beforeEach(async () => {
  const mall = await makeMall();
  ctx = { ...mall, userId: mall.userId ?? 0 };
  accountId = await makeAccount(ctx);
  channelId = await makeChannel(ctx);
  goods = await makeVariants(ctx, [
    { code: 'OWN', onHand: 9 },
    { code: 'SENT', onHand: 0 },
  ]);
  await leaveToSupplier('SENT');
  const [first] = await makeAllocated(ctx, goods.OWN, [{ orderNo: 'ours', channelId }]);
  const [second] = await makeAllocated(ctx, goods.SENT, [{ orderNo: 'theirs', channelId, qty: 3 }]);
  [ours, theirs] = [first?.shipmentId ?? 0, second?.shipmentId ?? 0];
});

it('leaves what suppliers send out of a load of our own, and says how many', async () => {
  const screen = await screenOf(await load({ sender: 'ours' }));
  expect(screen.page.rows.map((row) => row.orderNo)).toEqual(['ours']);
  expect(screen.leftToSuppliers).toBe(1);
  expect((await screenOf(await load({}))).leftToSuppliers).toBe(0);
});

it('counts beside a load what can be asked of suppliers now, neither what is asked for nor what is held', async () => {
  await holdByHand(ctx, theirs);
  expect((await screenOf(await load({ sender: 'ours', withoutHeld: false }))).leftToSuppliers).toBe(
    0,
  );
  await release();
  await askSupplier();
  expect((await screenOf(await load({ sender: 'ours' }))).leftToSuppliers).toBe(0);
  expect((await purchaseScreen(ctx)).suppliers).toMatchObject([{ waiting: 0, asked: 1 }]);
});

it('finds a parcel by its own number, whoever sends it, and leaves it to him all the same', async () => {
  const named = { searchKind: 'shipmentId', word: String(theirs) } as const;
  const selection = await load({ sender: 'ours', ...named });
  const screen = await screenOf(selection);
  expect(screen).toMatchObject({ leftToSuppliers: 0 });
  expect(screen.page.rows).toMatchObject([{ orderNo: 'theirs', supplied: 'whole' }]);
  expect(await register(selection)).toMatchObject({
    numbered: 0,
    leftOut: [{ reason: 'sentBySupplier', count: 1 }],
  });
});

it('numbers our own parcels alone, and says so on the row of the other, which can be ordered', async () => {
  const selection = await load({});
  expect((await screenOf(selection)).page.rows).toMatchObject([
    { orderNo: 'theirs', supplied: 'whole' },
    { orderNo: 'ours', supplied: null },
  ]);
  expect(await register(selection)).toMatchObject({
    ...{ numbered: 1, printed: 1 },
    leftOut: [{ reason: 'sentBySupplier', count: 1 }],
  });
  expect(await standing(ctx, [ours, theirs])).toMatchObject([
    { stage: 'invoiced' },
    { stage: 'allocated', waybillNo: null },
  ]);
  expect((await purchaseScreen(ctx)).suppliers).toMatchObject([{ waiting: 1 }]);
});

it('leaves them out of the sheet for the courier, the wave, and the lists for shelf and table', async () => {
  const selection = await load({});
  expect(await previewExport(ctx, { ...sheet, selection })).toMatchObject({
    shipments: 1,
    leftOut: [{ reason: 'sentBySupplier', count: 1 }],
  });
  expect(await pickingList(ctx, selection)).toMatchObject({
    rows: [{ variantCode: 'OWN' }],
    leftOut: [{ reason: 'sentBySupplier', count: 1 }],
  });
  expect((await packingList(ctx, selection)).shipments).toMatchObject([{ orderNo: 'ours' }]);
  expect(await makeWave(ctx, selection)).toMatchObject({ taken: 1, kept: 1 });
});

it('takes them where suppliers were chosen as the sender on purpose', async () => {
  const selection = await load({ sender: 'suppliers' });
  expect((await screenOf(selection)).page.rows).toMatchObject([
    { orderNo: 'theirs', supplied: null },
  ]);
  expect(await previewExport(ctx, { ...sheet, selection })).toMatchObject({ shipments: 1 });
  expect((await pickingList(ctx, selection)).rows).toMatchObject([{ quantity: 3 }]);
  expect(await register(selection)).toMatchObject({ numbered: 1, printed: 1 });
});

it('lists for shelf and table what was numbered here, whoever was to send it', async () => {
  await register(await load({ sender: 'suppliers' }));
  await register(await load({}));
  const selection = await load({ status: 'invoiced' });
  expect(await packingList(ctx, selection)).toMatchObject({ leftOut: [], listed: { count: 2 } });
});

it('leaves out of the lists what has the number of its supplier', async () => {
  await setWaybill(ctx, { shipmentId: theirs, courier: 'logen', waybillNo: '92816272404' });
  const selection = await load({ status: 'open' });
  expect(await packingList(ctx, selection)).toMatchObject({
    leftOut: [{ reason: 'sentBySupplier', count: 1 }],
    shipments: [{ orderNo: 'ours' }],
  });
});

it('lists what the sheet of our courier has numbered, whoever was to send it', async () => {
  const wish = { format: 'xlsx', password: '송장Pass!1', reason: '송장 요청' } as const;
  const selection = await load({ sender: 'suppliers' });
  await requestExport(ctx, { ...sheet, ...wish, selection }, encryptionKey);
  await numberFromSheet(theirs);
  const open = await load({ status: 'open' });
  expect(await packingList(ctx, open)).toMatchObject({ leftOut: [], listed: { count: 2 } });
});

it('leaves out of the lists what the sheet of its supplier has numbered', async () => {
  await askSupplier();
  await numberFromSheet(theirs);
  expect(await packingList(ctx, await load({ status: 'open' }))).toMatchObject({
    leftOut: [{ reason: 'sentBySupplier', count: 1 }],
  });
});

it('knows whose sheet it was also where another export has the number of the recipient', async () => {
  const wish = { format: 'xlsx', password: '송장Pass!1', reason: '송장 요청' } as const;
  const selection = await load({ sender: 'ours' });
  const { exportId } = await requestExport(ctx, { ...sheet, ...wish, selection }, encryptionKey);
  await askSupplier();
  await numberFromSheet(theirs, exportId);
  expect(await packingList(ctx, await load({ status: 'open' }))).toMatchObject({
    leftOut: [{ reason: 'sentBySupplier', count: 1 }],
  });
});

it('numbers a set of our goods and those of a supplier here, for nobody sends it alone', async () => {
  await makeSet('set');
  const selection = await load({ sender: 'ours' });
  const screen = await screenOf(selection);
  expect(screen.leftToSuppliers).toBe(1);
  expect(screen.page.rows).toMatchObject([
    { orderNo: 'set', supplied: null },
    { orderNo: 'ours', supplied: null },
  ]);
  await expect(splitBySender(ctx)).rejects.toMatchObject({
    messageKey: 'suppliers.errors.nothingToSplit',
  });
  expect(await register(selection)).toMatchObject({ numbered: 2, printed: 2, leftOut: [] });
});

it('counts no set of two places as mixed, until goods lie beside it that can be taken out', async () => {
  const setId = await makeSet('set');
  expect(await purchaseScreen(ctx)).toMatchObject({ mixed: 0, suppliers: [{ mixed: 0 }] });
  await bundleByHand(ctx, setId, theirs);
  expect(await purchaseScreen(ctx)).toMatchObject({ mixed: 1, suppliers: [{ mixed: 1 }] });
  expect(await splitBySender(ctx)).toEqual({ split: 1 });
  expect(await purchaseScreen(ctx)).toMatchObject({ mixed: 0, suppliers: [{ mixed: 0 }] });
});

it('says of a parcel with goods of two places that it can be split, and leaves only his part to him', async () => {
  const [bundle] = await makeAllocated(ctx, goods.OWN, [{ orderNo: 'bundle', channelId }]);
  await bundleByHand(ctx, bundle?.shipmentId ?? 0, theirs);
  const selection = await load({ sender: 'ours' });
  expect((await screenOf(selection)).page.rows).toMatchObject([
    { orderNo: 'bundle', supplied: 'splittable' },
    { orderNo: 'ours', supplied: null },
  ]);
  expect(await splitBySender(ctx)).toEqual({ split: 1 });
  expect((await screenOf(await load({ sender: 'ours' }))).leftToSuppliers).toBe(1);
  expect(await register(selection)).toMatchObject({ numbered: 2 });
});

it('asks a supplier for his parcel also where a gift of ours lies in it', async () => {
  await addGift(theirs);
  expect((await purchaseScreen(ctx)).suppliers).toMatchObject([{ waiting: 1, mixed: 0 }]);
  expect((await screenOf(await load({}))).page.rows).toMatchObject([
    { orderNo: 'theirs', supplied: 'whole' },
    { orderNo: 'ours', supplied: null },
  ]);
});

it('takes a number of the supplier that is typed in', async () => {
  const typed = { courier: 'logen', waybillNo: '92816272404' } as const;
  await setWaybill(ctx, { shipmentId: theirs, ...typed });
  expect(await standing(ctx, [theirs])).toMatchObject([{ stage: 'invoiced' }]);
});

const encryptionKey = Buffer.alloc(32, 'practice').toString('base64');
const sheet = { templateKey: 'lotte', includesRequested: false };

const register = (selection: LoadSelection) =>
  registerRange(ctx, { selection, courierAccountId: accountId });

const release = () =>
  inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set hold_kinds = '{}' where mall_id = ${ctx.mallId}`),
  );

async function askSupplier(): Promise<void> {
  const [supplier] = (await purchaseScreen(ctx)).suppliers;
  const wish = { format: 'xlsx', password: '발주Pass!1', reason: '위탁 발주' } as const;
  await requestPurchase(
    ctx,
    { ...wish, supplierId: supplier?.id ?? 0, includesRequested: false },
    encryptionKey,
  );
}

/** What an uploaded sheet does for one parcel. */
async function numberFromSheet(shipmentId: number, recipientId?: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const shipment = (await lockShipments(tx, ctx, [shipmentId])).get(shipmentId);
    const runId = await startRun(tx, ctx, 'invoice', { by: 'sheet' });
    const given = { source: 'sheet', rule: invoiceRules.fromSheet } as const;
    const number = { courier: 'logen', waybillNo: '92816272404', rangeId: null } as const;
    await giveWaybills(tx, ctx, runId, { ...given, rows: [{ shipmentId, ...number }] });
    const before = [shipment?.requestedExportId ?? 0, recipientId ?? shipment?.recipientId ?? 0];
    await recordDecisions(tx, ctx, runId, [{ shipmentId, rule: given.rule, values: [], before }]);
  });
}

/** A parcel of one set that lies in two places. */
async function makeSet(orderNo: string): Promise<number> {
  const items = Object.values(goods).map(({ variantId }) => ({ variantId, qty: 1 }));
  const compositionId = await inMall(ctx, (tx) => makeComposition(tx, ctx, items));
  const [set] = await makeAllocated(ctx, { ...goods.OWN, compositionId }, [{ orderNo, channelId }]);
  return set?.shipmentId ?? 0;
}

async function addGift(shipmentId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into shipment_lines (mall_id, shipment_id, qty, amount, composition_id,
        home_shipment_id, gift_rule_id)
      values (${ctx.mallId}, ${shipmentId}, 1, 0, ${goods.OWN.compositionId}, ${shipmentId}, 1)
      returning id`,
    );
    await lockShipments(tx, ctx, [shipmentId]);
    await setAllocation(tx, ctx, [{ lineId: id, allocatedQty: 1 }]);
    await refreshShipments(tx, ctx, [shipmentId]);
  });
}

async function load(conditions: Partial<LoadConditions>): Promise<LoadSelection> {
  const wanted = { status: 'allocated', withoutHeld: true, ...conditions } as const;
  const { loadId } = await loadShipments(ctx, wanted);
  return { loadId, box: '', filter: everyRow };
}

async function screenOf({ loadId }: LoadSelection) {
  const screen = await invoiceScreen(ctx, loadId, everyRow, { size: 20, at: 'first' });
  if (!screen) throw new Error('No such load.');
  return screen;
}

async function leaveToSupplier(code: string): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`insert into suppliers (mall_id, name) values (${ctx.mallId}, '든든상사') returning id`,
    );
    await tx.execute(sql`update products set supplier_id = ${id}
      where mall_id = ${ctx.mallId} and code = ${`P-${code}`}`);
    await tx.execute(sql`update variants set is_supplier_shipped = true
      where mall_id = ${ctx.mallId} and variant_code = ${code}`);
  });
}
