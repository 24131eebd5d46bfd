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
} from 'drizzle-orm/pg-core';
import { createdAt, identity, lease, mallId, moment, reference } from './columns';

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

/** Where notifications go besides the screen: a mailbox, or an address that takes them as JSON. */
export const notificationTargets = pgTable(
  'notification_targets',
  {
    mallId: mallId(),
    id: identity(),
    way: text('way').notNull(),
    address: text('address').notNull(),
    /** Which kinds go there; empty: every kind. */
    kinds: text('kinds').array().notNull(),
    /** What they are written in: `ko` or `en`. */
    language: text('language').notNull().default('ko'),
    /** The key that signs what a webhook gets, sealed for this mall; empty for a mailbox. */
    secretCiphertext: text('secret_ciphertext').notNull().default(''),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: moment('created_at').notNull(),
    removedAt: moment('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    check('notification_targets_way', sql`${table.way} in ('email', 'webhook')`),
    check('notification_targets_language', sql`${table.language} in ('ko', 'en')`),
  ],
);

/** The mail server that a mall sends its notifications through. */
export const mailServers = pgTable(
  'mail_servers',
  {
    mallId: mallId(),
    host: text('host').notNull(),
    port: integer('port').notNull(),
    userName: text('user_name').notNull(),
    passwordCiphertext: text('password_ciphertext').notNull(),
    sender: text('sender').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId] }),
    check('mail_servers_port', sql`${table.port} between 1 and 65535`),
  ],
);

/** One notification on its way to one target; without a notification it is a test of the target. */
export const notificationDeliveries = pgTable(
  'notification_deliveries',
  {
    mallId: mallId(),
    id: identity(),
    targetId: reference('target_id').notNull(),
    notificationId: reference('notification_id'),
    state: text('state').notNull().default('queued'),
    dueAt: moment('due_at').notNull(),
    ...lease(),
    /** Why the last attempt failed, in one word and perhaps a number. */
    error: text('error'),
    createdAt: moment('created_at').notNull(),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('notification_deliveries_due')
      .on(table.mallId, table.dueAt)
      .where(sql`state in ('queued', 'running')`),
    index('notification_deliveries_target').on(table.mallId, table.targetId, table.id),
    check(
      'notification_deliveries_state',
      sql`${table.state} in ('queued', 'running', 'done', 'failed')`,
    ),
  ],
);
