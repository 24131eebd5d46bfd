import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, identity, lease, mallId, moment, reference } from './columns';

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const pushes = pgTable(
  'pushes',
  {
    mallId: mallId(),
    id: identity(),
    shipmentId: reference('shipment_id').notNull(),
    channelId: reference('channel_id').notNull(),
    orderId: reference('order_id').notNull(),
    channelUnitNo: text('channel_unit_no').notNull(),
    revision: integer('revision').notNull().default(1),
    state: text('state').notNull(),
    courier: text('courier').notNull(),
    waybillNo: text('waybill_no').notNull(),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    answerCode: text('answer_code').notNull().default(''),
    answerMessage: text('answer_message').notNull().default(''),
    sentAt: moment('sent_at'),
    /** When a person said that it has left all the same: claims made until then do not stop it. */
    claimsDecidedAt: moment('claims_decided_at'),
    runId: reference('run_id'),
    /** The file that carries the number to a marketplace without an API; null until it stands in one. */
    waybillFileId: reference('waybill_file_id'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('pushes_unit').on(
      table.mallId,
      table.shipmentId,
      table.channelId,
      table.orderId,
      table.channelUnitNo,
      table.revision,
    ),
    index('pushes_channel_unit').on(table.mallId, table.channelId, table.channelUnitNo),
    index('pushes_due').on(table.mallId, table.dueAt).where(sql`state in ('waiting', 'sending')`),
    index('pushes_file_waiting')
      .on(table.mallId, table.channelId, table.id)
      .where(sql`state = 'file_waiting'`),
    index('pushes_waybill_file')
      .on(table.mallId, table.waybillFileId, table.id)
      .where(sql`waybill_file_id is not null`),
    index('pushes_stopped').on(table.mallId, table.id).where(sql`state = 'stopped'`),
    index('pushes_failed').on(table.mallId, table.id).where(sql`state in ('failed', 'unknown')`),
    check(
      'pushes_state',
      sql`${table.state} in ('waiting', 'sending', 'done', 'failed', 'not_applicable', 'file_waiting', 'withdrawn', 'unknown', 'stopped')`,
    ),
  ],
);

/** What browsers asked for in the last day: what is asked again because no answer was heard is refused. */
export const requests = pgTable(
  'requests',
  {
    mallId: mallId(),
    id: text('id').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.id] })],
);

/** One scan of a waybill, by the id that the scan station gave it: sent again, it is no second scan. */
export const scans = pgTable(
  'scans',
  {
    mallId: mallId(),
    scanId: text('scan_id').notNull(),
    waybillNo: text('waybill_no').notNull(),
    shipmentId: reference('shipment_id'),
    verdict: text('verdict').notNull(),
    userId: reference('user_id'),
    scannedAt: moment('scanned_at').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.scanId] }),
    index('scans_at').on(table.mallId, table.at),
    index('scans_shipped').on(table.mallId, table.shipmentId).where(sql`verdict = 'shipped'`),
  ],
);

/** Asks one courier, again and again, where the parcels on their way are. */
export const trackingRounds = pgTable(
  'tracking_rounds',
  {
    mallId: mallId(),
    id: identity(),
    courier: text('courier').notNull(),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    error: text('error'),
    checkedAt: moment('checked_at'),
    askedCount: integer('asked_count').notNull().default(0),
    deliveredCount: integer('delivered_count').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('tracking_rounds_courier').on(table.mallId, table.courier),
    index('tracking_rounds_due')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('queued', 'running')`),
    check('tracking_rounds_state', sql`${table.state} in ('queued', 'running', 'resting')`),
  ],
);

/** The erasing of personal data whose time is over: one round a night, the next is made by the last. */
export const purges = pgTable(
  'purges',
  {
    mallId: mallId(),
    id: identity(),
    state: text('state').notNull().default('queued'),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    /** How many orders lost their personal data. */
    orders: integer('orders').notNull().default(0),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('purges_open').on(table.mallId).where(sql`state in ('queued', 'running')`),
    check('purges_state', sql`${table.state} in ('queued', 'running', 'done')`),
  ],
);

/** Whom a mall asks where its parcels are. */
export const trackingServices = pgTable(
  'tracking_services',
  {
    mallId: mallId(),
    baseUrl: text('base_url').notNull(),
    /** The key of the service, sealed for this mall. */
    keyCiphertext: text('key_ciphertext').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId] })],
);

export const runs = pgTable(
  'runs',
  {
    mallId: mallId(),
    id: identity(),
    kind: text('kind').notNull(),
    conditions: jsonb('conditions').notNull(),
    counts: jsonb('counts').$type<Record<string, number>>().notNull(),
    userId: reference('user_id'),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
    undoneByRunId: reference('undone_by_run_id'),
    undoesRunId: reference('undoes_run_id'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('runs_kind').on(table.mallId, table.kind, table.id),
  ],
);

/** Why each shipment was served or left out, as numbers: a rule and the values it compared. */
export const runDecisions = pgTable(
  'run_decisions',
  {
    mallId: mallId(),
    runId: reference('run_id').notNull(),
    shipmentId: reference('shipment_id').notNull(),
    rule: integer('rule').notNull(),
    values: bigint('values', { mode: 'number' }).array().notNull(),
    /** What undo puts back; its meaning belongs to the run's kind. */
    before: bigint('before', { mode: 'number' }).array(),
  },
  (table) => [
    index('run_decisions_run').on(table.mallId, table.runId),
    index('run_decisions_shipment').on(table.mallId, table.shipmentId),
  ],
);

export const files = pgTable(
  'files',
  {
    mallId: mallId(),
    id: identity(),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    expiresAt: moment('expires_at').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.id] })],
);

export const fileChunks = pgTable(
  'file_chunks',
  {
    mallId: mallId(),
    fileId: reference('file_id').notNull(),
    chunkNo: integer('chunk_no').notNull(),
    bytes: bytes('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.fileId, table.chunkNo] })],
);

/**
 * A sheet or a PDF that somebody waits for. What stands in it was read where it was asked for, with the
 * rights and in the language of who asked; the jobs process draws it.
 */
export const drawings = pgTable(
  'drawings',
  {
    mallId: mallId(),
    id: identity(),
    name: text('name').notNull(),
    /** Only who asked opens it, and personal data only while the right to see it lasts. */
    isPersonal: boolean('is_personal').notNull(),
    /** What is to be drawn; gone once it is. */
    contentFileId: reference('content_file_id'),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    doneCount: integer('done_count').notNull().default(0),
    rowCount: integer('row_count').notNull(),
    fileId: reference('file_id'),
    /** Why there is nothing to draw: a message and its values. */
    refusal: jsonb('refusal'),
    requestedBy: reference('requested_by').notNull(),
    requestedAt: moment('requested_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('drawings_due').on(table.mallId, table.dueAt).where(sql`state in ('queued', 'running')`),
    check('drawings_state', sql`${table.state} in ('queued', 'running', 'done', 'failed')`),
  ],
);
