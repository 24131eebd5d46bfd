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
import { createdAt, identity, mallId, moment, reference } from './columns';

/** Which parcels a rule means: every condition given must hold, of a list any one. */
export type ParcelConditions = {
  channelIds?: number[];
  freightTerm?: 'prepaid' | 'collect';
  /** Units ordered. */
  qtyFrom?: number;
  qtyTo?: number;
  /** Pieces that lie in the parcel, those of kits counted one by one. */
  unitsFrom?: number;
  unitsTo?: number;
  amountFrom?: number;
  amountTo?: number;
  regions?: ('jeju' | 'island')[];
  provinces?: string[];
  variantCodes?: string[];
  tags?: string[];
  supplierIds?: number[];
  hasMemo?: boolean;
  /** Keys of names and phones, never themselves, and what they look like masked. */
  people?: { key: string; shown: string }[];
};

export const courierAccounts = pgTable(
  'courier_accounts',
  {
    mallId: mallId(),
    id: identity(),
    courier: text('courier').notNull(),
    contractCode: text('contract_code').notNull(),
    name: text('name').notNull(),
    senderName: text('sender_name').notNull(),
    senderPhone: text('sender_phone').notNull(),
    senderAddress: text('sender_address').notNull(),
    labelSize: text('label_size').notNull().default('100x150'),
    /** Counted up from a range, taken from a list of full numbers, or asked of the courier's API. */
    numbersFrom: text('numbers_from').notNull().default('range'),
    apiBaseUrl: text('api_base_url'),
    /** The API key, sealed for this row. */
    apiKeyCiphertext: text('api_key_ciphertext'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('courier_accounts_contract').on(table.mallId, table.courier, table.contractCode),
    check('courier_accounts_numbers_from', sql`${table.numbersFrom} in ('range', 'list', 'api')`),
  ],
);

/** Full numbers that a courier handed out one by one, taken in this order, each once for ever. */
export const listedNumbers = pgTable(
  'listed_numbers',
  {
    mallId: mallId(),
    id: identity(),
    courierAccountId: reference('courier_account_id').notNull(),
    courier: text('courier').notNull(),
    waybillNo: text('waybill_no').notNull(),
    takenAt: moment('taken_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('listed_numbers_no').on(table.mallId, table.courier, table.waybillNo),
    index('listed_numbers_free')
      .on(table.mallId, table.courierAccountId, table.id)
      .where(sql`taken_at is null`),
  ],
);

/**
 * What a courier's API was asked for one parcel. Its id is the key of the call, so that asking again
 * after a lost answer brings the same number; taken back, the same row queues the cancellation.
 */
export const courierBookings = pgTable(
  'courier_bookings',
  {
    mallId: mallId(),
    id: identity(),
    courierAccountId: reference('courier_account_id').notNull(),
    shipmentId: reference('shipment_id').notNull(),
    /** Recipient and goods as the courier was told. */
    contentHash: text('content_hash').notNull(),
    waybillNo: text('waybill_no'),
    sortingCode: text('sorting_code'),
    sortingPlace: text('sorting_place'),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    leasedUntil: moment('leased_until'),
    error: text('error'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('courier_bookings_open')
      .on(table.mallId, table.shipmentId)
      .where(sql`state in ('asked', 'issued')`),
    index('courier_bookings_due')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('to_cancel', 'cancelling')`),
    check(
      'courier_bookings_state',
      sql`${table.state} in ('asked', 'issued', 'to_cancel', 'cancelling', 'cancelled', 'failed')`,
    ),
  ],
);

/** How labels come out of one printer; lengths are tenths of a millimetre. */
export const printerProfiles = pgTable(
  'printer_profiles',
  {
    mallId: mallId(),
    id: identity(),
    name: text('name').notNull(),
    labelSize: text('label_size').notNull(),
    offsetXTenths: integer('offset_x_tenths').notNull(),
    offsetYTenths: integer('offset_y_tenths').notNull(),
    rotation: integer('rotation').notNull(),
    copies: integer('copies').notNull(),
    pageOrder: text('page_order').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('printer_profiles_name').on(table.mallId, table.name),
    check('printer_profiles_rotation', sql`${table.rotation} in (0, 90, 180, 270)`),
    check('printer_profiles_copies', sql`${table.copies} between 1 and 5`),
    check('printer_profiles_page_order', sql`${table.pageOrder} in ('sequence', 'picking')`),
  ],
);

/** Serials are the numbers without their check digit; next_serial is the first not yet used. */
export const waybillRanges = pgTable(
  'waybill_ranges',
  {
    mallId: mallId(),
    id: identity(),
    courierAccountId: reference('courier_account_id').notNull(),
    courier: text('courier').notNull(),
    fromSerial: bigint('from_serial', { mode: 'number' }).notNull(),
    toSerial: bigint('to_serial', { mode: 'number' }).notNull(),
    nextSerial: bigint('next_serial', { mode: 'number' }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    check(
      'waybill_ranges_serials',
      sql`from_serial <= to_serial and from_serial <= next_serial and next_serial <= to_serial + 1`,
    ),
  ],
);

export const waybills = pgTable(
  'waybills',
  {
    mallId: mallId(),
    id: identity(),
    courier: text('courier').notNull(),
    waybillNo: text('waybill_no').notNull(),
    shipmentId: reference('shipment_id').notNull(),
    rangeId: reference('range_id'),
    source: text('source').notNull(),
    state: text('state').notNull(),
    issuedAt: moment('issued_at').notNull(),
    runId: reference('run_id'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    /** A retired number stays for ever; a freed one (typed or imported) is deleted. */
    uniqueIndex('waybills_no').on(table.mallId, table.courier, table.waybillNo),
    index('waybills_shipment').on(table.mallId, table.shipmentId),
    index('waybills_search').on(table.mallId, table.waybillNo.op('text_pattern_ops')),
    check('waybills_source', sql`${table.source} in ('range', 'list', 'sheet', 'typed', 'api')`),
    /** `box`: one more box of a parcel whose own number is the issued one. */
    check('waybills_state', sql`${table.state} in ('issued', 'box', 'retired')`),
  ],
);

export const invoiceLoads = pgTable(
  'invoice_loads',
  {
    mallId: mallId(),
    id: identity(),
    userId: reference('user_id').notNull(),
    conditions: jsonb('conditions').notNull(),
    rowCount: integer('row_count').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.mallId, table.id] })],
);

export const invoiceLoadRows = pgTable(
  'invoice_load_rows',
  {
    mallId: mallId(),
    loadId: reference('load_id').notNull(),
    rowNo: integer('row_no').notNull(),
    shipmentId: reference('shipment_id').notNull(),
    /** The contract that the rules propose, and the rule that did; without one the usual contract. */
    accountId: reference('account_id'),
    ruleId: reference('rule_id'),
    /** 제주 or 도서산간, as its postcode says. */
    region: text('region'),
    /** 단품, 복수 or 합포. */
    sizeKind: text('size_kind'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.loadId, table.rowNo] }),
    index('invoice_load_rows_shipment').on(table.mallId, table.loadId, table.shipmentId),
  ],
);

/**
 * What is done with parcels that meet conditions: which contract they are proposed for, or that they
 * are held. The first that fits counts, by rank.
 */
export const parcelRules = pgTable(
  'parcel_rules',
  {
    mallId: mallId(),
    id: identity(),
    kind: text('kind').notNull(),
    rank: integer('rank').notNull(),
    name: text('name').notNull(),
    isActive: boolean('is_active').notNull().default(true),
    conditions: jsonb('conditions').$type<ParcelConditions>().notNull(),
    courierAccountId: reference('courier_account_id'),
    createdAt: createdAt(),
    removedAt: moment('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    check('parcel_rules_kind', sql`${table.kind} in ('courier', 'hold')`),
    check('parcel_rules_account', sql`(kind = 'courier') = (courier_account_id is not null)`),
  ],
);

/** 차수: parcels of a day that are printed and picked together, numbered within the day. */
export const waves = pgTable(
  'waves',
  {
    mallId: mallId(),
    id: identity(),
    /** In Korea. */
    day: text('day').notNull(),
    no: integer('no').notNull(),
    parcelCount: integer('parcel_count').notNull(),
    createdBy: reference('created_by'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('waves_no').on(table.mallId, table.day, table.no),
  ],
);

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
    attempts: integer('attempts').notNull().default(0),
    leasedUntil: moment('leased_until'),
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
      sql`${table.purpose} in ('orders', 'waybills', 'matches', 'variants')`,
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
    attempts: integer('attempts').notNull().default(0),
    leasedUntil: moment('leased_until'),
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
    attempts: integer('attempts').notNull().default(0),
    leasedUntil: moment('leased_until'),
    /** As it stood when the file was asked for. */
    layout: jsonb('layout').notNull(),
    rowCount: integer('row_count').notNull(),
    fileId: reference('file_id'),
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
