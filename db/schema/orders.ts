import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, mallId, moment, reference } from './columns';

export const orders = pgTable(
  'orders',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    orderNo: text('order_no').notNull(),
    marketOrderNo: text('market_order_no').notNull(),
    /** The orderer is a row of recipients too, so that personal data stands in one place. */
    ordererId: reference('orderer_id').notNull(),
    orderedAt: moment('ordered_at').notNull(),
    paidAt: moment('paid_at').notNull(),
    source: text('source').notNull(),
    collectionRunId: reference('collection_run_id'),
    uploadId: reference('upload_id'),
    enteredBy: reference('entered_by'),
    createdAt: moment('created_at').notNull(),
    /** When the personal data of the order was erased. */
    purgedAt: moment('purged_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('orders_no').on(table.mallId, table.channelId, table.orderNo),
    /** For a search across channels, by the beginning too. */
    index('orders_search').on(table.mallId, table.orderNo.op('text_pattern_ops')),
    index('orders_upload').on(table.mallId, table.uploadId).where(sql`upload_id is not null`),
    index('orders_collection_run')
      .on(table.mallId, table.collectionRunId)
      .where(sql`collection_run_id is not null`),
    index('orders_registered')
      .on(table.mallId, table.channelId, table.createdAt)
      .where(sql`source <> 'channel'`),
    /** Orders of a market behind the channel: the few that another channel may bring too. */
    index('orders_mirrored')
      .on(table.mallId, table.marketOrderNo)
      .where(sql`market_order_no <> order_no`),
    check('orders_source', sql`${table.source} in ('channel', 'sheet', 'form')`),
  ],
);

/** What the channel sent, as it sent it; purged with the recipients. */
export const orderDocuments = pgTable(
  'order_documents',
  {
    mallId: mallId(),
    orderId: reference('order_id').notNull(),
    /** Not jsonb: nothing is looked up in it, and as text it costs a third to write. */
    raw: json('raw').notNull(),
    readAt: moment('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.orderId] })],
);

export const orderLines = pgTable(
  'order_lines',
  {
    mallId: mallId(),
    id: identity(),
    orderId: reference('order_id').notNull(),
    channelId: reference('channel_id').notNull(),
    lineKey: text('line_key').notNull(),
    /** What acknowledge and push name; a marketplace may change it when it splits a box. */
    channelUnitNo: text('channel_unit_no').notNull(),
    /** As the channel last reported it; a shipment's own recipient may have been edited since. */
    recipientId: reference('recipient_id').notNull(),
    productCode: text('product_code').notNull(),
    productName: text('product_name').notNull(),
    option: text('option').notNull(),
    /** What a match is remembered under; empty: never remembered. */
    productKey: text('product_key').notNull(),
    optionKey: text('option_key').notNull(),
    sellerOptionCode: text('seller_option_code').notNull(),
    sellerProductCode: text('seller_product_code').notNull(),
    qty: integer('qty').notNull(),
    cancelledQty: integer('cancelled_qty').notNull().default(0),
    unitPrice: bigint('unit_price', { mode: 'number' }).notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    currency: text('currency').notNull().default('KRW'),
    channelState: text('channel_state').notNull(),
    rawState: text('raw_state').notNull(),
    stateReadAt: moment('state_read_at').notNull(),
    claimState: text('claim_state').notNull().default('none'),
    shipBy: moment('ship_by'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('order_lines_key').on(table.mallId, table.channelId, table.lineKey),
    index('order_lines_order').on(table.mallId, table.orderId),
    index('order_lines_recipient').on(table.mallId, table.recipientId),
    /** Not sold for won: few or none. */
    index('order_lines_foreign').on(table.mallId, table.id).where(sql`currency <> 'KRW'`),
    index('order_lines_product').on(
      table.mallId,
      table.channelId,
      table.productKey,
      table.optionKey,
    ),
    check('order_lines_qty', sql`qty >= 0 and 0 <= cancelled_qty and cancelled_qty <= qty`),
    check(
      'order_lines_channel_state',
      sql`${table.channelState} in ('paid', 'acknowledged', 'shipping', 'delivered', 'confirmed', 'cancelled', 'returned', 'exchanged')`,
    ),
  ],
);
