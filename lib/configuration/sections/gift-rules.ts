import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows } from '@/db/rows';
import { idsOf, namesOf, unknownOf } from '../names';
import { type Place, refusalsOf, type Section } from '../section';

const moment = z.iso.datetime({ offset: true }).nullable();
const code = z.string().trim().min(1).max(50);

const schema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  isActive: z.boolean(),
  basis: z.enum(['order', 'bundle']),
  paidFrom: moment,
  paidTo: moment,
  channels: z.array(z.string().max(150)).max(100),
  variantCodes: z.array(code).max(200),
  tags: z.array(z.string().min(1).max(50)).max(50),
  minAmount: z.int().min(0).max(1e12),
  minQty: z.int().min(0).max(1_000_000),
  firstCount: z.int().min(1).max(1_000_000).nullable(),
  giftCode: code,
  qty: z.int().min(1).max(999),
});

type GiftEntry = z.infer<typeof schema>;

const keyOf = ({ name }: GiftEntry) => name;

export const giftRules: Section<GiftEntry> = {
  schema,
  keyOf,
  read: async ({ tx, ctx, names }) => {
    const stored = await rows<Omit<GiftEntry, 'channels'> & { channelIds: number[] }>(
      tx,
      sql`
      select rule.name, rule.is_active as "isActive", rule.basis, rule.paid_from as "paidFrom",
        rule.paid_to as "paidTo", rule.channel_ids as "channelIds",
        array(select wanted.variant_code from variants wanted where wanted.mall_id = rule.mall_id
          and wanted.id = any(rule.variant_ids) order by wanted.variant_code) as "variantCodes",
        rule.tags, rule.min_amount as "minAmount", rule.min_qty as "minQty",
        rule.first_count as "firstCount", gift.variant_code as "giftCode", rule.qty
      from gift_rules rule
      join variants gift on gift.mall_id = rule.mall_id and gift.id = rule.variant_id
      where rule.mall_id = ${ctx.mallId} order by rule.id`,
    );
    return stored.map(({ channelIds, paidFrom, paidTo, ...rule }) => ({
      ...rule,
      paidFrom: isoOf(paidFrom),
      paidTo: isoOf(paidTo),
      channels: namesOf(names.channels, channelIds),
    }));
  },
  refusals: async (place, given) => {
    const known = await variantIds(place, given);
    return refusalsOf(keyOf, given, ({ channels, giftCode, variantCodes }) => {
      const channel = unknownOf(place.names.channels, channels);
      if (channel !== undefined) return { reason: 'unknownChannel', detail: channel };
      const unknown = [giftCode, ...variantCodes].find((one) => !known.has(one));
      return unknown === undefined ? undefined : { reason: 'unknownVariant', detail: unknown };
    });
  },
  meant: (given) => ({
    ...given,
    paidFrom: isoOf(given.paidFrom),
    paidTo: isoOf(given.paidTo),
    variantCodes: [...new Set(given.variantCodes)].sort(),
  }),
  write,
};

const isoOf = (moment: string | null) => moment && new Date(moment).toISOString();

async function write(place: Place, entries: GiftEntry[]): Promise<void> {
  const { tx, ctx, names } = place;
  const idOf = await variantIds(place, entries);
  const given = entries.map(({ channels, variantCodes, giftCode, ...rule }) => ({
    ...rule,
    channelIds: idsOf(names.channels, channels),
    variantIds: variantCodes.flatMap((one) => idOf.get(one) ?? []),
    variantId: idOf.get(giftCode),
  }));
  const asked = sql`
    jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (name text, "isActive" boolean,
      basis text, "paidFrom" timestamptz, "paidTo" timestamptz, "channelIds" bigint[],
      "variantIds" bigint[], tags text[], "minAmount" bigint, "minQty" int, "firstCount" int,
      "variantId" bigint, qty int)`;
  await tx.execute(sql`
    update gift_rules rule
    set is_active = given."isActive", basis = given.basis, paid_from = given."paidFrom",
      paid_to = given."paidTo", channel_ids = given."channelIds",
      variant_ids = given."variantIds", tags = given.tags, min_amount = given."minAmount",
      min_qty = given."minQty", first_count = given."firstCount",
      variant_id = given."variantId", qty = given.qty
    from ${asked}
    where rule.mall_id = ${ctx.mallId} and rule.name = given.name`);
  await tx.execute(sql`
    insert into gift_rules (mall_id, name, is_active, basis, paid_from, paid_to, channel_ids,
      variant_ids, tags, min_amount, min_qty, first_count, variant_id, qty)
    select ${ctx.mallId}::bigint, name, "isActive", basis, "paidFrom", "paidTo", "channelIds",
      "variantIds", tags, "minAmount", "minQty", "firstCount", "variantId", qty
    from ${asked}
    where not exists (
      select from gift_rules rule where rule.mall_id = ${ctx.mallId} and rule.name = given.name)`);
}

async function variantIds(
  { tx, ctx }: Place,
  entries: readonly GiftEntry[],
): Promise<ReadonlyMap<string, number>> {
  const codes = entries.flatMap(({ giftCode, variantCodes }) => [giftCode, ...variantCodes]);
  const found = await rows<{ id: number; code: string }>(
    tx,
    sql`
    select id, variant_code as code from variants
    where mall_id = ${ctx.mallId} and variant_code = any(${sql.param([...new Set(codes)])}::text[])`,
  );
  return new Map(found.map(({ id, code: name }) => [name, id]));
}
