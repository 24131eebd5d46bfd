import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { identity, mallId, moment, reference } from './columns';

export const stock = pgTable(
  'stock',
  {
    mallId: mallId(),
    variantId: reference('variant_id').notNull(),
    onHand: integer('on_hand').notNull().default(0),
    allocated: integer('allocated').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.variantId] }),
    check('stock_allocated_within_on_hand', sql`0 <= allocated and allocated <= on_hand`),
  ],
);

export const stockMovements = pgTable(
  'stock_movements',
  {
    mallId: mallId(),
    id: identity(),
    variantId: reference('variant_id').notNull(),
    kind: text('kind').notNull(),
    qty: integer('qty').notNull(),
    runId: reference('run_id'),
    shipmentId: reference('shipment_id'),
    userId: reference('user_id'),
    reason: text('reason').notNull().default(''),
    at: moment('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('stock_movements_variant').on(table.mallId, table.variantId, table.id),
    index('stock_movements_notes')
      .on(table.mallId, table.shipmentId)
      .where(sql`${table.shipmentId} is not null and ${table.reason} <> ''`),
    check(
      'stock_movements_kind',
      sql`${table.kind} in ('receive', 'adjust', 'count', 'ship', 'unship', 'return')`,
    ),
  ],
);

/** 재고 실사: what was counted by scan, until it is applied or given up. */
export const stockCounts = pgTable(
  'stock_counts',
  {
    mallId: mallId(),
    id: identity(),
    name: text('name').notNull(),
    state: text('state').notNull().default('open'),
    startedBy: reference('started_by'),
    startedAt: moment('started_at').notNull(),
    closedBy: reference('closed_by'),
    closedAt: moment('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    check('stock_counts_state', sql`${table.state} in ('open', 'applied', 'given_up')`),
  ],
);

export const stockCountLines = pgTable(
  'stock_count_lines',
  {
    mallId: mallId(),
    countId: reference('count_id').notNull(),
    variantId: reference('variant_id').notNull(),
    countedQty: integer('counted_qty').notNull(),
    /** On hand when it was applied. */
    onHandBefore: integer('on_hand_before'),
    countedAt: moment('counted_at').notNull(),
    /** The first of the scans that add up; null of what was counted before this was kept. */
    firstCountedAt: moment('first_counted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.countId, table.variantId] }),
    check('stock_count_lines_qty', sql`${table.countedQty} >= 0`),
  ],
);
