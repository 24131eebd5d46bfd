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
import { createdAt, identity, lease, mallId, moment, reference } from './columns';

export const sheetTemplates = pgTable(
  'sheet_templates',
  {
    mallId: mallId(),
    id: identity(),
    name: text('name').notNull(),
    courier: text('courier').notNull(),
    layout: jsonb('layout').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('sheet_templates_name').on(table.mallId, table.name),
  ],
);

/** Columns the operator picked once: per channel for orders, per courier for waybills. */
export const sheetMappings = pgTable(
  'sheet_mappings',
  {
    mallId: mallId(),
    id: identity(),
    purpose: text('purpose').notNull(),
    channelId: reference('channel_id'),
    courier: text('courier'),
    headers: text('headers').notNull(),
    /** All columns of the file as it named them; null for mappings made before they were kept. */
    headerNames: jsonb('header_names').$type<string[]>(),
    mapping: jsonb('mapping').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    check('sheet_mappings_purpose', sql`${table.purpose} in ('orders', 'waybills')`),
  ],
);

export const uploads = pgTable(
  'uploads',
  {
    mallId: mallId(),
    id: identity(),
    purpose: text('purpose').notNull(),
    channelId: reference('channel_id'),
    courier: text('courier'),
    fileId: reference('file_id').notNull(),
    fileName: text('file_name').notNull(),
    /** Encrypted like a credential; erased once the file is read. */
    passwordCiphertext: text('password_ciphertext'),
    options: jsonb('options').notNull(),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    headers: jsonb('headers'),
    rowCount: integer('row_count').notNull().default(0),
    goodCount: integer('good_count').notNull().default(0),
    badCount: integer('bad_count').notNull().default(0),
    /** Rows read, or registered, so far. */
    doneCount: integer('done_count').notNull().default(0),
    error: text('error'),
    uploadedBy: reference('uploaded_by').notNull(),
    uploadedAt: moment('uploaded_at').notNull(),
    committedAt: moment('committed_at'),
    deletedAt: moment('deleted_at'),
    runId: reference('run_id'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('uploads_open').on(table.mallId, table.dueAt).where(sql`state in ('queued', 'parsing')`),
    index('uploads_registering')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('to_register', 'registering')`),
    check(
      'uploads_purpose',
      sql`${table.purpose} in ('orders', 'waybills', 'matches', 'variants', 'counts')`,
    ),
    check(
      'uploads_state',
      sql`${table.state} in ('queued', 'parsing', 'needs_password', 'needs_mapping', 'previewed', 'to_register', 'registering', 'committed', 'failed', 'deleted')`,
    ),
  ],
);

export const uploadRows = pgTable(
  'upload_rows',
  {
    mallId: mallId(),
    uploadId: reference('upload_id').notNull(),
    rowNo: integer('row_no').notNull(),
    cells: jsonb('cells').notNull(),
    outcome: text('outcome').notNull(),
    reason: text('reason').notNull().default(''),
    values: jsonb('values'),
    shipmentId: reference('shipment_id'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.uploadId, table.rowNo] }),
    check(
      'upload_rows_outcome',
      sql`${table.outcome} in ('new', 'known', 'bad', 'warned', 'committed')`,
    ),
  ],
);

export const exports = pgTable(
  'exports',
  {
    mallId: mallId(),
    id: identity(),
    purpose: text('purpose').notNull(),
    templateName: text('template_name').notNull(),
    options: jsonb('options').notNull(),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    rowCount: integer('row_count').notNull().default(0),
    doneCount: integer('done_count').notNull().default(0),
    fileId: reference('file_id'),
    passwordCiphertext: text('password_ciphertext'),
    reason: text('reason').notNull(),
    error: text('error'),
    requestedBy: reference('requested_by').notNull(),
    requestedAt: moment('requested_at').notNull(),
    expiresAt: moment('expires_at'),
    cancelledAt: moment('cancelled_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('exports_open').on(table.mallId, table.dueAt).where(sql`state in ('queued', 'running')`),
    check(
      'exports_state',
      sql`${table.state} in ('queued', 'running', 'done', 'failed', 'cancelled')`,
    ),
  ],
);

export const exportRows = pgTable(
  'export_rows',
  {
    mallId: mallId(),
    exportId: reference('export_id').notNull(),
    rowNo: integer('row_no').notNull(),
    shipmentId: reference('shipment_id').notNull(),
    contentHash: text('content_hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.exportId, table.rowNo] })],
);

/** Numbers on their way to a marketplace without an API: one file, its rows are pushes. */
export const waybillFiles = pgTable(
  'waybill_files',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    /** As it stood when the file was asked for. */
    layout: jsonb('layout').notNull(),
    rowCount: integer('row_count').notNull(),
    fileId: reference('file_id'),
    /** Why it could not be made, as a word. */
    error: text('error'),
    requestedBy: reference('requested_by').notNull(),
    requestedAt: moment('requested_at').notNull(),
    downloadedAt: moment('downloaded_at'),
    settledBy: reference('settled_by'),
    settledAt: moment('settled_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('waybill_files_due')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('queued', 'running')`),
    index('waybill_files_channel').on(table.mallId, table.channelId, table.id),
    check(
      'waybill_files_state',
      sql`${table.state} in ('queued', 'running', 'done', 'failed', 'confirmed', 'cancelled')`,
    ),
  ],
);

/** How a channel wants its waybill file, where that differs from the built-in layout. */
export const waybillLayouts = pgTable(
  'waybill_layouts',
  {
    mallId: mallId(),
    channelId: reference('channel_id').notNull(),
    layout: jsonb('layout').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.channelId] })],
);
