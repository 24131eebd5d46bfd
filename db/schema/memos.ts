import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, identity, mallId, moment, reference } from './columns';

/** What people note at an order: for the packers (order), or of a talk with the buyer (cs). */
export const memos = pgTable(
  'memos',
  {
    mallId: mallId(),
    id: identity(),
    orderId: reference('order_id').notNull(),
    kind: text('kind').notNull(),
    text: text('text').notNull(),
    userId: reference('user_id'),
    createdAt: createdAt(),
    /** Taken away again; kept, because somebody may have acted on it. */
    removedAt: moment('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('memos_order').on(table.mallId, table.orderId).where(sql`removed_at is null`),
    check('memos_kind', sql`${table.kind} in ('order', 'cs')`),
    check('memos_text', sql`length(${table.text}) between 1 and 1000`),
  ],
);
