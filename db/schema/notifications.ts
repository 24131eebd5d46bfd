import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, identity, mallId, moment, reference } from './columns';

/** What the product tells the people of a mall by itself; its sentence is `notifications.<kind>`. */
export const notifications = pgTable(
  'notifications',
  {
    mallId: mallId(),
    id: identity(),
    kind: text('kind').notNull(),
    /** What it is about, and where its link leads. */
    subject: text('subject').notNull(),
    subjectId: reference('subject_id'),
    values: jsonb('values').$type<Record<string, string | number>>().notNull(),
    createdAt: createdAt(),
    readAt: moment('read_at'),
    readBy: reference('read_by'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('notifications_unread').on(table.mallId, table.id).where(sql`read_at is null`),
  ],
);
