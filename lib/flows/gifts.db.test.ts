import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  makeChannel,
  makeMall,
  makeOrders,
  makeVariants,
  untilSomebodyWaits,
} from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import { deallocateShipments } from '@/lib/allocation/deallocate';
import { allocationScreen } from '@/lib/allocation/screen';
import { splitShipments } from '@/lib/allocation/split';
import { splitByHand } from '@/lib/allocation/split-by-hand';
import { bundleShipments } from '@/lib/bundling/bundle';
import { unbundle } from '@/lib/bundling/unbundle';
import { undoBundling } from '@/lib/bundling/undo';
import { type Ctx, inMall } from '@/lib/context';
import { giveGifts } from '@/lib/gifts/give';
import {
  addGiftRule,
  editGiftRule,
  giftRules,
  type NewGiftRule,
  switchGiftRule,
} from '@/lib/gifts/rules';
import { registerRange } from '@/lib/invoicing/numbers/register-range';
import { packingList, pickingList } from '@/lib/invoicing/prints/lists';
import { labelsOfPrint } from '@/lib/invoicing/prints/printed-labels';
import { loadAll, makeAccount } from '@/lib/invoicing/testing-invoices';
import { orderDetail } from '@/lib/orders/order';
import { pageRequest } from '@/lib/paging';
import { giveGiftsTo } from '@/lib/shipments/gifts/give-gifts';
import { hold } from '@/lib/shipments/holds/hold';
import { invoiceEverything } from '@/lib/shipments/intake/testing-intake';
import { lockOrderLines } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { retire } from '@/lib/shipments/parcels/retire';
import { openTouches } from '@/lib/shipments/runs/touches';
import { parcelDetail } from '@/lib/shipping/scanning/parcel';
import { shipShipments } from '@/lib/shipping/ship';
import { adjustStock } from '@/lib/stock/adjust';
import { withGifts } from './with-gifts';

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;
let shipmentIds: number[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, other] = [await makeMall(), await makeMall('남의 상회')];
  await makeVariants(other, [{ code: 'TOY', onHand: 5 }]);
  const made = await makeVariants(ctx, [
    { code: 'SHIRT', onHand: 3 },
    { code: 'TOY', onHand: 2 },
  ]);
  const channelId = await makeChannel(ctx);
  const compositionId = made.SHIRT.compositionId;
  const orders = await makeOrders(
    ctx,
    [1, 2].map((day) => ({
      orderNo: `A-${day}`,
      channelId,
      paidAt: new Date(`2026-03-0${day}T00:00:00Z`),
      channelState: 'acknowledged' as const,
      lines: [{ compositionId, qty: 2, unitPrice: 10_000 }],
    })),
  );
  shipmentIds = orders.map((order) => order.shipmentId);
});
afterEach(async () => {
  const theirs = await inMall(other, (tx) =>
    oneRow<{ allocated: number }>(
      tx,
      sql`select allocated from stock where mall_id = ${other.mallId}`,
    ),
  );
  expect(theirs.allocated).toBe(0);
});

const rule: NewGiftRule = {
  name: '장난감 증정',
  basis: 'order',
  channelIds: [],
  variantCodes: [],
  tags: [],
  minAmount: 0,
  minQty: 0,
  firstCount: null,
  giftCode: 'TOY',
  qty: 1,
};

/** The parcels of the gifts, by their lines. */
const gifts = async () => {
  const found = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select shipment_id as id from shipment_lines
      where mall_id = ${ctx.mallId} and gift_rule_id is not null order by id`,
    ),
  );
  return found.map((row) => row.id);
};

const stockOf = (code: string) =>
  inMall(ctx, (tx) =>
    oneRow<{ onHand: number; allocated: number }>(
      tx,
      sql`
      select stock.on_hand as "onHand", stock.allocated from stock
      join variants variant on variant.mall_id = stock.mall_id and variant.id = stock.variant_id
      where stock.mall_id = ${ctx.mallId} and variant.variant_code = ${code}`,
    ),
  );

const march = { from: '2026-03-01', to: '2026-03-02', scope: 'any_channel' } as const;
const bundleAll = () => withGifts(ctx, () => bundleShipments(ctx, march));

const linesOf = (shipmentId: number) =>
  inMall(ctx, (tx) =>
    rows<{ id: number; orderLineId: number }>(
      tx,
      sql`
      select id, order_line_id as "orderLineId" from shipment_lines
      where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId} and gift_rule_id is null
      order by id`,
    ),
  );

const setChannelState = (shipmentId: number, state: 'paid' | 'acknowledged') =>
  inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update order_lines set channel_state = ${state}
      where mall_id = ${ctx.mallId} and id in (select order_line_id from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId})`);
    await refreshShipments(tx, ctx, [shipmentId]);
  });

