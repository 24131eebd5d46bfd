import { bigint, integer, timestamp } from 'drizzle-orm/pg-core';

/** The first column of every key: no row is ever reached without naming its mall. */
export const mallId = () => bigint('mall_id', { mode: 'number' }).notNull();

/** By default, not always: bulk writers reserve ids first, so that parents and children go in together. */
export const identity = () => bigint('id', { mode: 'number' }).generatedByDefaultAsIdentity();

export const reference = (name: string) => bigint(name, { mode: 'number' });

export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

export const createdAt = () => moment('created_at').notNull().defaultNow();

/** Of a row that is its own queue: how often it was taken, and until when its taker has it. */
export const lease = () => ({
  attempts: integer('attempts').notNull().default(0),
  leasedUntil: moment('leased_until'),
});
