import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, lease, mallId, moment, reference } from './columns';

/** What a channel is told by rows that are the work itself. */
const told = () => ({
  /** The channel may have heard of it since then. */
  askedAt: moment('asked_at'),
  answerMessage: text('answer_message').notNull().default(''),
  requestedBy: reference('requested_by'),
  createdAt: moment('created_at').notNull(),
  finishedAt: moment('finished_at'),
});

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
    /** What the channel said last, whatever was decided here; null of what a person entered. */
    channelState: text('channel_state'),
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
    /** Of an accepted cancel: units that had left already, which are to come back. */
    sentQty: integer('sent_qty').notNull().default(0),
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
    check('claims_sent', sql`sent_qty >= 0 and (kind = 'cancel' or sent_qty = 0)`),
    check(
      'claims_received',
      sql`good_qty >= 0 and defective_qty >= 0 and good_qty + defective_qty <= qty`,
    ),
    index('claims_withdrawn')
      .on(table.mallId, table.id)
      .where(sql`state = 'withdrawn' and seen_at is null`),
    /** Exchanges that were sent here while their channel still waits. */
    index('claims_unsent')
      .on(table.mallId, table.id)
      .where(
        sql`kind = 'exchange' and state in ('requested', 'accepted', 'done') and channel_state in ('requested', 'accepted') and replacement_shipment_id is not null`,
      ),
    /** Returns that have come back while their channel still waits. */
    index('claims_unapproved')
      .on(table.mallId, table.id)
      .where(
        sql`kind = 'return' and state in ('accepted', 'done') and channel_state in ('requested', 'accepted')`,
      ),
    /** Goods that are on their way back. */
    index('claims_incoming')
      .on(table.mallId, table.id)
      .where(
        sql`state in ('accepted', 'done') and good_qty + defective_qty < case kind when 'cancel' then sent_qty else qty end`,
      ),
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
    ...lease(),
    ...told(),
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
    ...lease(),
    ...told(),
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
