import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
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
    index('order_lines_unit').on(table.mallId, table.channelId, table.channelUnitNo),
    index('order_lines_product').on(
      table.mallId,
      table.channelId,
      table.productKey,
      table.optionKey,
    ),
    foreignKey({
      columns: [table.mallId, table.orderId],
      foreignColumns: [orders.mallId, orders.id],
    }),
    check('order_lines_qty', sql`qty >= 0 and 0 <= cancelled_qty and cancelled_qty <= qty`),
    check(
      'order_lines_channel_state',
      sql`${table.channelState} in ('paid', 'acknowledged', 'shipping', 'delivered', 'confirmed', 'cancelled', 'returned', 'exchanged')`,
    ),
  ],
);

export const claims = pgTable(
  'claims',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    orderLineId: reference('order_line_id').notNull(),
    claimNo: text('claim_no').notNull(),
    kind: text('kind').notNull(),
    state: text('state').notNull(),
    qty: integer('qty').notNull(),
    reason: text('reason').notNull(),
    requestedAt: moment('requested_at').notNull(),
    readAt: moment('read_at').notNull(),
    /** A withdrawn claim stands in a queue of its own until somebody has seen it. */
    seenAt: moment('seen_at'),
    raw: jsonb('raw').notNull(),
    /** Told by the channel, or entered by a person who heard of it. */
    source: text('source').notNull().default('channel'),
    /** When and by whom it was answered here; the channel's older words no longer count. */
    decidedAt: moment('decided_at'),
    decidedBy: reference('decided_by'),
    /** What came back: to the shelf, and unfit for sale. */
    goodQty: integer('good_qty').notNull().default(0),
    defectiveQty: integer('defective_qty').notNull().default(0),
    receivedAt: moment('received_at'),
    /** The parcel with what was sent in exchange. */
    replacementShipmentId: reference('replacement_shipment_id'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('claims_no').on(table.mallId, table.channelId, table.claimNo, table.orderLineId),
    index('claims_line').on(table.mallId, table.orderLineId),
    /** What somebody must still look at, among all the claims of the years. */
    index('claims_waiting')
      .on(table.mallId, table.kind, table.id)
      .where(sql`state = 'requested' or (state = 'withdrawn' and seen_at is null)`),
    check('claims_kind', sql`${table.kind} in ('cancel', 'exchange', 'return')`),
    check(
      'claims_state',
      sql`${table.state} in ('requested', 'accepted', 'done', 'withdrawn', 'rejected')`,
    ),
    check('claims_qty', sql`${table.qty} >= 0`),
    check('claims_source', sql`${table.source} in ('channel', 'hand')`),
    check(
      'claims_received',
      sql`good_qty >= 0 and defective_qty >= 0 and good_qty + defective_qty <= qty`,
    ),
    index('claims_withdrawn')
      .on(table.mallId, table.id)
      .where(sql`state = 'withdrawn' and seen_at is null`),
    index('claims_open').on(table.mallId, table.kind, table.id).where(sql`state = 'requested'`),
  ],
);

/**
 * What a channel is told of a claim by its API, one row for all lines of the claim. The row is the
 * work itself; what may have been heard is asked for before it is told again.
 */
