import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, identity, mallId, moment, reference } from './columns';

export const suppliers = pgTable(
  'suppliers',
  {
    mallId: mallId(),
    id: identity(),
    name: text('name').notNull(),
    phone: text('phone').notNull().default(''),
    email: text('email').notNull().default(''),
    memo: text('memo').notNull().default(''),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('suppliers_name').on(table.mallId, table.name),
  ],
);

export const products = pgTable(
  'products',
  {
    mallId: mallId(),
    id: identity(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    supplierId: reference('supplier_id'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('products_code').on(table.mallId, table.code),
  ],
);

export const variants = pgTable(
  'variants',
  {
    mallId: mallId(),
    id: identity(),
    productId: reference('product_id').notNull(),
    variantCode: text('variant_code').notNull(),
    barcode: text('barcode').notNull().default(''),
    option: text('option').notNull().default(''),
    price: bigint('price', { mode: 'number' }).notNull().default(0),
    currency: text('currency').notNull().default('KRW'),
    temperature: text('temperature').notNull().default('ambient'),
    bundling: text('bundling').notNull().default('normal'),
    maxPerParcel: integer('max_per_parcel'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    location: text('location').notNull().default(''),
    safetyQty: integer('safety_qty').notNull().default(0),
    /** Shipped by the supplier: allocatable without stock. */
    isSupplierShipped: boolean('is_supplier_shipped').notNull().default(false),
    /** Name and option, lower case: what the trigram search reads. */
    searchText: text('search_text').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('variants_code').on(table.mallId, table.variantCode),
    index('variants_barcode').on(table.mallId, table.barcode),
    index('variants_product').on(table.mallId, table.productId),
    check('variants_temperature', sql`${table.temperature} in ('ambient', 'chilled', 'frozen')`),
    check('variants_bundling', sql`${table.bundling} in ('normal', 'alone', 'same_only')`),
    foreignKey({
      columns: [table.mallId, table.productId],
      foreignColumns: [products.mallId, products.id],
    }),
  ],
);

/** Immutable and shared: a single variant, a 1+1 offer and a kit; without items: no goods needed. */
export const compositions = pgTable(
  'compositions',
  { mallId: mallId(), id: identity(), fingerprint: text('fingerprint').notNull() },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('compositions_fingerprint').on(table.mallId, table.fingerprint),
  ],
);

export const compositionItems = pgTable(
  'composition_items',
  {
    mallId: mallId(),
    compositionId: reference('composition_id').notNull(),
    variantId: reference('variant_id').notNull(),
    qty: integer('qty').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.compositionId, table.variantId] }),
    index('composition_items_variant').on(table.mallId, table.variantId),
    check('composition_items_qty', sql`${table.qty} >= 1`),
  ],
);

/** 세트상품: a composition that is sold under a name and a code of its own. */
export const kits = pgTable(
  'kits',
  {
    mallId: mallId(),
    id: identity(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    price: bigint('price', { mode: 'number' }).notNull().default(0),
    compositionId: reference('composition_id').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('kits_code').on(table.mallId, table.code),
    index('kits_composition').on(table.mallId, table.compositionId),
  ],
);

export const matches = pgTable(
  'matches',
  {
    mallId: mallId(),
    id: identity(),
    channelId: reference('channel_id').notNull(),
    productKey: text('product_key').notNull(),
    optionKey: text('option_key').notNull(),
    compositionId: reference('composition_id').notNull(),
    rule: integer('rule').notNull(),
    matchedBy: reference('matched_by'),
    matchedAt: moment('matched_at').notNull(),
    lastRunId: reference('last_run_id'),
    /** As the channel shows it; the keys are what is compared. */
    productCode: text('product_code').notNull().default(''),
    productName: text('product_name').notNull().default(''),
    option: text('option').notNull().default(''),
    /** What looks odd about it, as rule and values; null: nothing, or a person has said that it is right. */
    oddities: bigint('oddities', { mode: 'number' }).array(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    uniqueIndex('matches_key').on(table.mallId, table.channelId, table.productKey, table.optionKey),
  ],
);

/** What a run made of each match: what stood before, for its undo and its history. */
export const matchChanges = pgTable(
  'match_changes',
  {
    mallId: mallId(),
    id: identity(),
    runId: reference('run_id').notNull(),
    matchId: reference('match_id').notNull(),
    channelId: reference('channel_id').notNull(),
    productKey: text('product_key').notNull(),
    optionKey: text('option_key').notNull(),
    productCode: text('product_code').notNull(),
    productName: text('product_name').notNull(),
    option: text('option').notNull(),
    /** Null: there was none. */
    beforeCompositionId: reference('before_composition_id'),
    beforeRule: integer('before_rule'),
    beforeMatchedBy: reference('before_matched_by'),
    beforeMatchedAt: moment('before_matched_at'),
    beforeRunId: reference('before_run_id'),
    beforeOddities: bigint('before_oddities', { mode: 'number' }).array(),
    /** Null: the run forgot it. */
    afterCompositionId: reference('after_composition_id'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('match_changes_run').on(table.mallId, table.runId),
    index('match_changes_match').on(table.mallId, table.matchId),
  ],
);

/** 사은품: what a parcel is given, and on which conditions. Empty lists ask for nothing. */
export const giftRules = pgTable(
  'gift_rules',
  {
    mallId: mallId(),
    id: identity(),
    name: text('name').notNull(),
    isActive: boolean('is_active').notNull().default(true),
    basis: text('basis').notNull(),
    paidFrom: moment('paid_from'),
    paidTo: moment('paid_to'),
    channelIds: bigint('channel_ids', { mode: 'number' }).array().notNull().default(sql`'{}'`),
    variantIds: bigint('variant_ids', { mode: 'number' }).array().notNull().default(sql`'{}'`),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    minAmount: bigint('min_amount', { mode: 'number' }).notNull().default(0),
    minQty: integer('min_qty').notNull().default(0),
    /** Of those who qualify, only the first so many. */
    firstCount: integer('first_count'),
    variantId: reference('variant_id').notNull(),
    qty: integer('qty').notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    check('gift_rules_basis', sql`${table.basis} in ('order', 'bundle')`),
    check('gift_rules_qty', sql`${table.qty} >= 1`),
  ],
);
