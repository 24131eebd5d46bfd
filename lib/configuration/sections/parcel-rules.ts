import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows } from '@/db/rows';
import type { ParcelConditions } from '@/db/schema/invoicing';
import { provinces, regions } from '@/lib/recipients/region';
import { impossibleMeasure } from '@/lib/shipments/holds/parcel-conditions';
import { parcelRuleKinds } from '@/lib/shipments/holds/parcel-rules';
import { idsOf, type Names, namesOf, unknownOf } from '../names';
import { type Place, type Remark, refusalsOf, type Section } from '../section';

const count = z.int().min(0).max(1_000_000).optional();
const amount = z.int().min(0).max(1e12).optional();
const names = z.array(z.string().min(1).max(150)).min(1).max(200).optional();

const schema = z.strictObject({
  kind: z.enum(parcelRuleKinds),
  name: z.string().trim().min(1).max(100),
  /** The lower, the earlier it is asked. */
  rank: z.int().min(1).max(100_000),
  isActive: z.boolean(),
  /** Of a courier rule: the contract it proposes. */
  contract: z.string().max(120).nullable(),
  conditions: z.strictObject({
    ...{ channels: names, suppliers: names, variantCodes: names, tags: names },
    freightTerm: z.enum(['prepaid', 'collect']).optional(),
    ...{ qtyFrom: count, qtyTo: count, unitsFrom: count, unitsTo: count },
    ...{ amountFrom: amount, amountTo: amount },
    regions: z.array(z.enum(regions)).min(1).optional(),
    provinces: z.array(z.enum(provinces)).min(1).optional(),
    hasMemo: z.literal(true).optional(),
  }),
});

type RuleEntry = z.infer<typeof schema>;

const keyOf = ({ kind, name }: Pick<RuleEntry, 'kind' | 'name'>) => `${kind} ${name}`;

/**
 * 배송업체 and 보류 rules. One that means certain people stays out of the file: it would say who they
 * are, and without them it would mean everybody.
 */
export const parcelRules: Section<RuleEntry> = {
  schema,
  keyOf,
  read: async (place) =>
    (await storedRules(place))
      .filter(({ conditions }) => !conditions.people)
      .map((rule) => entryOf(rule, place.names)),
  refusals: async (place, given) => {
    const ofPeople = (await storedRules(place)).filter(({ conditions }) => conditions.people);
    const kept = new Set(ofPeople.map(keyOf));
    return refusalsOf(keyOf, given, (entry) =>
      kept.has(keyOf(entry)) ? { reason: 'hasPeople' } : unknownIn(entry, place.names),
    );
  },
  write: async ({ tx, ctx, names: known }, entries) => {
    const given = entries.map((entry) => ({
      ...entry,
      accountId: entry.contract === null ? null : known.contracts.idOf.get(entry.contract),
      conditions: conditionsOf(entry, known),
    }));
    const asked = sql`
      jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (kind text, name text, rank int,
        "isActive" boolean, "accountId" bigint, conditions jsonb)`;
    await tx.execute(sql`
      update parcel_rules rule
      set rank = given.rank, is_active = given."isActive", conditions = given.conditions,
        courier_account_id = given."accountId"
      from ${asked}
      where rule.mall_id = ${ctx.mallId} and rule.kind = given.kind and rule.name = given.name
        and rule.removed_at is null`);
    await tx.execute(sql`
      insert into parcel_rules (mall_id, kind, rank, name, is_active, conditions,
        courier_account_id, created_at)
      select ${ctx.mallId}::bigint, kind, rank, name, "isActive", conditions, "accountId",
        ${ctx.now.toISOString()}::timestamptz
      from ${asked}
      where not exists (
        select from parcel_rules rule
        where rule.mall_id = ${ctx.mallId} and rule.kind = given.kind
          and rule.name = given.name and rule.removed_at is null)`);
  },
};

type StoredRule = Pick<RuleEntry, 'kind' | 'name' | 'rank' | 'isActive'> & {
  conditions: ParcelConditions;
  accountId: number | null;
};

function storedRules({ tx, ctx }: Place): Promise<StoredRule[]> {
  return rows<StoredRule>(
    tx,
    sql`
    select kind, name, rank, is_active as "isActive", conditions,
      courier_account_id as "accountId"
    from parcel_rules where mall_id = ${ctx.mallId} and removed_at is null
    order by kind, rank, id`,
  );
}

function entryOf({ accountId, conditions, ...rule }: StoredRule, known: Names): RuleEntry {
  const { channelIds, supplierIds, people, ...plain } = conditions;
  const contract = accountId === null ? null : (known.contracts.nameOf.get(accountId) ?? null);
  return {
    ...rule,
    contract,
    conditions: {
      ...(plain as RuleEntry['conditions']),
      ...(channelIds && { channels: namesOf(known.channels, channelIds) }),
      ...(supplierIds && { suppliers: namesOf(known.suppliers, supplierIds) }),
    },
  };
}

function conditionsOf({ conditions }: RuleEntry, known: Names): ParcelConditions {
  const { channels, suppliers, ...plain } = conditions;
  return {
    ...(plain as ParcelConditions),
    ...(channels && { channelIds: idsOf(known.channels, channels) }),
    ...(suppliers && { supplierIds: idsOf(known.suppliers, suppliers) }),
  };
}

function unknownIn({ kind, contract, conditions }: RuleEntry, known: Names): Remark | undefined {
  if ((kind === 'courier') !== (contract !== null)) return { reason: 'shape', detail: 'contract' };
  const impossible = impossibleMeasure(conditions);
  if (impossible) return { reason: 'shape', detail: `conditions.${impossible}From` };
  const [channel, supplier] = [
    unknownOf(known.channels, conditions.channels ?? []),
    unknownOf(known.suppliers, conditions.suppliers ?? []),
  ];
  if (contract !== null && !known.contracts.idOf.has(contract))
    return { reason: 'unknownContract', detail: contract };
  if (channel !== undefined) return { reason: 'unknownChannel', detail: channel };
  return supplier === undefined ? undefined : { reason: 'unknownSupplier', detail: supplier };
}
