import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { type MatchRule, matchRules } from './reasons';
import { goodsOf } from './screen';

export const matchSearchKinds = [
  'productName',
  'productCode',
  'option',
  'variantCode',
  'operator',
] as const;

export type MatchFilter = {
  channelIds?: number[];
  searchKind?: (typeof matchSearchKinds)[number];
  word?: string;
  rule?: MatchRule;
  /** All, what looks odd, or what needs no goods. */
  show?: 'all' | 'odd' | 'noGoods';
};

export type RememberedMatch = {
  id: number;
  marketplace: string;
  channelName: string;
  productCode: string;
  productName: string;
  option: string;
  items: { variantCode: string; name: string; qty: number }[];
  rule: number;
  oddities: number[] | null;
  /** Null when the product itself matched. */
  operator: string | null;
  matchedAt: string;
  /** Lines of the key that have not left yet. */
  openLines: number;
};

/** 매칭정보: what is remembered, the newest on top. */
export async function rememberedMatches(
  ctx: Ctx,
  filter: MatchFilter,
  request: PageRequest,
): Promise<Page<RememberedMatch>> {
  return readMall(ctx, async (tx) => {
    const from = matchesWhere(ctx, filter);
    const { beyond, order, direction } = keyset(request, [sql`match.id`]);
    const page = sql`select match.* ${from} ${beyond} ${order}`;
    const found = await readMatches(tx, ctx, page, direction);
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${from}`,
    );
    return pageOf(found, total, request, (match) => [match.id]);
  });
}

async function readMatches(
  tx: Tx,
  ctx: Ctx,
  page: SQL,
  direction: SQL,
): Promise<RememberedMatch[]> {
  return rows<RememberedMatch>(
    tx,
    sql`
    with page as (${page})
    select page.id, channel.marketplace, channel.name as "channelName",
      page.product_code as "productCode", page.product_name as "productName", page.option,
      page.rule, page.oddities, operator.name as operator, page.matched_at as "matchedAt",
      ${goodsOf(ctx, sql`page.composition_id`)} as items, open.lines as "openLines"
    from page
    join channels channel on channel.mall_id = page.mall_id and channel.id = page.channel_id
    left join operators operator
      on operator.mall_id = page.mall_id and operator.user_id = page.matched_by
    left join lateral (
      select count(*)::int as lines from order_lines line
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where line.mall_id = ${ctx.mallId} and line.channel_id = page.channel_id
        and line.product_key = page.product_key and line.option_key = page.option_key
        and part.qty > 0 and shipment.is_open
    ) open on true
    order by page.id ${direction}`,
  );
}

export function matchesWhere(ctx: Ctx, filter: MatchFilter): SQL {
  const { channelIds, rule, show } = filter;
  return sql`
    from matches match
    where match.mall_id = ${ctx.mallId}
      ${channelIds?.length ? sql`and match.channel_id = any(${sql.param(channelIds)}::bigint[])` : sql``}
      ${rule ? sql`and match.rule = ${matchRules[rule]}` : sql``}
      ${show === 'odd' ? sql`and cardinality(match.oddities) > 0` : sql``}
      ${show === 'noGoods' ? sql`and not exists (${itemsOfMatch(ctx)})` : sql``}
      ${searched(ctx, filter)}`;
}

function searched(ctx: Ctx, { searchKind, word: typed }: MatchFilter): SQL {
  const word = typed?.trim();
  if (!word) return sql``;
  switch (searchKind ?? 'productName') {
    case 'productName':
      return sql`and strpos(lower(match.product_name), lower(${word})) > 0`;
    case 'option':
      return sql`and strpos(lower(match.option), lower(${word})) > 0`;
    case 'productCode':
      return sql`and match.product_code = ${word}`;
    case 'variantCode':
      return sql`and exists (${itemsOfMatch(ctx)} and item.variant_id in (
        select id from variants where mall_id = ${ctx.mallId} and variant_code = ${word}))`;
    case 'operator':
      return sql`and match.matched_by in (
        select user_id from operators where mall_id = ${ctx.mallId} and name = ${word})`;
  }
}

function itemsOfMatch(ctx: Ctx): SQL {
  return sql`
    select from composition_items item
    where item.mall_id = ${ctx.mallId} and item.composition_id = match.composition_id`;
}

export type PastChange = {
  at: string;
  operator: string | null;
  before: string | null;
  after: string | null;
  isUndone: boolean;
};

/** What became of one match, the newest on top. */
export async function changesOfMatch(ctx: Ctx, matchId: number): Promise<PastChange[]> {
  const text = (compositionId: SQL) => sql`(
    select coalesce(string_agg(variant.variant_code || ' × ' || item.qty, ', '
      order by variant.variant_code), '')
    from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    where item.mall_id = ${ctx.mallId} and item.composition_id = ${compositionId})`;
  return readMall(ctx, (tx) =>
    rows<PastChange>(
      tx,
      sql`
      select run.started_at as at, operator.name as operator,
        run.undone_by_run_id is not null as "isUndone",
        case when change.before_composition_id is not null
          then ${text(sql`change.before_composition_id`)} end as before,
        case when change.after_composition_id is not null
          then ${text(sql`change.after_composition_id`)} end as after
      from match_changes change
      join runs run on run.mall_id = change.mall_id and run.id = change.run_id
      left join operators operator
        on operator.mall_id = run.mall_id and operator.user_id = run.user_id
      where change.mall_id = ${ctx.mallId} and change.match_id = ${matchId}
      order by change.id desc limit 50`,
    ),
  );
}
