import { sql } from 'drizzle-orm';
import {
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

export const invoiceLoads = pgTable(
  'invoice_loads',
  {
    mallId: mallId(),
    id: identity(),
    userId: reference('user_id').notNull(),
    conditions: jsonb('conditions').notNull(),
    rowCount: integer('row_count').notNull(),
    /** What its conditions would have found too, had a supplier not been its sender. */
    leftToSuppliers: integer('left_to_suppliers').notNull().default(0),
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
