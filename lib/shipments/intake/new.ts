import { type Insertion, insertAll, insertion } from '@/db/bulk';
import { reserveEach } from '@/db/reserved-ids';
import type { Tx } from '@/db/rows';
import type { CollectedOrder, Recipient } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import {
  insertRecipients,
  type NewRecipient,
  recipientInsertions,
  recipientKeyOf,
} from '../address/recipient-rows';
import { planShipments } from './plan';
import {
  documentTable,
  type LineRow,
  lineTable,
  type OrderRow,
  type Origin,
  ordererAsRecipient,
  orderTable,
  partTable,
  type ShipmentRow,
  shipmentTable,
} from './write-rows';

/** Writes orders never seen before, with their recipients, lines and shipments. */
export async function insertOrders(
  tx: Tx,
  ctx: Ctx,
  origin: Origin,
  orders: readonly CollectedOrder[],
): Promise<OrderRow[]> {
  if (orders.length === 0) return [];
  const { rows, orderers, shipments } = await numberOrders(tx, orders);
  const documented = rows.filter((row) => row.order.raw != null);
  const mallKey = await recipientKeyOf(tx, ctx);
  await insertAll(
    tx,
    ctx,
    [insertion(orderTable(origin), rows), insertion(documentTable(origin), documented)],
    recipientInsertions(mallKey, orderers),
    recipientInsertions(mallKey, recipientsOf(shipments)),
    [insertion(shipmentTable(origin), shipments)],
    await lineInsertions(tx, origin, shipments),
  );
  return rows;
}

/** Reserves the ids of orders, of their shipments, and of orderers who are not the recipient. */
async function numberOrders(tx: Tx, orders: readonly CollectedOrder[]) {
  const nextId = await reserveEach(tx, 'orders', orders.length);
  const numbered = orders.map((order) => ({ order, orderId: nextId() }));
  const shipments = await numberShipments(tx, numbered);
  const firstOf = new Map([...shipments].reverse().map((shipment) => [shipment.orderId, shipment]));
  const apart = numbered.filter(({ order, orderId }) => !isOrderer(order, firstOf.get(orderId)));
  const nextOrdererId = await reserveEach(tx, 'recipients', apart.length);
  const orderers = apart.map(({ order, orderId }) => ({
    orderId,
    id: nextOrdererId(),
    recipient: ordererAsRecipient(order),
  }));
  const ordererIds = new Map(orderers.map((orderer) => [orderer.orderId, orderer.id]));
  const rows = numbered.map(({ order, orderId }): OrderRow => {
    const ordererId = ordererIds.get(orderId) ?? firstOf.get(orderId)?.recipientId;
    if (ordererId === undefined) throw new Error(`Order without lines: ${order.orderNo}`);
    return { id: orderId, ordererId, order };
  });
  return { rows, orderers, shipments };
}

/** Plans the shipments of these lines and reserves their ids and those of their recipients. */
export async function numberShipments(
  tx: Tx,
  orders: readonly { order: CollectedOrder; orderId: number }[],
): Promise<ShipmentRow[]> {
  const planned = orders.flatMap(({ order, orderId }) =>
    planShipments(order.lines).map((plan) => ({ order, orderId, plan })),
  );
  const nextId = await reserveEach(tx, 'shipments', planned.length);
  const nextRecipientId = await reserveEach(tx, 'recipients', planned.length);
  return planned.map((row) => ({ ...row, id: nextId(), recipientId: nextRecipientId() }));
}

/** Writes planned shipments with their recipients and lines. */
export async function insertShipments(
  tx: Tx,
  ctx: Ctx,
  origin: Origin,
  shipments: readonly ShipmentRow[],
): Promise<void> {
  await insertRecipients(tx, ctx, recipientsOf(shipments));
  const lines = await lineInsertions(tx, origin, shipments);
  await insertAll(tx, ctx, [insertion(shipmentTable(origin), shipments)], lines);
}

/** The lines of shipments that are written before, or stand already. */
export async function lineInsertions(
  tx: Tx,
  origin: Origin,
  shipments: readonly ShipmentRow[],
): Promise<Insertion[]> {
  const count = shipments.reduce((total, { plan }) => total + plan.lines.length, 0);
  const nextId = await reserveEach(tx, 'order_lines', count);
  const nextPartId = await reserveEach(tx, 'shipment_lines', count);
  const lines: LineRow[] = shipments.flatMap(({ id, orderId, recipientId, plan }) =>
    plan.lines.map((line) => ({
      id: nextId(),
      partId: nextPartId(),
      orderId,
      shipmentId: id,
      recipientId,
      line,
    })),
  );
  return [insertion(lineTable(origin), lines), insertion(partTable, lines)];
}

function recipientsOf(shipments: readonly ShipmentRow[]): NewRecipient[] {
  return shipments.map(({ recipientId, plan }) => ({ id: recipientId, recipient: plan.recipient }));
}

/** Who orders for himself needs no second row. */
function isOrderer(
  order: CollectedOrder,
  shipment: { plan: { recipient: Recipient } } | undefined,
) {
  const recipient = shipment?.plan.recipient;
  return (
    recipient !== undefined &&
    recipient.name === order.orderer.name &&
    recipient.phone === order.orderer.phone &&
    recipient.mobile === order.orderer.mobile
  );
}
