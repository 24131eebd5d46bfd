import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, mallId, moment, reference } from './columns';

export const shipments = pgTable(
  'shipments',
  {
    mallId: mallId(),
    id: identity(),
    stage: text('stage').notNull(),
    holdKinds: text('hold_kinds').array().notNull().default(sql`'{}'`),
    /** What was said of a reason, by its kind; why it is sent once more as `resent`. */
    holdNotes: jsonb('hold_notes').notNull().default({}),
    recipientId: reference('recipient_id').notNull(),
    /** The order whose recipient data wins; a bundle lives on as its base's shipment. */
    baseOrderId: reference('base_order_id').notNull(),
    channelId: reference('channel_id').notNull(),
    freightTerm: text('freight_term').notNull(),
    isMarketShipped: boolean('is_market_shipped').notNull().default(false),
    isHistory: boolean('is_history').notNull().default(false),
    isUnacknowledged: boolean('is_unacknowledged').notNull().default(false),
    isBundleLocked: boolean('is_bundle_locked').notNull().default(false),
    /** No person locked it: the lock goes with the way of travelling that was chosen. */
    isLockedByMethod: boolean('is_locked_by_method').notNull().default(false),
    /** Goods of several orders' parcels lie in it; of an open one. */
    isBundle: boolean('is_bundle').notNull().default(false),
    /** The base of the near match in which the last run left it for a person to decide. */
    questionOf: reference('question_of'),
    /** Parts of one split share it; they never bundle with each other. */
    splitGroup: reference('split_group'),
    absorbedBy: reference('absorbed_by'),
    wantedQty: integer('wanted_qty').notNull(),
    allocatedQty: integer('allocated_qty').notNull().default(0),
    /** Order lines in it that nothing says yet what to send for; of an open one. */
    unmatchedLines: integer('unmatched_lines').notNull().default(0),
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
    /** What the channel has told of the recipient since, taken over once the number is there. */
    nextRecipientId: reference('next_recipient_id'),
    /** Of what the last request told; kept after it, as its labels may be printed still. */
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
    index('shipments_open_by_order_date')
      .on(table.mallId, table.orderedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`is_open`),
    index('shipments_closed')
      .on(table.mallId, table.paidAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`not is_open`),
    index('shipments_closed_by_order_date')
      .on(table.mallId, table.orderedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`not is_open`),
    /** Few: what waits for 발주확인, left or not. */
    index('shipments_unacknowledged').on(table.mallId, table.id).where(sql`is_unacknowledged`),
    /** Few. Holds rarely change: their index costs no other change anything. */
    index('shipments_held').on(table.mallId, table.id).where(sql`is_open and hold_kinds <> '{}'`),
    index('shipments_open_by_ship_by')
      .on(table.mallId, table.shipBy)
      .where(sql`is_open and not is_market_shipped`),
    index('shipments_base_order').on(table.mallId, table.baseOrderId),
    index('shipments_recipient').on(table.mallId, table.recipientId),
    /** On their way: looked at again and again until the courier has delivered them. */
    index('shipments_in_transit')
      .on(table.mallId, table.shippedAt, table.id)
      .where(sql`shipped_at is not null and delivered_at is null`),
    /** What left on a day, whether it has arrived or not. */
    index('shipments_shipped').on(table.mallId, table.shippedAt).where(sql`shipped_at is not null`),
    index('shipments_wave').on(table.mallId, table.waveId).where(sql`wave_id is not null`),
    index('shipments_question')
      .on(table.mallId, table.questionOf)
      .where(sql`question_of is not null`),
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
    /** Of bundles: goods that came from another parcel. */
    index('shipment_lines_guests')
      .on(table.mallId, table.shipmentId)
      .where(sql`home_shipment_id <> shipment_id`),
    /** What came from a parcel and lies in another one. */
    index('shipment_lines_away')
      .on(table.mallId, table.homeShipmentId)
      .where(sql`home_shipment_id <> shipment_id`),
    index('shipment_lines_order_line').on(table.mallId, table.orderLineId),
    index('shipment_lines_resent')
      .on(table.mallId, table.resentLineId)
      .where(sql`resent_line_id is not null`),
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