export const claimAnswers = pgTable(
  'claim_answers',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    claimNo: text('claim_no').notNull(),
    verb: text('verb').notNull(),
    reason: text('reason').notNull().default(''),
    detail: text('detail').notNull().default(''),
    /** The parcel as it stood when the answer was asked for; empty where nothing travels. */
    courier: text('courier').notNull().default(''),
    waybillNo: text('waybill_no').notNull().default(''),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    leasedUntil: moment('leased_until'),
    /** The channel may have heard of it since then. */
    askedAt: moment('asked_at'),
    answerMessage: text('answer_message').notNull().default(''),
    requestedBy: reference('requested_by'),
    createdAt: moment('created_at').notNull(),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    /** Of a claim one answer at a time is under way. */
    uniqueIndex('claim_answers_under_way')
      .on(table.mallId, table.channelId, table.claimNo)
      .where(sql`state in ('queued', 'running')`),
    index('claim_answers_claim').on(table.mallId, table.channelId, table.claimNo),
    index('claim_answers_due')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('queued', 'running')`),
    index('claim_answers_open')
      .on(table.mallId, table.id)
      .where(sql`state in ('queued', 'running', 'failed', 'unknown')`),
    check(
      'claim_answers_verb',
      sql`${table.verb} in ('approve_cancel', 'reject_cancel', 'receive_return', 'approve_return', 'reject_return', 'receive_exchange', 'send_exchange', 'reject_exchange')`,
    ),
    check(
      'claim_answers_state',
      sql`${table.state} in ('queued', 'running', 'done', 'failed', 'unknown', 'withdrawn')`,
    ),
  ],
);

/**
 * 발송지연 안내 and 품절취소: what the seller tells a marketplace of a line. By its API a row is the work
 * itself; where it has none, the row waits until a person has done it in the seller centre.
 */
export const sellerNotices = pgTable(
  'seller_notices',
  {
    mallId: mallId(),
    id: identity(),
    kind: text('kind').notNull(),
    channelId: reference('channel_id').notNull(),
    orderLineId: reference('order_line_id').notNull(),
    /** 품절취소: the cancel that holds the line until the marketplace has taken it. */
    claimId: reference('claim_id'),
    reason: text('reason').notNull(),
    detail: text('detail').notNull().default(''),
    /** 발송지연: the day in Korea on which it leaves instead. */
    shipOn: text('ship_on'),
    way: text('way').notNull(),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    leasedUntil: moment('leased_until'),
    /** The marketplace may have heard of it since then. */
    askedAt: moment('asked_at'),
    answerMessage: text('answer_message').notNull().default(''),
    requestedBy: reference('requested_by'),
    createdAt: moment('created_at').notNull(),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('seller_notices_due')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('queued', 'running')`),
    index('seller_notices_line').on(table.mallId, table.orderLineId),
    index('seller_notices_open')
      .on(table.mallId, table.id)
      .where(sql`state in ('queued', 'running', 'failed', 'unknown', 'by_hand')`),
    check('seller_notices_kind', sql`${table.kind} in ('delay', 'sold_out')`),
    check('seller_notices_way', sql`${table.way} in ('api', 'hand')`),
    check(
      'seller_notices_state',
      sql`${table.state} in ('queued', 'running', 'done', 'failed', 'unknown', 'by_hand', 'withdrawn')`,
    ),
    check('seller_notices_delay', sql`(kind = 'delay') = (ship_on is not null)`),
  ],
);

export const shipments = pgTable(
  'shipments',
  {
    mallId: mallId(),
    id: identity(),
    stage: text('stage').notNull(),
    holdKinds: text('hold_kinds').array().notNull().default(sql`'{}'`),
    holdNote: text('hold_note').notNull().default(''),
    recipientId: reference('recipient_id').notNull(),
    /** The order whose recipient data wins; a bundle lives on as its base's shipment. */
    baseOrderId: reference('base_order_id').notNull(),
    channelId: reference('channel_id').notNull(),
    freightTerm: text('freight_term').notNull(),
    isMarketShipped: boolean('is_market_shipped').notNull().default(false),
    isHistory: boolean('is_history').notNull().default(false),
    isUnacknowledged: boolean('is_unacknowledged').notNull().default(false),
    isBundleLocked: boolean('is_bundle_locked').notNull().default(false),
    /** The base of a near match that the last run left for a person to decide. */
    isBundleQuestion: boolean('is_bundle_question').notNull().default(false),
    /** Parts of one split share it; they never bundle with each other. */
    splitGroup: reference('split_group'),
    absorbedBy: reference('absorbed_by'),
    wantedQty: integer('wanted_qty').notNull(),
    allocatedQty: integer('allocated_qty').notNull().default(0),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    orderedAt: moment('ordered_at').notNull(),
    paidAt: moment('paid_at').notNull(),
    shipBy: moment('ship_by'),
    courier: text('courier'),
    waybillNo: text('waybill_no'),
    /** The contract that a person chose for it; else the rules propose one. */
    chosenAccountId: reference('chosen_account_id'),
    /** 차수: the wave of a day that it is printed and picked with. */
    waveId: reference('wave_id'),
    printedCount: integer('printed_count').notNull().default(0),
    /** When the hold rules were asked about it; they are asked once. */
    holdRulesAskedAt: moment('hold_rules_asked_at'),
    /** Set from a sheet request to the number coming back: nothing may change the parcel meanwhile. */
    requestedExportId: reference('requested_export_id'),
    requestedHash: text('requested_hash'),
    shipMethod: text('ship_method').notNull().default('parcel'),
    /** A person said how it travels: what lies in it does not change that. */
    isMethodChosen: boolean('is_method_chosen').notNull().default(false),
    shippedAt: moment('shipped_at'),
    /** Set with the stage, when the courier says so. */
    deliveredAt: moment('delivered_at'),
    /** 재발송: the parcel whose goods were wrong or missing. Nothing of this one is pushed. */
    resendsShipmentId: reference('resends_shipment_id'),
    why: integer('why'),
    whyValues: bigint('why_values', { mode: 'number' }).array(),
    lastRunId: reference('last_run_id'),
    isOpen: boolean('is_open').generatedAlwaysAs(
      sql`stage in ('unmatched', 'ready', 'allocated', 'invoiced') and absorbed_by is null`,
    ),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    // Nulls where a falling order has them, or else no list is read along the index.
    index('shipments_open')
      .on(table.mallId, table.paidAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`is_open`),
    index('shipments_closed')
      .on(table.mallId, table.paidAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`not is_open`),
    index('shipments_closed_by_order_date')
      .on(table.mallId, table.orderedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`not is_open`),
    index('shipments_base_order').on(table.mallId, table.baseOrderId),
    index('shipments_recipient').on(table.mallId, table.recipientId),
    /** On their way: looked at again and again until the courier has delivered them. */
    index('shipments_in_transit')
      .on(table.mallId, table.shippedAt, table.id)
      .where(sql`shipped_at is not null and delivered_at is null`),
    /** What left on a day, whether it has arrived or not. */
    index('shipments_shipped').on(table.mallId, table.shippedAt).where(sql`shipped_at is not null`),
    index('shipments_wave').on(table.mallId, table.waveId).where(sql`wave_id is not null`),
    index('shipments_resends')
      .on(table.mallId, table.resendsShipmentId)
      .where(sql`resends_shipment_id is not null`),
    check(
      'shipments_stage',
      sql`stage in ('unmatched', 'ready', 'allocated', 'invoiced', 'shipped', 'delivered', 'cancelled', 'absorbed')`,
    ),
    check('shipments_absorbed', sql`(stage = 'absorbed') = (absorbed_by is not null)`),
    check(
      'shipments_allocated_within_wanted',
      sql`0 <= allocated_qty and allocated_qty <= wanted_qty`,
    ),
    check(
      'shipments_whole_from_allocated_on',
      sql`stage not in ('allocated', 'invoiced', 'shipped', 'delivered') or (wanted_qty > 0 and allocated_qty = wanted_qty)`,
    ),
    check(
      'shipments_waybill',
      sql`stage <> 'invoiced' or waybill_no is not null or ship_method <> 'parcel'`,
    ),
    check(
      'shipments_ship_method',
      sql`ship_method in ('parcel', 'direct', 'quick', 'pickup', 'none')`,
    ),
  ],
);