const oneVariant = (code: string) =>
  inMall(ctx, (tx) =>
    oneRow<{ variantId: number }>(
      tx,
      sql`select id as "variantId" from variants
        where mall_id = ${ctx.mallId} and variant_code = ${code}`,
    ),
  );

it('gives what is due, reserves it at once, and gives nothing twice', async () => {
  await addGiftRule(ctx, rule);
  expect(await giveGifts(ctx)).toEqual({ given: 2, takenBack: 0 });
  expect(await giveGifts(ctx)).toEqual({ given: 0, takenBack: 0 });
  expect(await gifts()).toEqual(shipmentIds);
  expect(await stockOf('TOY')).toEqual({ onHand: 2, allocated: 2 });
  expect(await giftRules(ctx)).toMatchObject([{ name: '장난감 증정', given: 2, availableQty: 0 }]);
  expect(await giftRules(other)).toEqual([]);
});

it('gives a bundle its gift, takes it back when it comes apart, and gives anew', async () => {
  await addGiftRule(ctx, { ...rule, basis: 'bundle', minAmount: 30_000 });
  expect(await giveGifts(ctx)).toEqual({ given: 0, takenBack: 0 });
  await bundleAll();
  const [bundleId = 0] = shipmentIds;
  expect(await gifts()).toEqual([bundleId]);
  await unbundle(ctx, { shipmentId: bundleId });
  expect(await gifts()).toEqual([]);
  expect(await stockOf('TOY')).toEqual({ onHand: 2, allocated: 0 });
});

it('gives the last one to who paid first, bundled or not', async () => {
  const { variantId } = await oneVariant('TOY');
  await adjustStock(ctx, { variantId, changeQty: -1, reason: '파손' });
  const { compositionId } = await inMall(ctx, (tx) =>
    oneRow<{ compositionId: number }>(
      tx,
      sql`select composition_id as "compositionId" from shipment_lines
        where mall_id = ${ctx.mallId} limit 1`,
    ),
  );
  const [earliest] = await makeOrders(ctx, [
    {
      orderNo: 'A-0',
      channelId: await makeChannel(ctx, { account: 'earlier' }),
      paidAt: new Date('2026-02-28T00:00:00Z'),
      channelState: 'acknowledged',
      lines: [{ compositionId, qty: 3, unitPrice: 10_000 }],
    },
  ]);
  await addGiftRule(ctx, { ...rule, basis: 'bundle', minAmount: 30_000 });
  expect((await bundleAll()).joined).toBeGreaterThan(0);
  expect(await gifts()).toEqual([earliest?.shipmentId]);
});

it('leaves a parcel for which it alone is reserved among those served with nothing', async () => {
  await addGiftRule(ctx, rule);
  await giveGifts(ctx);
  const days = { from: new Date('2026-02-01'), until: new Date('2026-04-01') };
  const where = { ...days, channelIds: [], supplierIds: [], tags: [] };
  const { counts, page } = await allocationScreen(ctx, where, {
    tab: 'waiting',
    request: pageRequest(undefined, 20),
  });
  expect(counts).toMatchObject({ partly: 0, waiting: 2 });
  expect(page.rows.map(({ id }) => id).sort()).toEqual(shipmentIds);
});

it('moves the gift of an order with it when a bundle comes apart', async () => {
  await bundleAll();
  await addGiftRule(ctx, rule);
  await giveGifts(ctx);
  const [bundleId = 0] = shipmentIds;
  expect(await gifts()).toEqual([bundleId, bundleId]);
  await unbundle(ctx, { shipmentId: bundleId });
  expect((await gifts()).sort()).toEqual(shipmentIds);
});

it('never gives what is not on the shelf, the first who paid before the others', async () => {
  await addGiftRule(ctx, { ...rule, qty: 2 });
  expect(await giveGifts(ctx)).toEqual({ given: 1, takenBack: 0 });
  expect(await gifts()).toEqual(shipmentIds.slice(0, 1));
});

it('travels with the first part, follows nobody to the second, and is pushed to no channel', async () => {
  await addGiftRule(ctx, rule);
  await giveGifts(ctx);
  const [first = 0, second = 0] = shipmentIds;
  await allocateThese(ctx, [first]);
  await invoiceEverything(ctx);
  expect(await shipShipments(ctx, [first])).toMatchObject({ shipped: 1 });
  const pushed = await inMall(ctx, (tx) =>
    rows(tx, sql`select from pushes where mall_id = ${ctx.mallId}`),
  );
  expect(pushed).toHaveLength(1);
  expect(await stockOf('TOY')).toEqual({ onHand: 1, allocated: 1 });
  expect(await splitShipments(ctx, [second])).toMatchObject({ split: 0 });
  expect(await giveGifts(ctx)).toEqual({ given: 0, takenBack: 0 });
});

