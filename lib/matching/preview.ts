import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { expectMany } from '@/db/expect-many';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type Answer, findAnswers } from './answers';
import { judgeAnswers } from './judge';
import { type MatchConditions, unmatchedShipments } from './match';
import { type MatchRule, matchRuleOf } from './reasons';

export type PreviewedKey = {
  channelName: string;
  productName: string;
  option: string;
  rule: number;
  lines: number;
  goods: string;
};

export type MatchPreview = {
  byRule: Partial<Record<MatchRule, number>>;
  /** Lines that would be matched, those among them that look odd, and those that go on waiting. */
  lines: number;
  odd: number;
  waiting: number;
  /** The keys with the most lines, at most `SHOWN_KEYS`. */
  keys: PreviewedKey[];
};

const SHOWN_KEYS = 100;

/** What a run would match now and by which rule, without changing anything. */
export async function previewMatching(
  ctx: Ctx,
  conditions: MatchConditions = {},
): Promise<MatchPreview> {
  return readMall(ctx, async (tx) => {
    const open = await unmatchedShipments(tx, ctx, conditions, sql``);
    await expectMany(tx, open.length);
    const judged = await judgeAnswers(tx, ctx, await findAnswers(tx, ctx, open));
    return {
      byRule: countsOf(judged),
      lines: judged.length,
      odd: judged.filter((answer) => answer.oddities !== null).length,
      waiting: (await waitingIn(tx, ctx, open)) - judged.length,
      keys: await keysOf(tx, ctx, judged),
    };
  });
}

function countsOf(answers: readonly Answer[]): MatchPreview['byRule'] {
  const counts: MatchPreview['byRule'] = {};
  for (const answer of answers) {
    const rule = matchRuleOf(answer.rule);
    if (rule) counts[rule] = (counts[rule] ?? 0) + 1;
  }
  return counts;
}

async function waitingIn(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number> {
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`
    select count(*)::int as count from shipment_lines
    where mall_id = ${ctx.mallId} and composition_id is null
      and shipment_id = any(${sql.param(shipmentIds)}::bigint[])`,
  );
  return count;
}

async function keysOf(tx: Tx, ctx: Ctx, answers: readonly Answer[]): Promise<PreviewedKey[]> {
  if (answers.length === 0) return [];
  return rows<PreviewedKey>(
    tx,
    sql`
    with key as (
      select line.channel_id, line.product_key, line.option_key, given.rule, given.composition_id,
        given.variant_id, min(line.product_name) as product_name, min(line.option) as option,
        count(*)::int as lines
      from ${unnested<Answer>(
        {
          line_id: ['bigint', (answer) => answer.lineId],
          rule: ['int', (answer) => answer.rule],
          composition_id: ['bigint', (answer) => answer.compositionId],
          variant_id: ['bigint', (answer) => answer.variantId],
        },
        answers,
      )}
      join shipment_lines part on part.mall_id = ${ctx.mallId} and part.id = given.line_id
      join order_lines line on line.mall_id = ${ctx.mallId} and line.id = part.order_line_id
      group by line.channel_id, line.product_key, line.option_key, given.rule,
        given.composition_id, given.variant_id
      order by lines desc, product_name, option limit ${SHOWN_KEYS}
    )
    select channel.name as "channelName", key.product_name as "productName", key.option, key.rule,
      key.lines, coalesce(goods.text, '') as goods
    from key
    join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = key.channel_id
    left join lateral (
      select string_agg(trim(product.name || ' ' || variant.option) || ' × ' || item.qty, ', '
        order by variant.variant_code) as text
      from (
        select variant_id, qty from composition_items
        where mall_id = ${ctx.mallId} and composition_id = key.composition_id
        union all
        select key.variant_id, 1 where key.variant_id is not null
      ) item
      join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
      join products product
        on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
    ) goods on true
    order by key.lines desc, "productName", option`,
  );
}
