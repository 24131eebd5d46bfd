import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import type { CollectedLine, CollectedOrder } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { absorb } from '../parcels/move';
import { refreshShipments } from '../parcels/refresh';
import { startRun } from '../runs/runs';
import { setAllocation } from '../stock';
import { type Intake, type IntakeResult, intakeOrders } from './intake';

/** Collected orders for tests, in the fewest words. */

export const READ_AT = new Date('2026-03-02T00:00:00Z');

export function collectedLine(lineKey: string, line: Partial<CollectedLine> = {}): CollectedLine {
  return {
    lineKey,
    channelUnitNo: `box-${lineKey.split(':')[0]}`,
    productCode: 'C100',
    productName: '린넨 셔츠',
    option: '블랙 / L',
    sellerOptionCode: '',
    sellerProductCode: '',
    quantity: 1,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    unitPrice: 19_900,
    amount: 19_900 * (line.quantity ?? 1),
    currency: 'KRW',
    state: 'acknowledged',
    rawState: (line.state ?? 'acknowledged').toUpperCase(),
    recipient: {
      name: '한서윤',
      phone: '',
      mobile: '010-3456-7788',
      postcode: '06236',
      address1: '서울특별시 강남구 테헤란로 152',
      address2: '1204호',
      note: '경비실에 맡겨 주세요',
    },
    freightTerm: 'prepaid',
    marketShipped: false,
    shipBy: new Date('2026-03-03T14:59:59Z'),
    ...line,
  };
}

export function collectedOrder(
  orderNo: string,
  lines: CollectedLine[] = [collectedLine(`${orderNo}:1`)],
): CollectedOrder {
  return {
    orderNo,
    marketOrderNo: orderNo,
    orderedAt: new Date('2026-03-01T22:00:00Z'),
    paidAt: new Date('2026-03-01T22:01:00Z'),
    orderer: { name: '한서윤', phone: '', mobile: '010-3456-7788' },
    lines,
    raw: { orderId: orderNo },
  };
}

export function takeIn(
  ctx: Ctx,
  channelId: number,
  orders: CollectedOrder[],
  intake: Partial<Intake> = {},
): Promise<IntakeResult> {
  return inMall(ctx, (tx) =>
    intakeOrders(tx, ctx, { channelId, source: 'channel', readAt: READ_AT, orders, ...intake }),
  );
}

/** Ties every line of the mall to one composition and reserves it, as matching and allocation do. */
export async function allocateEverything(ctx: Ctx, compositionId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update shipment_lines set composition_id = ${compositionId}
      where mall_id = ${ctx.mallId} and qty > 0`);
    const parts = await rows<{ lineId: number; allocatedQty: number; shipmentId: number }>(
      tx,
      sql`
      select id as "lineId", qty as "allocatedQty", shipment_id as "shipmentId"
      from shipment_lines where mall_id = ${ctx.mallId} and qty > 0 order by id`,
    );
    await setAllocation(tx, ctx, parts);
    await refreshShipments(tx, ctx, [...new Set(parts.map((part) => part.shipmentId))]);
  });
}

/** Gives every allocated shipment of the mall a number. */
export async function invoiceEverything(ctx: Ctx): Promise<void> {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
      select ${ctx.mallId}, 'cj', (600000000000 + id)::text, id, 'typed', 'issued',
        ${ctx.now.toISOString()}
      from shipments where mall_id = ${ctx.mallId} and stage = 'allocated'`);
    await tx.execute(sql`
      update shipments set stage = 'invoiced', courier = 'cj', waybill_no = (600000000000 + id)::text
      where mall_id = ${ctx.mallId} and stage = 'allocated'`);
  });
}

/** 송장삭제 of everything. */
export async function takeNumbersBack(ctx: Ctx): Promise<void> {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`delete from waybills where mall_id = ${ctx.mallId}`);
    await tx.execute(sql`
      update shipments set stage = 'allocated', courier = null, waybill_no = null
      where mall_id = ${ctx.mallId} and stage = 'invoiced'`);
  });
}

/** Puts the later shipments of the mall into its first one. */
export async function bundleEverything(ctx: Ctx): Promise<void> {
  await inMall(ctx, async (tx) => {
    const found = await rows<{ id: number }>(
      tx,
      sql`select id from shipments where mall_id = ${ctx.mallId} and is_open order by id`,
    );
    const [target, ...others] = found.map((shipment) => shipment.id);
    if (target === undefined) return;
    const runId = await startRun(tx, ctx, 'bundle', {});
    const why = { rule: 200, values: [] };
    await absorb(tx, ctx, [{ target, why, sources: others.map((id) => ({ id, why })) }], runId);
  });
}

export type SeenShipment = {
  id: number;
  stage: string;
  holdKinds: string[];
  wantedQty: number;
  allocatedQty: number;
  amount: number;
  baseOrderNo: string;
  name: string;
  address1: string;
};

export function seeShipments(ctx: Ctx): Promise<SeenShipment[]> {
  return inMall(ctx, (tx) =>
    rows<SeenShipment>(
      tx,
      sql`
      select shipment.id, shipment.stage, shipment.hold_kinds as "holdKinds",
        shipment.wanted_qty as "wantedQty", shipment.allocated_qty as "allocatedQty",
        shipment.amount, orders.order_no as "baseOrderNo", recipient.name, recipient.address1
      from shipments shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where shipment.mall_id = ${ctx.mallId} order by shipment.id`,
    ),
  );
}

export async function seeStock(ctx: Ctx, variantId: number): Promise<number> {
  const { allocated } = await inMall(ctx, (tx) =>
    oneRow<{ allocated: number }>(
      tx,
      sql`select allocated from stock where mall_id = ${ctx.mallId} and variant_id = ${variantId}`,
    ),
  );
  return allocated;
}
