import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { changedFields, settingRow } from '@/lib/audit/changed';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { koreanPeriod } from '@/lib/period';
import type { GiftRule } from '@/lib/shipments/gifts/gift-plan';

export type GiftRuleRow = {
  id: number;
  name: string;
  isActive: boolean;
  basis: GiftRule['basis'];
  paidFrom: string | null;
  paidTo: string | null;
  channelIds: number[];
  channels: string[];
  variantCodes: string[];
  tags: string[];
  minAmount: number;
  minQty: number;
  firstCount: number | null;
  giftCode: string;
  giftName: string;
  qty: number;
  availableQty: number;
  given: number;
};

export type NewGiftRule = {
  name: string;
  basis: GiftRule['basis'];
  /** Days in Korea, both included. */
  from?: string;
  to?: string;
  channelIds: number[];
  variantCodes: string[];
  tags: string[];
  minAmount: number;
  minQty: number;
  firstCount: number | null;
  giftCode: string;
  qty: number;
};

/** 사은품 규칙, the newest on top, each with how often it has given. */
export async function giftRules(ctx: Ctx): Promise<GiftRuleRow[]> {
  return readMall(ctx, (tx) =>
    rows<GiftRuleRow>(
      tx,
      sql`
      select rule.id, rule.name, rule.is_active as "isActive", rule.basis,
        rule.paid_from as "paidFrom", rule.paid_to as "paidTo", rule.tags,
        rule.min_amount as "minAmount", rule.min_qty as "minQty",
        rule.first_count as "firstCount", rule.qty, rule.channel_ids as "channelIds", variant.variant_code as "giftCode",
        trim(product.name || ' ' || variant.option) as "giftName",
        coalesce(stock.on_hand - stock.allocated, 0) as "availableQty",
        array(select channel.name from channels channel where channel.mall_id = rule.mall_id
          and channel.id = any(rule.channel_ids) order by channel.id) as channels,
        array(select wanted.variant_code from variants wanted where wanted.mall_id = rule.mall_id
          and wanted.id = any(rule.variant_ids) order by wanted.id) as "variantCodes",
        (select count(*)::int from shipment_lines gift
          where gift.mall_id = rule.mall_id and gift.gift_rule_id = rule.id) as given
      from gift_rules rule
      join variants variant on variant.mall_id = rule.mall_id and variant.id = rule.variant_id
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
      where rule.mall_id = ${ctx.mallId} order by rule.id desc`,
    ),
  );
}

/** Makes a rule. What it gives is seen when gifts are applied next. */
export async function addGiftRule(ctx: Ctx, rule: NewGiftRule): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const stored = await storedOf(tx, ctx, rule);
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into gift_rules (mall_id, ${columnsOf(stored)})
      values (${ctx.mallId}, ${sql.join(Object.values(stored), sql`, `)}) returning id`,
    );
    return told(tx, ctx, 'giftRule.add', { ...rule, id }, null);
  });
}

/** Changes a rule. Gifts that have not left follow it when gifts are applied next. */
export async function editGiftRule(
  ctx: Ctx,
  { id, ...rule }: NewGiftRule & { id: number },
): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const stored = await storedOf(tx, ctx, rule);
    const before = await settingRow(tx, ctx, 'gift_rules', id);
    const edited = await tx.execute(sql`
      update gift_rules
      set (${columnsOf(stored)}) = row(${sql.join(Object.values(stored), sql`, `)})
      where mall_id = ${ctx.mallId} and id = ${id} returning 1`);
    if (edited.length === 0) throw new ExpectedError('errors.notFound');
    return told(tx, ctx, 'giftRule.edit', { ...rule, id }, before);
  });
}

/** Turns a rule on or off; gifts that have left stay given. */
export async function switchGiftRule(
  ctx: Ctx,
  { id, isActive }: { id: number; isActive: boolean },
): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const before = await settingRow(tx, ctx, 'gift_rules', id);
    const [rule] = await rows<{ id: number; name: string }>(
      tx,
      sql`
      update gift_rules set is_active = ${isActive}
      where mall_id = ${ctx.mallId} and id = ${id} returning id, name`,
    );
    if (!rule) throw new ExpectedError('errors.notFound');
    return told(tx, ctx, isActive ? 'giftRule.on' : 'giftRule.off', rule, before);
  });
}

async function told(
  tx: Tx,
  ctx: Ctx,
  verb: string,
  { id, name }: { id: number; name: string },
  before: Record<string, unknown> | null,
) {
  const change = changedFields(before, await settingRow(tx, ctx, 'gift_rules', id));
  const detail = { name, ...change };
  await recordEvent(tx, ctx, { verb, subject: 'setting', subjectId: null, detail });
  return { name };
}

const columnsOf = (stored: Record<string, SQL>) => sql.raw(Object.keys(stored).join(', '));

/** A rule as its row holds it: codes as ids, days as the moments at which they begin and end. */
async function storedOf(tx: Tx, ctx: Ctx, rule: NewGiftRule): Promise<Record<string, SQL>> {
  if (rule.from && rule.to && rule.from > rule.to)
    throw new ExpectedError('products.errors.giftPeriod');
  const idOf = await variantIdsOf(tx, ctx, [rule.giftCode, ...rule.variantCodes]);
  const variantIds = rule.variantCodes.map((code) => idOf.get(code) ?? 0);
  const from = rule.from ? koreanPeriod(rule.from, rule.from).from.toISOString() : null;
  const to = rule.to ? koreanPeriod(rule.to, rule.to).until.toISOString() : null;
  return {
    name: sql`${rule.name}`,
    basis: sql`${rule.basis}`,
    paid_from: sql`${from}::timestamptz`,
    paid_to: sql`${to}::timestamptz`,
    channel_ids: sql`${sql.param(rule.channelIds)}::bigint[]`,
    variant_ids: sql`${sql.param(variantIds)}::bigint[]`,
    tags: sql`${sql.param(rule.tags)}::text[]`,
    min_amount: sql`${rule.minAmount}::bigint`,
    min_qty: sql`${rule.minQty}::int`,
    first_count: sql`${rule.firstCount}::int`,
    variant_id: sql`${idOf.get(rule.giftCode) ?? 0}::bigint`,
    qty: sql`${rule.qty}::int`,
  };
}

async function variantIdsOf(tx: Tx, ctx: Ctx, codes: string[]): Promise<Map<string, number>> {
  const found = await rows<{ id: number; code: string }>(
    tx,
    sql`
    select id, variant_code as code from variants
    where mall_id = ${ctx.mallId} and variant_code = any(${sql.param(codes)}::text[])`,
  );
  const idOf = new Map(found.map(({ id, code }) => [code, id]));
  const unknown = codes.find((code) => !idOf.has(code));
  if (unknown) throw new ExpectedError('products.errors.unknownCode', { code: unknown });
  return idOf;
}
