import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { oneRow, rows } from '@/db/rows';
import { courierKeys } from '@/lib/couriers/registry';
import { issuesFromRange } from '@/lib/couriers/waybill-range';
import { numberSources } from '@/lib/invoicing/accounts/number-sources';
import { readBaseUrl } from '@/lib/outside/base-url';
import { contractName } from '../names';
import { refusalsOf, type Section } from '../section';

const text = (max: number) => z.string().trim().min(1).max(max);

const schema = z
  .strictObject({
    courier: z.enum(courierKeys),
    contractCode: text(50),
    name: text(50),
    senderName: text(50),
    senderPhone: text(30),
    senderAddress: text(200),
    labelSize: z.enum(['100x150', '123x100']),
    numbersFrom: z.enum(numberSources),
    apiBaseUrl: z.string().max(300).nullable(),
  })
  .refine(({ courier, numbersFrom }) => numbersFrom !== 'range' || issuesFromRange(courier));

type CourierEntry = z.infer<typeof schema>;

export const couriers: Section<CourierEntry> = {
  schema,
  keyOf: contractName,
  read: ({ tx, ctx }) =>
    rows<CourierEntry>(
      tx,
      sql`
      select courier, contract_code as "contractCode", name, sender_name as "senderName",
        sender_phone as "senderPhone", sender_address as "senderAddress",
        label_size as "labelSize", numbers_from as "numbersFrom", api_base_url as "apiBaseUrl"
      from courier_accounts where mall_id = ${ctx.mallId} order by name, id`,
    ),
  refusals: async ({ tx, ctx }, given, standing) => {
    const { isPractice } = await oneRow<{ isPractice: boolean }>(
      tx,
      sql`
      select is_practice as "isPractice" from mall_settings where mall_id = ${ctx.mallId}`,
    );
    const added = given.filter((entry) => !standing.has(contractName(entry)));
    return refusalsOf(contractName, added, ({ apiBaseUrl }) => {
      const isAllowed = apiBaseUrl === null || readBaseUrl(apiBaseUrl, isPractice) === apiBaseUrl;
      return isAllowed ? undefined : { reason: 'address', detail: apiBaseUrl ?? '' };
    });
  },
  /** A key is never sent to another address than it was entered for. */
  meant: (given, standing) => ({
    ...given,
    apiBaseUrl: standing ? standing.apiBaseUrl : given.apiBaseUrl,
  }),
  remarkOfNew: ({ numbersFrom }) => (numbersFrom === 'api' ? { reason: 'keyMissing' } : undefined),
  write: async ({ tx, ctx }, entries) => {
    await tx.execute(sql`
      insert into courier_accounts (mall_id, courier, contract_code, name, sender_name,
        sender_phone, sender_address, label_size, numbers_from, api_base_url)
      select ${ctx.mallId}::bigint, courier, "contractCode", name, "senderName", "senderPhone",
        "senderAddress", "labelSize", "numbersFrom", "apiBaseUrl"
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as given (courier text,
        "contractCode" text, name text, "senderName" text, "senderPhone" text,
        "senderAddress" text, "labelSize" text, "numbersFrom" text, "apiBaseUrl" text)
      on conflict (mall_id, courier, contract_code) do update
      set name = excluded.name, sender_name = excluded.sender_name,
        sender_phone = excluded.sender_phone, sender_address = excluded.sender_address,
        label_size = excluded.label_size, numbers_from = excluded.numbers_from`);
  },
};
