import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { koreanPeriod } from '@/lib/period';
import { recordEvent } from '@/lib/shipments/runs';
import type { GiftRule } from './plan';

export type GiftRuleRow = {
  id: number;
  name: string;
  isActive: boolean;
  basis: GiftRule['basis'];
  paidFrom: string | null;
  paidTo: string | null;
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
        rule.first_count as "firstCount", rule.qty, variant.variant_code as "giftCode",
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

export function activeRules(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<GiftRule[]> {
  return rows<GiftRule>(
    tx,
    sql`
    select id, basis, channel_ids as "channelIds", variant_ids as "variantIds", tags,
      (extract(epoch from paid_from) * 1000)::bigint as "paidFromMs",
      (extract(epoch from paid_to) * 1000)::bigint as "paidToMs",
      min_amount as "minAmount", min_qty as "minQty", first_count as "firstCount",
      variant_id as "variantId", qty
    from gift_rules where mall_id = ${ctx.mallId} and is_active order by id`,
  );
}

/** Makes a rule. What it gives is seen when gifts are applied next. */
export async function addGiftRule(ctx: Ctx, rule: NewGiftRule): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const idOf = await variantIdsOf(tx, ctx, [rule.giftCode, ...rule.variantCodes]);
    const variantIds = rule.variantCodes.map((code) => idOf.get(code) ?? 0);
    const from = rule.from ? koreanPeriod(rule.from, rule.from).from.toISOString() : null;
    const to = rule.to ? koreanPeriod(rule.to, rule.to).until.toISOString() : null;
    await tx.execute(sql`
      insert into gift_rules (mall_id, name, basis, paid_from, paid_to, channel_ids, variant_ids,
        tags, min_amount, min_qty, first_count, variant_id, qty)
      values (${ctx.mallId}, ${rule.name}, ${rule.basis}, ${from}::timestamptz, ${to}::timestamptz,
        ${sql.param(rule.channelIds)}::bigint[], ${sql.param(variantIds)}::bigint[],
        ${sql.param(rule.tags)}::text[], ${rule.minAmount}, ${rule.minQty}, ${rule.firstCount},
        ${idOf.get(rule.giftCode) ?? 0}, ${rule.qty})`);
    await recordEvent(tx, ctx, {
      verb: 'giftRule.add',
      subject: 'setting',
      subjectId: null,
      detail: { name: rule.name },
    });
    return { name: rule.name };
  });
}

/** Turns a rule on or off; gifts that have left stay given. */
export async function switchGiftRule(
  ctx: Ctx,
  { id, isActive }: { id: number; isActive: boolean },
): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const [rule] = await rows<{ name: string }>(
      tx,
      sql`
      update gift_rules set is_active = ${isActive}
      where mall_id = ${ctx.mallId} and id = ${id} returning name`,
    );
    if (!rule) throw new ExpectedError('errors.notFound');
    const verb = isActive ? 'giftRule.on' : 'giftRule.off';
    await recordEvent(tx, ctx, { verb, subject: 'setting', subjectId: null, detail: rule });
    return rule;
  });
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
