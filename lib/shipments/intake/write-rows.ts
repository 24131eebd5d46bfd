import { type Columns, storableJson } from '@/db/bulk';
import type { CollectedLine, CollectedOrder, Recipient } from '@/lib/channels/collected';
import { inWon } from '@/lib/channels/money';
import { type PlannedShipment, quantityToSend } from './plan';
import { optionKey, productKey } from './product-key';

export type OrderRow = { id: number; ordererId: number; order: CollectedOrder };

export type ShipmentRow = {
  id: number;
  orderId: number;
  recipientId: number;
  order: CollectedOrder;
  plan: PlannedShipment;
};

/** A line of an order together with the one part of it that stands in a shipment. */
export type LineRow = {
  id: number;
  partId: number;
  orderId: number;
  shipmentId: number;
  recipientId: number;
  line: CollectedLine;
};

/** What all rows of one intake share. */
export type Origin = {
  channelId: number;
  source: string;
  collectionRunId?: number | undefined;
  uploadId?: number | undefined;
  enteredBy: number | null;
  readAt: Date;
  createdAt: Date;
};

export const orderTable = (origin: Origin) => ({
  table: 'orders',
  columns: {
    id: ['bigint', (row) => row.id],
    channel_id: ['bigint', origin.channelId],
    order_no: ['text', (row) => row.order.orderNo],
    market_order_no: ['text', (row) => row.order.marketOrderNo],
    orderer_id: ['bigint', (row) => row.ordererId],
    ordered_at: ['timestamptz', (row) => row.order.orderedAt.toISOString()],
    paid_at: ['timestamptz', (row) => paidAt(row.order).toISOString()],
    source: ['text', origin.source],
    collection_run_id: ['bigint', origin.collectionRunId ?? null],
    upload_id: ['bigint', origin.uploadId ?? null],
    entered_by: ['bigint', origin.enteredBy],
    created_at: ['timestamptz', origin.createdAt.toISOString()],
  } satisfies Columns<OrderRow>,
});

export const documentTable = (origin: Origin) => ({
  table: 'order_documents',
  columns: {
    order_id: ['bigint', (row) => row.id],
    raw: ['json', (row) => storableJson(row.order.raw)],
    read_at: ['timestamptz', origin.readAt.toISOString()],
  } satisfies Columns<OrderRow>,
});

export const shipmentTable = (origin: Origin) => ({
  table: 'shipments',
  columns: {
    id: ['bigint', (row) => row.id],
    stage: ['text', (row) => row.plan.stage],
    hold_kinds: ['text[]', (row) => `{${row.plan.holdKinds.join(',')}}`],
    recipient_id: ['bigint', (row) => row.recipientId],
    base_order_id: ['bigint', (row) => row.orderId],
    channel_id: ['bigint', origin.channelId],
    freight_term: ['text', (row) => row.plan.freightTerm],
    is_market_shipped: ['boolean', (row) => row.plan.isMarketShipped],
    is_history: ['boolean', (row) => row.plan.isHistory],
    is_unacknowledged: ['boolean', (row) => row.plan.isUnacknowledged],
    wanted_qty: ['int', (row) => row.plan.wantedQty],
    allocated_qty: ['int', (row) => (row.plan.stage === 'shipped' ? row.plan.wantedQty : 0)],
    unmatched_lines: [
      'int',
      (row) => row.plan.lines.filter((line) => quantityToSend(line) > 0).length,
    ],
    amount: ['bigint', (row) => row.plan.amount],
    ordered_at: ['timestamptz', (row) => row.order.orderedAt.toISOString()],
    paid_at: ['timestamptz', (row) => paidAt(row.order).toISOString()],
    ship_by: ['timestamptz', (row) => row.plan.shipBy?.toISOString() ?? null],
  } satisfies Columns<ShipmentRow>,
});

export const lineTable = (origin: Origin) => ({
  table: 'order_lines',
  columns: {
    id: ['bigint', (row) => row.id],
    order_id: ['bigint', (row) => row.orderId],
    channel_id: ['bigint', origin.channelId],
    line_key: ['text', (row) => row.line.lineKey],
    channel_unit_no: ['text', (row) => row.line.channelUnitNo],
    recipient_id: ['bigint', (row) => row.recipientId],
    product_code: ['text', (row) => row.line.productCode],
    product_name: ['text', (row) => row.line.productName],
    option: ['text', (row) => row.line.option],
    product_key: ['text', (row) => productKey(row.line.productCode, row.line.productName)],
    option_key: ['text', (row) => optionKey(row.line.option)],
    seller_option_code: ['text', (row) => row.line.sellerOptionCode],
    seller_product_code: ['text', (row) => row.line.sellerProductCode],
    qty: ['int', (row) => row.line.quantity],
    cancelled_qty: ['int', (row) => row.line.cancelledQuantity],
    unit_price: ['bigint', (row) => row.line.unitPrice],
    amount: ['bigint', (row) => row.line.amount],
    currency: ['text', (row) => row.line.currency],
    channel_state: ['text', (row) => row.line.state],
    raw_state: ['text', (row) => row.line.rawState],
    state_read_at: ['timestamptz', origin.readAt.toISOString()],
    claim_state: ['text', (row) => (row.line.claimedQuantity > 0 ? 'cancel_requested' : 'none')],
    ship_by: ['timestamptz', (row) => row.line.shipBy?.toISOString() ?? null],
  } satisfies Columns<LineRow>,
});

export const partTable = {
  table: 'shipment_lines',
  columns: {
    id: ['bigint', (row) => row.partId],
    shipment_id: ['bigint', (row) => row.shipmentId],
    order_id: ['bigint', (row) => row.orderId],
    order_line_id: ['bigint', (row) => row.id],
    qty: ['int', (row) => quantityToSend(row.line)],
    amount: ['bigint', (row) => inWon(row.line) * quantityToSend(row.line)],
    home_shipment_id: ['bigint', (row) => row.shipmentId],
  } satisfies Columns<LineRow>,
};

/** The orderer as a recipient without an address: personal data stands in one place. */
export function ordererAsRecipient(order: CollectedOrder): Recipient {
  return { ...order.orderer, postcode: '', address1: '', address2: '', note: '' };
}

function paidAt(order: CollectedOrder): Date {
  return order.paidAt ?? order.orderedAt;
}
