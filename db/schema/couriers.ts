import { sql } from 'drizzle-orm';
import {
  bigint,
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
    /** What the courier is asked, as long as it may be asked again or told to forget it. */
    request: jsonb('request'),
    waybillNo: text('waybill_no'),
    sortingCode: text('sorting_code'),
    sortingPlace: text('sorting_place'),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    ...lease(),
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
