import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { oneRow } from '@/db/rows';
import type { Autopilot, RemotePostcodes } from '@/db/schema/tenancy';
import { isCriterion } from '@/lib/allocation/priority';
import { scopes } from '@/lib/bundling/neighbours';
import type { MallSetting } from '../mall-settings';
import { idsOf, type Names, namesOf, unknownOf } from '../names';
import { type Remark, refusalsOf, type Section } from '../section';

const names = z.array(z.string().min(1).max(150)).max(200).default([]);
const postcode = z.string().regex(/^\d{5}$/);

const settings = {
  allocationPriority: z.array(z.string().max(60).refine(isCriterion)).max(30),
  autopilot: z
    .strictObject({
      days: z.int().min(1).max(365),
      bundleScope: z.enum(scopes).nullable(),
      allocation: z
        .strictObject({
          servesPartly: z.boolean(),
          reallocatesPartly: z.boolean(),
          /** Empty: all. */
          ...{ channels: names, suppliers: names, tags: names },
        })
        .nullable(),
    })
    .nullable(),
  bundleVirtualPhones: z.boolean(),
  pickupTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
  remotePostcodes: z
    .array(z.strictObject({ from: postcode, to: postcode, place: z.string().max(50) }))
    .max(2_000)
    .nullable(),
  retentionDays: z.int().min(7).max(1825),
  usualContract: z.string().max(120).nullable(),
} as const satisfies Record<MallSetting, z.ZodType>;

const entryOf = <const Key extends MallSetting>(name: Key) =>
  z.strictObject({ name: z.literal(name), value: settings[name] });

const schema = z.discriminatedUnion('name', [
  entryOf('allocationPriority'),
  entryOf('autopilot'),
  entryOf('bundleVirtualPhones'),
  entryOf('pickupTime'),
  entryOf('remotePostcodes'),
  entryOf('retentionDays'),
  entryOf('usualContract'),
]);

type MallEntry = z.infer<typeof schema>;

const keyOf = ({ name }: MallEntry) => name;

type Stored = {
  allocationPriority: string[];
  autopilot: Autopilot | null;
  bundleVirtualPhones: boolean;
  pickupTime: string | null;
  remotePostcodes: RemotePostcodes[] | null;
  retentionDays: number;
  usualAccountId: number | null;
};

/** What a mall has one of. */
export const mall: Section<MallEntry> = {
  schema,
  keyOf,
  isOwners: ({ name }) => name === 'retentionDays',
  read: async ({ tx, ctx, names }) => {
    const { usualAccountId, ...stored } = await oneRow<Stored>(
      tx,
      sql`
      select allocation_priority as "allocationPriority", autopilot,
        bundle_virtual_phones as "bundleVirtualPhones", pickup_time as "pickupTime",
        remote_postcodes as "remotePostcodes", retention_days as "retentionDays",
        usual_account_id as "usualAccountId"
      from mall_settings where mall_id = ${ctx.mallId}`,
    );
    const usualContract = names.contracts.nameOf.get(usualAccountId ?? 0) ?? null;
    const autopilot = stored.autopilot && namedAutopilot(stored.autopilot, names);
    const values = { ...stored, autopilot, usualContract };
    return Object.entries(values).map(([name, value]) => ({ name, value }) as MallEntry);
  },
  refusals: async ({ names }, given) =>
    refusalsOf(keyOf, given, (entry) => unknownIn(entry, names)),
  write: async ({ tx, ctx, names }, entries) => {
    const changes = entries.map((entry) => changeOf(entry, names));
    await tx.execute(sql`
      update mall_settings set ${sql.join(changes, sql`, `)} where mall_id = ${ctx.mallId}`);
  },
};

type NamedAutopilot = NonNullable<z.infer<typeof settings.autopilot>>;

function namedAutopilot({ allocation, ...autopilot }: Autopilot, known: Names): NamedAutopilot {
  if (!allocation) return { ...autopilot, allocation };
  const { channelIds = [], supplierIds = [], tags = [], ...plain } = allocation;
  const channels = namesOf(known.channels, channelIds);
  const suppliers = namesOf(known.suppliers, supplierIds);
  return { ...autopilot, allocation: { ...plain, channels, suppliers, tags } };
}

function autopilotOf({ allocation, ...autopilot }: NamedAutopilot, known: Names): Autopilot {
  if (!allocation) return { ...autopilot, allocation };
  const { channels, suppliers, ...plain } = allocation;
  const channelIds = idsOf(known.channels, channels);
  const supplierIds = idsOf(known.suppliers, suppliers);
  return { ...autopilot, allocation: { ...plain, channelIds, supplierIds } };
}

function unknownIn({ name, value }: MallEntry, known: Names): Remark | undefined {
  if (name === 'usualContract' && value !== null && !known.contracts.idOf.has(value))
    return { reason: 'unknownContract', detail: value };
  if (name !== 'autopilot' || !value?.allocation) return undefined;
  const channel = unknownOf(known.channels, value.allocation.channels);
  if (channel !== undefined) return { reason: 'unknownChannel', detail: channel };
  const supplier = unknownOf(known.suppliers, value.allocation.suppliers);
  return supplier === undefined ? undefined : { reason: 'unknownSupplier', detail: supplier };
}

function changeOf({ name, value }: MallEntry, known: Names): SQL {
  const json = value === null ? null : JSON.stringify(value);
  switch (name) {
    case 'allocationPriority':
      return sql`allocation_priority = ${json}::jsonb`;
    case 'autopilot':
      return sql`
        autopilot = ${value && JSON.stringify(autopilotOf(value, known))}::jsonb`;
    case 'bundleVirtualPhones':
      return sql`bundle_virtual_phones = ${value}`;
    case 'pickupTime':
      return sql`pickup_time = ${value}`;
    case 'remotePostcodes':
      return sql`remote_postcodes = ${json}::jsonb`;
    case 'retentionDays':
      return sql`retention_days = ${value}`;
    case 'usualContract':
      return sql`usual_account_id = ${value === null ? null : (known.contracts.idOf.get(value) ?? null)}::bigint`;
  }
}
