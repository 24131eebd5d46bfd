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
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, identity, mallId, moment, reference } from './columns';

/** malls, users, memberships and login_attempts stand outside row-level security: only lib/auth and lib/system reach them. */
export const malls = pgTable('malls', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  name: text('name').notNull(),
  isPractice: boolean('is_practice').notNull().default(false),
  createdAt: createdAt(),
});

export const users = pgTable(
  'users',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    passwordHash: text('password_hash').notNull(),
    sessionVersion: integer('session_version').notNull().default(1),
    /** It was made by somebody else; until it is changed the account can do nothing more. */
    mustChangePassword: boolean('must_change_password').notNull().default(false),
    disabledAt: moment('disabled_at'),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('users_email').on(table.email)],
);

export const memberships = pgTable(
  'memberships',
  {
    userId: reference('user_id').notNull(),
    mallId: mallId(),
    role: text('role').notNull(),
    canSeePersonalData: boolean('can_see_personal_data').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.mallId] }),
    check('memberships_role', sql`${table.role} in ('owner', 'manager', 'operator', 'viewer')`),
  ],
);

/** Somebody with an account whom a mall would let in; nothing of it counts until they give the code. */
export const invitations = pgTable(
  'invitations',
  {
    mallId: mallId(),
    userId: reference('user_id').notNull(),
    role: text('role').notNull(),
    canSeePersonalData: boolean('can_see_personal_data').notNull(),
    codeHash: text('code_hash').notNull(),
    triesLeft: integer('tries_left').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.userId] }),
    check('invitations_role', sql`${table.role} in ('owner', 'manager', 'operator', 'viewer')`),
    check('invitations_tries', sql`${table.triesLeft} >= 0`),
  ],
);

export const loginAttempts = pgTable(
  'login_attempts',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    email: text('email').notNull(),
    ip: text('ip').notNull(),
    at: moment('at').notNull(),
    succeeded: boolean('succeeded').notNull(),
  },
  (table) => [
    index('login_attempts_email').on(table.email, table.at),
    index('login_attempts_ip').on(table.ip, table.at),
  ],
);

/** How bundling and allocation run by themselves; a left-out step stays with the people. */
export type Autopilot = {
  /** Orders of so many last days. */
  days: number;
  bundleScope: 'same_channel' | 'any_channel' | null;
  allocation: {
    servesPartly: boolean;
    reallocatesPartly: boolean;
    /** Without them, as they were once saved, and where they are empty: all. */
    channelIds?: number[];
    supplierIds?: number[];
    tags?: string[];
  } | null;
};

/** Postcodes from–to, both included, and whose they are. */
export type RemotePostcodes = { from: string; to: string; place: string };

export const mallSettings = pgTable(
  'mall_settings',
  {
    mallId: mallId(),
    isPractice: boolean('is_practice').notNull().default(false),
    /** Key of the recipient HMACs of this mall: equal people of two malls never have equal keys. */
    recipientKey: uuid('recipient_key').notNull(),
    bundleVirtualPhones: boolean('bundle_virtual_phones').notNull().default(false),
    allocationPriority: jsonb('allocation_priority').$type<string[]>().notNull(),
    retentionDays: integer('retention_days').notNull().default(90),
    /** What follows each collection by itself; null: nothing but matching. */
    autopilot: jsonb('autopilot').$type<Autopilot>(),
    /** When the courier comes for the parcels, 16:30 in Korea; null where nobody said. */
    pickupTime: text('pickup_time'),
    /** 처음 시작하기 has been closed by hand. */
    firstStepsClosedAt: moment('first_steps_closed_at'),
    /** The contract of parcels that no rule means. */
    usualAccountId: reference('usual_account_id'),
    /** 도서산간 as this mall draws it; null: as built in. */
    remotePostcodes: jsonb('remote_postcodes').$type<RemotePostcodes[]>(),
  },
  (table) => [primaryKey({ columns: [table.mallId] })],
);

/** A copy inside the mall of who its members are, so that screens can name the operator of a row. */
export const operators = pgTable(
  'operators',
  { mallId: mallId(), userId: reference('user_id').notNull(), name: text('name').notNull() },
  (table) => [primaryKey({ columns: [table.mallId, table.userId] })],
);

export const auditEvents = pgTable(
  'audit_events',
  {
    mallId: mallId(),
    id: identity(),
    at: moment('at').notNull(),
    userId: reference('user_id'),
    verb: text('verb').notNull(),
    runId: reference('run_id'),
    subject: text('subject').notNull(),
    subjectId: reference('subject_id'),
    detail: jsonb('detail').notNull(),
    /** Of the browser from which it was done; null for what the product did by itself. */
    address: text('address').default(sql`nullif(current_setting('app.address', true), '')`),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('audit_events_subject').on(table.mallId, table.subject, table.subjectId),
  ],
);
