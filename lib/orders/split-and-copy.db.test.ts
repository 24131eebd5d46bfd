import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { dumpMall, makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import { splitByHand } from '@/lib/allocation/split-by-hand';
import { undoAllocation } from '@/lib/allocation/undo';
import { type Ctx, inMall } from '@/lib/context';
import { copyOrder } from '@/lib/registration/copy-order';
import { holdByHand } from '@/lib/shipments/holds/operator-hold';
import { type OrderDetail, orderDetail } from './order';

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sell(await makeMall('다른 상회'));
  ctx = await makeMall();
});

describe('주문나누기', () => {
  it('moves lines and units into a parcel of their own, with the money and the holds', async () => {
    const made = await sell(ctx);
    await holdByHand(ctx, { shipmentIds: [made.shipmentId], reason: '입고 대기' });
    const [shirts = 0, caps = 0] = made.lineIds;
    await splitByHand(ctx, {
      shipmentId: made.shipmentId,
      lines: [
        { lineId: shirts, qty: 2 },
        { lineId: caps, qty: 1 },
      ],
    });
    const { shipments } = await seen(made.orderId);
    expect(shipments.map((one) => [one.wantedQty, one.amount, one.holdKinds])).toEqual([
      [1, 10_000, ['operator']],
      [3, 30_000, ['operator']],
    ]);
    expect(shipments.map((one) => one.splitGroup)).toEqual([made.shipmentId, made.shipmentId]);
  });

  it('keeps what is reserved where there is room, and the rest travels along', async () => {
    const made = await sell(ctx);
    await allocateThese(ctx, [made.shipmentId]);
    const [shirts = 0] = made.lineIds;
    await splitByHand(ctx, { shipmentId: made.shipmentId, lines: [{ lineId: shirts, qty: 1 }] });
    const { shipments } = await seen(made.orderId);
    expect(shipments.map((one) => [one.stage, one.allocatedQty, one.wantedQty])).toEqual([
      ['allocated', 3, 3],
      ['allocated', 1, 1],
    ]);
  });

  it('is undone as an allocation run is, exactly', async () => {
    const made = await sell(ctx);
    await allocateThese(ctx, [made.shipmentId]);
    const before = await dumpMall(ctx, ['shipment_lines', 'stock']);
    const [shirts = 0] = made.lineIds;
    const { runId } = await splitByHand(ctx, {
      shipmentId: made.shipmentId,
      lines: [{ lineId: shirts, qty: 1 }],
    });
    expect(await undoAllocation(ctx, runId)).toMatchObject({ restored: 1, kept: 0 });
    expect(await dumpMall(ctx, ['shipment_lines', 'stock'])).toEqual(before);
  });

  it('is refused for all of it, for nothing, and once the courier program has it', async () => {
    const { shipmentId, lineIds } = await sell(ctx);
    const [shirts = 0, caps = 0] = lineIds;
    const all = [
      { lineId: shirts, qty: 3 },
      { lineId: caps, qty: 1 },
    ];
    const ask = (lines: { lineId: number; qty: number }[]) =>
      splitByHand(ctx, { shipmentId, lines });
    await expect(ask(all)).rejects.toThrow('order.errors.splitAll');
    await expect(ask([{ lineId: shirts, qty: 0 }])).rejects.toThrow('order.errors.splitNothing');
    await inMall(ctx, (tx) =>
      tx.execute(sql`update shipments set requested_export_id = 1
        where mall_id = ${ctx.mallId} and id = ${shipmentId}`),
    );
    await expect(ask([{ lineId: caps, qty: 1 }])).rejects.toThrow('order.errors.splitTooLate');
  });
});

describe('주문복사', () => {
  it('makes a typed order of the same goods and recipient, which no channel is told of', async () => {
    const made = await sell(ctx);
    const copy = await copyOrder(ctx, made.orderId);
    expect(copy.orderNo).toBe('A-1-C1');
    const [original, order] = [await seen(made.orderId), await seen(copy.orderId)];
    expect(order.head.source).toBe('form');
    expect(order.lines.map((line) => [line.productName, line.qty])).toEqual(
      original.lines.map((line) => [line.productName, line.qty]),
    );
    expect(order.lines[0]?.recipient).toEqual(original.lines[0]?.recipient);
    expect((await copyOrder(ctx, copy.orderId)).orderNo).toBe('A-1-C2');
  });

  it('leaves out what was cancelled', async () => {
    const made = await sell(ctx);
    await inMall(ctx, async (tx) => {
      await rows(
        tx,
        sql`update order_lines set cancelled_qty = qty
          where mall_id = ${ctx.mallId} and order_id = ${made.orderId} returning id`,
      );
      await tx.execute(sql`update shipment_lines set qty = 0, amount = 0
        where mall_id = ${ctx.mallId} and shipment_id = ${made.shipmentId}`);
      await tx.execute(sql`update shipments set wanted_qty = 0, amount = 0, stage = 'cancelled'
        where mall_id = ${ctx.mallId} and id = ${made.shipmentId}`);
    });
    await expect(copyOrder(ctx, made.orderId)).rejects.toThrow('order.errors.copyNothing');
  });
});

async function seen(orderId: number): Promise<OrderDetail> {
  const order = await orderDetail(ctx, orderId);
  if (!order) throw new Error('No such order.');
  return order;
}

/** One order of three shirts and a cap. */
async function sell(mall: Ctx) {
  const { SHIRT, CAP } = await makeVariants(mall, [
    { code: 'SHIRT', onHand: 9 },
    { code: 'CAP', onHand: 9 },
  ]);
  const channelId = await makeChannel(mall);
  const [made] = await makeOrders(mall, [
    {
      orderNo: 'A-1',
      channelId,
      lines: [
        { compositionId: SHIRT.compositionId, qty: 3 },
        { compositionId: CAP.compositionId, qty: 1 },
      ],
    },
  ]);
  if (!made) throw new Error('No order was made.');
  return made;
}
