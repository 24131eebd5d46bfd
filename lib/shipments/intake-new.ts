import type { Tx } from '@/db/rows';
import type { CollectedOrder, Recipient } from '@/lib/channels/channel';
import type { Ctx } from '@/lib/context';
import { insertRows } from './bulk';
import { planShipments } from './intake-plan';
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
} from './intake-rows';
import { insertRecipients } from './recipient-rows';
import { reserveEach } from './reserve';

/** Writes orders never seen before, with their recipients, lines and shipments. */
export async function insertOrders(
  tx: Tx,
  ctx: Ctx,
  origin: Origin,
  orders: readonly CollectedOrder[],
): Promise<OrderRow[]> {
  if (orders.length === 0) return [];
  const nextId = await reserveEach(tx, 'orders', orders.length);
  const numbered = orders.map((order) => ({ order, orderId: nextId() }));
  const shipments = await numberShipments(tx, numbered);
  const recipientOf = new Map(shipments.map((shipment) => [shipment.orderId, shipment]));
  const apart = numbered.filter(
    ({ order, orderId }) => !isOrderer(order, recipientOf.get(orderId)),
  );
  const nextOrdererId = await reserveEach(tx, 'recipients', apart.length);
  const orderers = new Map(apart.map(({ orderId }) => [orderId, nextOrdererId()]));
  const orderRows = numbered.map(({ order, orderId }) => {
    const ordererId = orderers.get(orderId) ?? recipientOf.get(orderId)?.recipientId;
    if (ordererId === undefined) throw new Error(`Order without lines: ${order.orderNo}`);
    return { id: orderId, ordererId, order };
  });

  await insertRecipients(
    tx,
    ctx,
    orderRows.flatMap((row) =>
      orderers.has(row.id) ? { id: row.ordererId, recipient: ordererAsRecipient(row.order) } : [],
    ),
  );
  await insertRows(tx, ctx, orderTable(origin), orderRows);
  const documented = orderRows.filter((row) => row.order.raw != null);
  await insertRows(tx, ctx, documentTable(origin), documented);
  await insertShipments(tx, ctx, origin, shipments);
  return orderRows;
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
  await insertRecipients(
    tx,
    ctx,
    shipments.map(({ recipientId, plan }) => ({ id: recipientId, recipient: plan.recipient })),
  );
  await insertRows(tx, ctx, shipmentTable(origin), shipments);
  await insertLines(tx, ctx, origin, shipments);
}

/** Writes the lines of shipments that stand already. */
export async function insertLines(
  tx: Tx,
  ctx: Ctx,
  origin: Origin,
  shipments: readonly ShipmentRow[],
): Promise<void> {
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
  await insertRows(tx, ctx, lineTable(origin), lines);
  await insertRows(tx, ctx, partTable, lines);
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
