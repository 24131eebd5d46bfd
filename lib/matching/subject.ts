import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type BlastRadius, radiusOf } from './rematch/radius';
import type { NamedKey } from './remembered';
import { type FoundVariant, readVariants } from './search';
import type { KeyToSuggestFor } from './suggest';

/** What the match dialog is opened for: a line that waits or is matched, or a remembered match. */
export type Asked = { lineIds: number[]; waiting: boolean } | { matchId: number };

export type MatchSubject = KeyToSuggestFor & {
  /** Null for a remembered match without a line at hand. */
  lineId: number | null;
  orderLineId: number | null;
  matchId: number | null;
  channelName: string;
  orderNo: string;
  unitPrice: number;
  currency: string;
  qty: number;
  /** Lines of the key that wait. */
  waitingLines: number;
  isRememberable: boolean;
  /** What it means now; null while it waits. */
  current: { variant: FoundVariant; qty: number }[] | null;
  /** What matching again would touch; null while it waits. */
  radius: BlastRadius | null;
};

type Found = Omit<MatchSubject, 'current' | 'radius' | 'waitingLines'> & {
  compositionId: number | null;
};

/**
 * The first of these lines, or the match. Of lines that wait those are passed over that somebody has
 * matched meanwhile.
 */
export async function openSubject(ctx: Ctx, asked: Asked): Promise<MatchSubject | null> {
  return readMall(ctx, async (tx) => {
    const found =
      'matchId' in asked ? await findMatch(tx, ctx, asked.matchId) : await findLine(tx, ctx, asked);
    if (!found) return null;
    const { compositionId, ...subject } = found;
    return {
      ...subject,
      waitingLines: await waitingLinesOf(tx, ctx, found),
      current: compositionId === null ? null : await meaningOf(tx, ctx, compositionId),
      radius:
        compositionId === null || !found.isRememberable
          ? null
          : await radiusOf(tx, ctx, [found], false),
    };
  });
}

async function findLine(
  tx: Tx,
  ctx: Ctx,
  { lineIds, waiting }: { lineIds: number[]; waiting: boolean },
): Promise<Found | undefined> {
  const waits = waiting
    ? sql`and part.composition_id is null and shipment.stage = 'unmatched' and part.qty > 0`
    : sql``;
  const [found] = await rows<Found>(
    tx,
    sql`
    select part.id as "lineId", line.id as "orderLineId", null::bigint as "matchId",
      ${keyColumns(sql`line`)}, line.seller_option_code as "sellerOptionCode",
      line.seller_product_code as "sellerProductCode", channel.name as "channelName",
      orders.order_no as "orderNo", line.unit_price as "unitPrice", line.currency, part.qty,
      line.product_key <> '' as "isRememberable", part.composition_id as "compositionId"
    from unnest(${sql.param(lineIds)}::bigint[]) with ordinality as asked (id, place)
    join shipment_lines part on part.mall_id = ${ctx.mallId} and part.id = asked.id
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    join channels channel on channel.mall_id = line.mall_id and channel.id = line.channel_id
    where shipment.is_open ${waits}
    order by asked.place limit 1`,
  );
  return found;
}

async function findMatch(tx: Tx, ctx: Ctx, matchId: number): Promise<Found | undefined> {
  const [found] = await rows<Found>(
    tx,
    sql`
    select null::bigint as "lineId", latest.id as "orderLineId", match.id as "matchId",
      ${keyColumns(sql`match`)}, coalesce(latest.seller_option_code, '') as "sellerOptionCode",
      coalesce(latest.seller_product_code, '') as "sellerProductCode",
      channel.name as "channelName", '' as "orderNo",
      coalesce(latest.unit_price, 0) as "unitPrice", coalesce(latest.currency, 'KRW') as currency,
      1 as qty, true as "isRememberable",
      match.composition_id as "compositionId"
    from matches match
    join channels channel on channel.mall_id = match.mall_id and channel.id = match.channel_id
    left join lateral (
      select * from order_lines line
      where line.mall_id = ${ctx.mallId} and line.channel_id = match.channel_id
        and line.product_key = match.product_key and line.option_key = match.option_key
      order by line.id desc limit 1
    ) latest on true
    where match.mall_id = ${ctx.mallId} and match.id = ${matchId}`,
  );
  return found;
}

const keyColumns = (of: SQL) => sql`
  ${of}.channel_id as "channelId", ${of}.product_key as "productKey",
  ${of}.option_key as "optionKey", ${of}.product_code as "productCode",
  ${of}.product_name as "productName", ${of}.option`;

async function waitingLinesOf(tx: Tx, ctx: Ctx, key: NamedKey): Promise<number> {
  if (key.productKey === '') return 1;
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`
    select count(*)::int as count
    from order_lines line
    join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    where line.mall_id = ${ctx.mallId} and line.channel_id = ${key.channelId}
      and line.product_key = ${key.productKey} and line.option_key = ${key.optionKey}
      and part.composition_id is null and part.qty > 0 and shipment.is_open`,
  );
  return count;
}

async function meaningOf(tx: Tx, ctx: Ctx, compositionId: number) {
  const items = await rows<{ variantId: number; qty: number }>(
    tx,
    sql`
    select variant_id as "variantId", qty from composition_items
    where mall_id = ${ctx.mallId} and composition_id = ${compositionId}`,
  );
  const variants = await readVariants(
    tx,
    ctx,
    sql`
    select variant_id, null::int as percent from composition_items
    where mall_id = ${ctx.mallId} and composition_id = ${compositionId}`,
  );
  const qtyOf = new Map(items.map(({ variantId, qty }) => [variantId, qty]));
  return variants.map((variant) => ({ variant, qty: qtyOf.get(variant.variantId) ?? 1 }));
}
