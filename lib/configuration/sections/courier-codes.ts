import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows } from '@/db/rows';
import { channelOf } from '@/lib/channels/registry';
import { courierKeys } from '@/lib/couriers/registry';
import type { Section } from '../section';

const schema = z.strictObject({
  marketplace: z.string().refine((key) => channelOf(key) !== null),
  courier: z.enum(courierKeys),
  /** Empty: a waybill of this courier is not sent. */
  code: z.string().trim().max(40),
});

type CodeEntry = z.infer<typeof schema>;

export const courierCodes: Section<CodeEntry> = {
  schema,
  keyOf: ({ marketplace, courier }) => `${marketplace}/${courier}`,
  read: ({ tx, ctx }) =>
    rows<CodeEntry>(
      tx,
      sql`
      select marketplace, courier, code from courier_codes
      where mall_id = ${ctx.mallId} order by marketplace, courier`,
    ),
  write: async ({ tx, ctx }, entries) => {
    await tx.execute(sql`
      insert into courier_codes (mall_id, marketplace, courier, code)
      select ${ctx.mallId}::bigint, marketplace, courier, code
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as given (marketplace text,
        courier text, code text)
      on conflict (mall_id, marketplace, courier) do update set code = excluded.code`);
  },
};
