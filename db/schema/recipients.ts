import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { identity, mallId, moment } from './columns';

/** Every version of a recipient is a row: personal data stands here alone and can be purged. */
export const recipients = pgTable(
  'recipients',
  {
    mallId: mallId(),
    id: identity(),
    name: text('name').notNull(),
    phone: text('phone').notNull(),
    mobile: text('mobile').notNull(),
    postcode: text('postcode').notNull(),
    address1: text('address1').notNull(),
    address2: text('address2').notNull(),
    note: text('note').notNull(),
    nameKey: uuid('name_key'),
    addressKey: uuid('address_key'),
    /** The address without 동·호, zip and kind: what makes a near match near. */
    placeKey: uuid('place_key'),
    phoneKey: uuid('phone_key'),
    mobileKey: uuid('mobile_key'),
    phoneClass: text('phone_class').notNull(),
    mobileClass: text('mobile_class').notNull(),
    isRoadAddress: boolean('is_road_address').notNull().default(false),
    hasUnit: boolean('has_unit').notNull().default(false),
    isDomestic: boolean('is_domestic').notNull().default(true),
    keyVersion: integer('key_version').notNull(),
    purgedAt: moment('purged_at'),
  },
  (table) => [
    primaryKey({ columns: [table.mallId, table.id] }),
    index('recipients_name').on(table.mallId, table.name.op('text_pattern_ops')),
    index('recipients_phone_key')
      .on(table.mallId, table.phoneKey)
      .where(sql`phone_key is not null`),
    index('recipients_mobile_key')
      .on(table.mallId, table.mobileKey)
      .where(sql`mobile_key is not null`),
    /** Relay numbers are never compared, so they have no key; people still look for them. */
    index('recipients_virtual_phone')
      .on(table.mallId, sql`translate(phone, '- ', '')`)
      .where(sql`phone_class = 'virtual'`),
    index('recipients_virtual_mobile')
      .on(table.mallId, sql`translate(mobile, '- ', '')`)
      .where(sql`mobile_class = 'virtual'`),
  ],
);
