import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { splitShipments } from '@/lib/allocation/split';
import { undoAllocation } from '@/lib/allocation/undo';
import { bundleShipments } from '@/lib/bundling/bundle';
import { type Ctx, inMall } from '@/lib/context';
import { matchShipments } from '@/lib/matching/match';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  takeIn,
  takeNumbersBack,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { resend } from '@/lib/shipments/parcels/resend';
import { setAllocation } from '@/lib/shipments/stock';
import { parcelDetail } from '@/lib/shipping/scanning/parcel';
import { shipShipments } from '@/lib/shipping/ship';
import { figuresByOperator } from './operators';
import { figuresByProduct } from './products';
import { figuresByChannel, figuresByDay, totalFigures } from './sales';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase({ unchecked: 'lines are matched and sent by hand' });
});
afterAll(() => database.drop());
beforeEach(async () => {
  const other = await makeMall('다른 상회');
  await takeIn(other, await makeChannel(other), [collectedOrder('A-1')]);
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
});

/** Wide enough for every order of these tests. */
const always = { from: new Date('2020-01-01'), until: new Date('2030-01-01'), channelIds: [] };

describe('statistics', () => {
  it('an empty period is all zeros', async () => {
    expect(await totalFigures(ctx, always)).toMatchObject({ orders: 0, parcels: 0, revenue: 0 });
    expect(await figuresByDay(ctx, always)).toEqual([]);
  });

  it('orders, units and revenue are those of this mall, of the chosen channels', async () => {
    const second = await makeChannel(ctx, { account: 'second' });
    await takeIn(ctx, channelId, [
      collectedOrder('A-1', [collectedLine('A-1:1', { quantity: 2, unitPrice: 5_000 })]),
    ]);
    await takeIn(ctx, second, [
      collectedOrder('B-1', [collectedLine('B-1:1', { quantity: 1, unitPrice: 7_000 })]),
    ]);
    expect(await totalFigures(ctx, always)).toMatchObject({
      orders: 2,
      parcels: 2,
      units: 3,
      revenue: 17_000,
    });
    const chosen = await totalFigures(ctx, { ...always, channelIds: [second] });
    expect(chosen).toMatchObject({ orders: 1, revenue: 7_000 });
    const byChannel = await figuresByChannel(ctx, always);
    expect(byChannel.map((row) => [row.channelId, row.revenue])).toEqual([
      [channelId, 10_000],
      [second, 7_000],
    ]);
  });

  it('gives each channel its own orders of a bundle, and the parcel to that of the base', async () => {
    await makeVariants(ctx, [{ code: 'SKU-1', onHand: 10 }]);
    const second = await makeChannel(ctx, { account: 'second' });
    const order = (no: string, unitPrice: number) =>
      collectedOrder(no, [collectedLine(`${no}:1`, { sellerOptionCode: 'SKU-1', unitPrice })]);
    await takeIn(ctx, channelId, [order('A-1', 5_000)]);
    await takeIn(ctx, second, [order('B-1', 7_000)]);
    await matchShipments(ctx);
    await bundleShipments(ctx, { from: '2020-01-01', to: '2030-01-01', scope: 'any_channel' });
    const byChannel = await figuresByChannel(ctx, always);
    const own = byChannel.map(({ channelId, orders, units, revenue }) => [
      channelId,
      orders,
      units,
      revenue,
    ]);
    expect(own).toEqual([
      [second, 1, 1, 7_000],
      [channelId, 1, 1, 5_000],
    ]);
    expect(byChannel.reduce((total, { parcels }) => total + parcels, 0)).toBe(1);
    for (const [channel, revenue] of [
      [channelId, 5_000],
      [second, 7_000],
    ] as const) {
      const chosen = { ...always, channelIds: [channel] };
      const sold = { orders: 1, units: 1, revenue };
      expect(await totalFigures(ctx, chosen)).toMatchObject(sold);
      expect(await figuresByDay(ctx, chosen)).toMatchObject([sold]);
      expect(await figuresByProduct(ctx, chosen)).toMatchObject([sold]);
    }
  });

  it('adds up won alone, and says how many orders were sold for other money', async () => {
    const { CUP } = await makeVariants(ctx, [{ code: 'CUP', onHand: 10 }]);
    const abroad = { ...collectedLine('A-2:1', { unitPrice: 1_250 }), currency: 'USD' };
    await takeIn(ctx, channelId, [
      collectedOrder('A-1', [collectedLine('A-1:1', { unitPrice: 5_000 })]),
      collectedOrder('A-2', [abroad]),
    ]);
    await allocateEverything(ctx, CUP.compositionId);
    const sold = { orders: 2, revenue: 5_000 };
    expect(await totalFigures(ctx, always)).toMatchObject({ ...sold, foreignOrders: 1 });
    expect(await figuresByProduct(ctx, always)).toMatchObject([sold]);
  });

  it('the days add up to the whole', async () => {
    await takeIn(ctx, channelId, [
      { ...collectedOrder('A-1'), paidAt: new Date('2026-03-01T14:59:59Z') },
      { ...collectedOrder('A-2'), paidAt: new Date('2026-03-01T15:00:00Z') },
    ]);
    const days = await figuresByDay(ctx, always);
    expect(days.map((row) => [row.day, row.orders])).toEqual([
      ['2026-03-02', 1],
      ['2026-03-01', 1],
    ]);
  });

  it('counts each order of a bundle on the day it was paid itself, its parcel on that of the base', async () => {
    await makeVariants(ctx, [{ code: 'SKU-1', onHand: 10 }]);
    const order = (no: string, paidAt: string, unitPrice: number) => ({
      ...collectedOrder(no, [collectedLine(`${no}:1`, { sellerOptionCode: 'SKU-1', unitPrice })]),
      paidAt: new Date(paidAt),
    });
    await takeIn(ctx, channelId, [
      order('A-1', '2026-03-01T01:00:00Z', 5_000),
      order('A-2', '2026-03-02T01:00:00Z', 7_000),
    ]);
    await matchShipments(ctx);
    await bundleShipments(ctx, { from: '2020-01-01', to: '2030-01-01', scope: 'any_channel' });
    expect(await figuresByDay(ctx, always)).toMatchObject([
      { day: '2026-03-02', orders: 1, units: 1, revenue: 7_000, parcels: 0, saved: 1 },
      { day: '2026-03-01', orders: 1, units: 1, revenue: 5_000, parcels: 1, saved: 0 },
    ]);
    const second = { ...always, from: new Date('2026-03-01T15:00:00Z') };
    const sold = { orders: 1, units: 1, revenue: 7_000 };
    expect(await totalFigures(ctx, second)).toMatchObject(sold);
    expect(await figuresByProduct(ctx, second)).toMatchObject([sold]);
  });

  it('a bundle saves a parcel and keeps its orders', async () => {
    await makeVariants(ctx, [{ code: 'SKU-1', onHand: 10 }]);
    const line = (key: string) => collectedLine(key, { sellerOptionCode: 'SKU-1' });
    await takeIn(ctx, channelId, [
      collectedOrder('A-1', [line('A-1:1')]),
      collectedOrder('A-2', [line('A-2:1')]),
    ]);
    await matchShipments(ctx);
    await bundleShipments(ctx, { from: '2020-01-01', to: '2030-01-01', scope: 'any_channel' });
    expect(await totalFigures(ctx, always)).toMatchObject({ orders: 2, parcels: 1, saved: 1 });
    expect(await figuresByOperator(ctx, always)).toMatchObject([
      { name: '김담당', matched: 2, bundled: 1 },
    ]);
  });

  it('what is sent once more is no order, and a split that was undone saves nothing', async () => {
    const { CUP } = await makeVariants(ctx, [{ code: 'CUP', onHand: 10 }]);
    await takeIn(ctx, channelId, [
      collectedOrder('A-1', [collectedLine('A-1:1', { quantity: 2 })]),
      collectedOrder('A-2', [collectedLine('A-2:1', { quantity: 2 })]),
    ]);
    await allocateEverything(ctx, CUP.compositionId);
    await invoiceEverything(ctx);
    const [first, second] = await seeShipments(ctx);
    await shipShipments(ctx, [first?.id ?? 0]);
    const before = await totalFigures(ctx, always);
    const sold = await figuresByProduct(ctx, always);
    const lineId = (await parcelDetail(ctx, first?.id ?? 0))?.lines[0]?.lineId ?? 0;
    const lines = [{ lineId, qty: 1 }];
    await resend(ctx, { shipmentId: first?.id ?? 0, lines, reason: '누락' });
    expect(await totalFigures(ctx, always)).toEqual(before);
    expect(await figuresByProduct(ctx, always)).toEqual(sold);

    await takeNumbersBack(ctx);
    await inMall(ctx, async (tx) => {
      const [part] = await rows<{ id: number }>(
        tx,
        sql`select id from shipment_lines
          where mall_id = ${ctx.mallId} and shipment_id = ${second?.id ?? 0}`,
      );
      await setAllocation(tx, ctx, [{ lineId: part?.id ?? 0, allocatedQty: 1 }]);
      await refreshShipments(tx, ctx, [second?.id ?? 0]);
    });
    const { runId } = await splitShipments(ctx, [second?.id ?? 0]);
    await undoAllocation(ctx, runId);
    expect((await seeShipments(ctx)).map(({ stage }) => stage)).toContain('absorbed');
    expect(await totalFigures(ctx, always)).toMatchObject({ parcels: 2, saved: 0 });
  });

  it('a kit’s money is shared by the prices of what is in it', async () => {
    const made = await makeVariants(ctx, [
      { code: 'CUP', price: 3_000 },
      { code: 'POT', price: 9_000 },
    ]);
    await takeIn(ctx, channelId, [
      collectedOrder('A-1', [collectedLine('A-1:1', { quantity: 2, unitPrice: 10_000 })]),
    ]);
    await inMall(ctx, async (tx) => {
      const items = [made.CUP, made.POT].map((variant) => variant.variantId);
      const [kit] = await tx.execute<{ id: number }>(sql`
        insert into compositions (mall_id, fingerprint) values (${ctx.mallId}, 'kit') returning id`);
      for (const variantId of items)
        await tx.execute(sql`insert into composition_items (mall_id, composition_id, variant_id, qty)
          values (${ctx.mallId}, ${kit?.id}, ${variantId}, 1)`);
      await tx.execute(sql`update shipment_lines set composition_id = ${kit?.id}
        where mall_id = ${ctx.mallId}`);
    });
    const sold = await figuresByProduct(ctx, always);
    expect(sold.map((row) => [row.variantCode, row.units, row.revenue])).toEqual([
      ['POT', 2, 15_000],
      ['CUP', 2, 5_000],
    ]);
    expect(await figuresByProduct(ctx, always, 1)).toHaveLength(1);
  });

  it('a product says how much of it was served, and how fast and how late it left; gifts are none', async () => {
    const made = await makeVariants(ctx, [{ code: 'CUP' }, { code: 'GIFT' }]);
    await takeIn(ctx, channelId, [
      collectedOrder('A-1', [collectedLine('A-1:1', { quantity: 2 })]),
      collectedOrder('A-2', [collectedLine('A-2:1', { quantity: 2 })]),
    ]);
    const [cup, gift] = [made.CUP.compositionId, made.GIFT.compositionId];
    await inMall(ctx, async (tx) => {
      await tx.execute(sql`update shipment_lines set composition_id = ${cup}
        where mall_id = ${ctx.mallId}`);
      await tx.execute(sql`
        update shipments set stage = 'shipped', shipped_at = paid_at + interval '2 hours',
          ship_by = paid_at + interval '1 hour', courier = 'cj', waybill_no = '1',
          allocated_qty = wanted_qty
        where mall_id = ${ctx.mallId}
          and id = (select min(id) from shipments where mall_id = ${ctx.mallId})`);
      await tx.execute(sql`
        update shipments set ship_by = null where mall_id = ${ctx.mallId} and stage <> 'shipped'`);
      await tx.execute(sql`
        insert into shipment_lines (mall_id, shipment_id, order_id, qty, amount, composition_id,
          home_shipment_id, gift_rule_id)
        select mall_id, id, base_order_id, 3, 0, ${gift}, id, 1 from shipments
        where mall_id = ${ctx.mallId}`);
    });
    expect(await figuresByProduct(ctx, always)).toMatchObject([
      {
        ...{ variantCode: 'CUP', orders: 2, units: 4, servedUnits: 2 },
        ...{ shipped: 1, promised: 1, late: 1, leadSeconds: 7200 },
      },
    ]);
    expect(await totalFigures(ctx, always)).toMatchObject({ units: 4 });
  });
});