export const shipmentLines = pgTable(
  'shipment_lines',
  {
    mallId: mallId(),
    id: identity(),
    shipmentId: reference('shipment_id').notNull(),
    orderId: reference('order_id'),
    orderLineId: reference('order_line_id'),
    qty: integer('qty').notNull(),
    allocatedQty: integer('allocated_qty').notNull().default(0),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    compositionId: reference('composition_id'),
    matchRule: integer('match_rule'),
    /** What looks odd about its match, as rule and values. */
    matchOddities: bigint('match_oddities', { mode: 'number' }).array(),
    homeShipmentId: reference('home_shipment_id').notNull(),
    /** The order line whose goods are sent once more; such a part belongs to no order line itself. */
    resentLineId: reference('resent_line_id'),
    /** 사은품: the rule that gave it; a gift belongs to its shipment and to no order line. */
    giftRuleId: reference('gift_rule_id'),
    lastRunId: reference('last_run_id'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('shipment_lines_shipment').on(table.mallId, table.shipmentId),
    index('shipment_lines_order_line').on(table.mallId, table.orderLineId),
    index('shipment_lines_gift')
      .on(table.mallId, table.giftRuleId)
      .where(sql`gift_rule_id is not null`),
    check('shipment_lines_gift', sql`gift_rule_id is null or order_line_id is null`),
    check('shipment_lines_qty', sql`0 <= allocated_qty and allocated_qty <= qty`),
    check(
      'shipment_lines_matched_before_allocated',
      sql`allocated_qty = 0 or composition_id is not null`,
    ),
  ],
);

export const bundleAnswers = pgTable(
  'bundle_answers',
  {
    mallId: mallId(),
    id: identity(),
    /** Fingerprints of the two recipients, the lesser first. */
    keyA: text('key_a').notNull(),
    keyB: text('key_b').notNull(),
    isTogether: boolean('is_together').notNull(),
    answeredBy: reference('answered_by').notNull(),
    answeredAt: moment('answered_at').notNull(),
    lastRunId: reference('last_run_id'),
    /** Who was asked about, in the order of the keys: personal data stands in recipients alone. */
    recipientA: reference('recipient_a'),
    recipientB: reference('recipient_b'),
    /** The answer that this one took the place of, which an undo puts back. */
    replaced: jsonb('replaced'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('bundle_answers_pair').on(table.mallId, table.keyA, table.keyB),
  ],
);