it('does not leave alone: without goods to send, its stock is given back', async () => {
  await addGiftRule(ctx, rule);
  await giveGifts(ctx);
  const [first = 0] = shipmentIds;
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`update order_lines set cancelled_qty = qty
      where mall_id = ${ctx.mallId} and id in (select order_line_id from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id = ${first})`);
    await tx.execute(sql`update shipment_lines set qty = 0, amount = 0
      where mall_id = ${ctx.mallId} and shipment_id = ${first} and gift_rule_id is null`);
    await refreshShipments(tx, ctx, [first]);
  });
  expect(await gifts()).toEqual(shipmentIds.slice(1));
  expect(await stockOf('TOY')).toEqual({ onHand: 2, allocated: 1 });
});

it('stays with the first part of a split, which is looked at with the split itself', async () => {
  await addGiftRule(ctx, { ...rule, basis: 'bundle', minQty: 2 });
  await giveGifts(ctx);
  const [first = 0] = shipmentIds;
  const [line] = await linesOf(first);
  const { shipmentId: rest } = await splitByHand(ctx, {
    shipmentId: first,
    lines: [{ lineId: line?.id ?? 0, qty: 1 }],
  });
  expect(await gifts()).toEqual(shipmentIds);
  expect(await linesOf(rest)).toHaveLength(1);
  await allocateThese(ctx, [first, rest]);
  expect(await gifts()).toEqual(shipmentIds);
});

it('goes in the transaction that cancels an order of its bundle, and its stock is free again', async () => {
  await addGiftRule(ctx, { ...rule, basis: 'bundle', minAmount: 30_000 });
  await bundleAll();
  const [bundleId = 0] = shipmentIds;
  expect(await gifts()).toEqual([bundleId]);
  const guest = (await linesOf(bundleId)).at(-1);
  await inMall(ctx, async (tx) => {
    const orderLineId = guest?.orderLineId ?? 0;
    await lockOrderLines(tx, ctx, [orderLineId]);
    const touches = openTouches(tx, ctx, 'claim', {});
    await retire(tx, ctx, [{ orderLineId, addedQty: 2 }], touches);
    await touches.finish();
  });
  expect(await gifts()).toEqual([]);
  expect(await stockOf('TOY')).toEqual({ onHand: 2, allocated: 0 });
});

it('comes and goes with the run that bundles and its undo', async () => {
  await addGiftRule(ctx, { ...rule, basis: 'bundle', minAmount: 30_000 });
  const { runId } = await bundleAll();
  expect(await gifts()).toEqual(shipmentIds.slice(0, 1));
  await undoBundling(ctx, runId);
  expect(await gifts()).toEqual([]);
});

it('is given once to whoever comes first, though only one parcel is looked at', async () => {
  await addGiftRule(ctx, { ...rule, firstCount: 1 });
  const [first = 0, second = 0] = shipmentIds;
  await allocateThese(ctx, [second]);
  expect(await gifts()).toEqual([second]);
  await deallocateShipments(ctx, [second]);
  await allocateThese(ctx, [first]);
  expect(await gifts()).toEqual([second]);
});

it('is given once to whoever comes first of two at the same moment', async () => {
  await addGiftRule(ctx, { ...rule, firstCount: 1 });
  const [first = 0, second = 0] = shipmentIds;
  const { other } = await inMall(ctx, async (tx) => {
    await giveGiftsTo(tx, ctx, [first]);
    const given = inMall(ctx, (own) => giveGiftsTo(own, ctx, [second]));
    await untilSomebodyWaits(tx);
    return { other: given };
  });
  await other;
  expect(await gifts()).toEqual([first]);
});

it('is not given to an order that may be the same as another, until somebody has looked', async () => {
  await addGiftRule(ctx, { ...rule, firstCount: 1 });
  const [first = 0, second = 0] = shipmentIds;
  await inMall(ctx, (tx) => hold(tx, ctx, [first], 'duplicate'));
  await giveGifts(ctx);
  expect(await gifts()).toEqual([second]);
});

it('is given to an order once it is acknowledged, and then only what is left', async () => {
  await addGiftRule(ctx, { ...rule, firstCount: 1 });
  const [first = 0, second = 0] = shipmentIds;
  await setChannelState(first, 'paid');
  expect(await giveGifts(ctx)).toEqual({ given: 1, takenBack: 0 });
  expect(await gifts()).toEqual([second]);
  await setChannelState(second, 'paid');
  await setChannelState(first, 'acknowledged');
  expect(await giveGifts(ctx)).toEqual({ given: 0, takenBack: 0 });
  const [made] = await giftRules(ctx);
  await editGiftRule(ctx, { ...rule, id: made?.id ?? 0, firstCount: 2 });
  await giveGifts(ctx);
  expect((await gifts()).sort()).toEqual(shipmentIds);
});

