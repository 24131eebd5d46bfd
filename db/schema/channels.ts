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
import { createdAt, identity, lease, mallId, moment, reference } from './columns';

export const credentials = pgTable(
  'credentials',
  {
    mallId: mallId(),
    id: identity(),
    label: text('label').notNull(),
    /** AES-256-GCM: key id, nonce, tag and text; the associated data name mall, table and row. */
    ciphertext: text('ciphertext').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.id] })],
);

export const channels = pgTable(
  'channels',
  {
    mallId: mallId(),
    id: identity(),
    marketplace: text('marketplace').notNull(),
    account: text('account').notNull(),
    name: text('name').notNull(),
    shopNo: integer('shop_no').notNull().default(1),
    baseUrl: text('base_url'),
    credentialId: reference('credential_id'),
    priority: integer('priority').notNull().default(100),
    collectsAutomatically: boolean('collects_automatically').notNull().default(true),
    collectIntervalMinutes: integer('collect_interval_minutes').notNull().default(10),
    acknowledgesAutomatically: boolean('acknowledges_automatically').notNull().default(false),
    partialShipment: text('partial_shipment').notNull().default('wait_for_all'),
    isActive: boolean('is_active').notNull().default(true),
    watermark: moment('watermark'),
    rereadAt: moment('reread_at'),
    /** When the buyers' cancel requests were last read: before shipping, or of a channel out of use. */
    claimsReadAt: moment('claims_read_at'),
    nextDueAt: moment('next_due_at'),
    lastSuccessAt: moment('last_success_at'),
    lastError: text('last_error'),
    lastErrorAt: moment('last_error_at'),
    failuresInARow: integer('failures_in_a_row').notNull().default(0),
    /** When people were told that nothing comes any more; once a silence. */
    silenceToldAt: moment('silence_told_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('channels_account').on(
      table.mallId,
      table.marketplace,
      table.account,
      table.shopNo,
    ),
    check(
      'channels_partial_shipment',
      sql`${table.partialShipment} in ('wait_for_all', 'first_ships_all')`,
    ),
  ],
);

/** The limiter that holds across processes: one row per account, taken by moving next_call_at on. */
export const callSlots = pgTable(
  'call_slots',
  {
    mallId: mallId(),
    account: text('account').notNull(),
    nextCallAt: moment('next_call_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.account] })],
);

/** What differs from the adapter's own table of courier codes; an empty code means: refuse to send. */
export const courierCodes = pgTable(
  'courier_codes',
  {
    mallId: mallId(),
    marketplace: text('marketplace').notNull(),
    courier: text('courier').notNull(),
    code: text('code').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.marketplace, table.courier] })],
);

export const collectionRuns = pgTable(
  'collection_runs',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    kind: text('kind').notNull(),
    states: text('states').notNull(),
    windowFrom: moment('window_from').notNull(),
    windowTo: moment('window_to').notNull(),
    /** Orders paid before are not taken in; by the kind of the run where nothing stands. */
    newSince: moment('new_since'),
    state: text('state').notNull().default('queued'),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    cursor: jsonb('cursor'),
    fetched: integer('fetched').notNull().default(0),
    added: integer('added').notNull().default(0),
    updated: integer('updated').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    /** Orders known before to which it brought lines. */
    grownOrderIds: bigint('grown_order_ids', { mode: 'number' })
      .array()
      .notNull()
      .default(sql`'{}'`),
    error: text('error'),
    requestedBy: reference('requested_by'),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('collection_runs_channel').on(table.mallId, table.channelId, table.id),
    index('collection_runs_open')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('queued', 'running')`),
    index('collection_runs_first')
      .on(table.mallId, table.channelId, table.windowFrom)
      .where(sql`kind = 'first' and state = 'done'`),
    index('collection_runs_looked_back')
      .on(table.mallId, table.channelId, table.windowTo)
      .where(sql`kind in ('reread', 'manual', 'claims') and state = 'done'
        and (cursor ->> 'hasLookedBack')::bool`),
    check(
      'collection_runs_kind',
      sql`${table.kind} in ('first', 'window', 'reread', 'manual', 'claims')`,
    ),
    check('collection_runs_state', sql`${table.state} in ('queued', 'running', 'done', 'failed')`),
  ],
);

export const quarantinedOrders = pgTable(
  'quarantined_orders',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    collectionRunId: reference('collection_run_id'),
    orderNo: text('order_no'),
    /** The unit or line that this is, where its order comes in parts. */
    partNo: text('part_no'),
    reason: text('reason').notNull(),
    raw: jsonb('raw').notNull(),
    resolvedAt: moment('resolved_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('quarantined_orders_run').on(table.mallId, table.collectionRunId),
    index('quarantined_orders_open')
      .on(table.mallId, table.channelId, table.id)
      .where(sql`resolved_at is null`),
  ],
);

/** 대사: what a channel lists for a window, compared with what we have. */
export const reconciliations = pgTable(
  'reconciliations',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    windowFrom: moment('window_from').notNull(),
    windowTo: moment('window_to').notNull(),
    state: text('state').notNull().default('queued'),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    cursor: jsonb('cursor'),
    error: text('error'),
    requestedBy: reference('requested_by'),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('reconciliations_channel').on(table.mallId, table.channelId, table.id),
    index('reconciliations_open')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('queued', 'running')`),
    check('reconciliations_state', sql`${table.state} in ('queued', 'running', 'done', 'failed')`),
  ],
);

/** The orders that the channel listed. Which of them we have is compared when it is looked at. */
export const reconciledOrders = pgTable(
  'reconciled_orders',
  {
    mallId: mallId(),
    reconciliationId: reference('reconciliation_id').notNull(),
    orderNo: text('order_no').notNull(),
    /** Null where the order could not be read. */
    paidAt: moment('paid_at'),
    isCancelled: boolean('is_cancelled').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.reconciliationId, table.orderNo] })],
);

/** 발주확인 that somebody asked for, one row a channel: exactly these lines, whoever looks on. */
export const acknowledgements = pgTable(
  'acknowledgements',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    state: text('state').notNull().default('queued'),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    /** Rounds without any answer, one after the other; of a busy channel they are counted apart. */
    failures: integer('failures').notNull().default(0),
    busyRounds: integer('busy_rounds').notNull().default(0),
    lineCount: integer('line_count').notNull(),
    requestedBy: reference('requested_by'),
    finishedAt: moment('finished_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('acknowledgements_open')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('queued', 'running')`),
    index('acknowledgements_finished').on(table.mallId, table.finishedAt),
    check('acknowledgements_state', sql`${table.state} in ('queued', 'running', 'done')`),
  ],
);

export const acknowledgementLines = pgTable(
  'acknowledgement_lines',
  {
    mallId: mallId(),
    acknowledgementId: reference('acknowledgement_id').notNull(),
    orderLineId: reference('order_line_id').notNull(),
    /** The channel may have heard of it since then. */
    askedAt: moment('asked_at'),
    /** Null until it is known. */
    outcome: text('outcome'),
    message: text('message').notNull().default(''),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.acknowledgementId, table.orderLineId] }),
    index('acknowledgement_lines_line').on(
      table.mallId,
      table.orderLineId,
      table.acknowledgementId,
    ),
    check(
      'acknowledgement_lines_outcome',
      sql`${table.outcome} in ('accepted', 'already', 'rejected', 'retry', 'unknown', 'claimed', 'no_address', 'no_connection', 'not_waiting')`,
    ),
  ],
);