it.each([
  ['goods that travel only with the same', sql`bundling = 'same_only'`],
  ['frozen goods', sql`temperature = 'frozen'`],
])('keeps no two orders of %s apart', async (_, travels) => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update variants set ${travels} where mall_id = ${ctx.mallId} and variant_code = 'SHIRT'`),
  );
  const { variantId } = await oneVariant('TOY');
  await adjustStock(ctx, { variantId, changeQty: -1, reason: '파손' });
  await addGiftRule(ctx, rule);
  expect(await giveGifts(ctx)).toEqual({ given: 1, takenBack: 0 });
  expect(await bundleAll()).toMatchObject({ joined: 1 });
});

it('is not given from an empty shelf, by no run', async () => {
  await addGiftRule(ctx, rule);
  const { variantId } = await oneVariant('TOY');
  await adjustStock(ctx, { variantId, changeQty: -2, reason: '파손' });
  await allocateThese(ctx, shipmentIds);
  await giveGifts(ctx);
  expect(await gifts()).toEqual([]);
});

it('follows its rule when that is edited, by its own mall alone', async () => {
  await addGiftRule(ctx, rule);
  await giveGifts(ctx);
  const [made] = await giftRules(ctx);
  const edited = { ...rule, id: made?.id ?? 0, name: '첫 주문 증정', qty: 2 };
  await expect(editGiftRule(other, edited)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
  expect(await editGiftRule(ctx, edited)).toEqual({ name: '첫 주문 증정' });
  expect(await giveGifts(ctx)).toEqual({ given: 1, takenBack: 2 });
  expect(await gifts()).toEqual(shipmentIds.slice(0, 1));
  expect(await stockOf('TOY')).toEqual({ onHand: 2, allocated: 2 });
  expect(await giftRules(ctx)).toMatchObject([{ name: '첫 주문 증정', qty: 2 }]);
});

it('stands on the label, the packing list and the picking list', async () => {
  await addGiftRule(ctx, rule);
  await giveGifts(ctx);
  const [first = 0] = shipmentIds;
  await allocateThese(ctx, [first]);
  const load = await loadAll(ctx);
  const [packed] = (await packingList(ctx, load())).shipments;
  expect(packed?.items.map((item) => [item.variantCode, item.quantity])).toEqual([
    ['SHIRT', 2],
    ['TOY', 1],
  ]);
  const picked = (await pickingList(ctx, load())).rows;
  expect(picked.map((row) => row.variantCode).sort()).toEqual(['SHIRT', 'TOY']);
  const { printRunId } = await registerRange(ctx, {
    ...{ selection: load(), courierAccountId: await makeAccount(ctx) },
    print: { kind: 'packing', printerId: null },
  });
  const { labels } = await labelsOfPrint(ctx, printRunId ?? 0);
  expect(labels[0]?.items).toEqual([
    { name: '상품 SHIRT', quantity: 2 },
    { name: '상품 TOY', quantity: 1 },
  ]);
});

it('is named by what lies on the shelf, in its parcel and on the page of its order', async () => {
  await addGiftRule(ctx, rule);
  await giveGifts(ctx);
  const [first = 0] = shipmentIds;
  const gift = { isGift: true, qty: 1, goods: ['TOY 상품 TOY × 1'] };
  expect((await parcelDetail(ctx, first))?.lines).toMatchObject([{ isGift: false }, gift]);
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`select base_order_id as id from shipments
        where mall_id = ${ctx.mallId} and id = ${first}`,
    ),
  );
  expect((await orderDetail(ctx, id))?.shipments[0]?.parts).toMatchObject([
    { isGift: false },
    gift,
  ]);
});

it('takes gifts back when the rule is turned off, in its own mall alone', async () => {
  await addGiftRule(ctx, rule);
  await giveGifts(ctx);
  const [made] = await giftRules(ctx);
  const off = { id: made?.id ?? 0, isActive: false };
  await expect(switchGiftRule(other, off)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
  await switchGiftRule(ctx, off);
  expect(await giveGifts(ctx)).toEqual({ given: 0, takenBack: 2 });
  expect(await stockOf('TOY')).toEqual({ onHand: 2, allocated: 0 });
  await expect(addGiftRule(ctx, { ...rule, giftCode: 'NONE' })).rejects.toMatchObject({
    messageKey: 'products.errors.unknownCode',
  });
  const backwards = { from: '2026-03-02', to: '2026-03-01' };
  await expect(addGiftRule(ctx, { ...rule, ...backwards })).rejects.toMatchObject({
    messageKey: 'products.errors.giftPeriod',
  });
});
