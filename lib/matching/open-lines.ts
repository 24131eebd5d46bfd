import { type SQL, sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

export const lineSearchKinds = [
  'productName',
  'productCode',
  'option',
  'orderNo',
  'lineId',
] as const;

export type LineFilter = {
  from?: string;
  to?: string;
  channelIds?: number[];
  searchKind?: (typeof lineSearchKinds)[number];
  word?: string;
  /** A shipment line: only lines of its channel, product and option. */
  sameAs?: number;
  /** Of matched lines only those that look odd. */
  onlyOdd?: boolean;
};

/** A search, beside the period that every list has. */
export const isNarrowed = ({ word, channelIds = [] }: LineFilter) =>
  Boolean(word) || channelIds.length > 0;

/** Lines that nothing can be remembered for stand alone. */
const keyOf = (line: SQL) =>
  sql`case when ${line}.product_key = '' then ${line}.id::text else ${line}.product_key end`;
const keyOfLine = keyOf(sql.raw('line'));

/** Lines of open shipments that wait for a match. */
export function unmatchedLines(ctx: Ctx, filter: LineFilter, needed: Needed): SQL {
  const isUnmatched = sql`shipment.stage = 'unmatched' and part.composition_id is null`;
  return openLines(ctx, filter, isUnmatched, needed);
}

/** Shipments know how many of their lines wait: lines are read only where they are asked something. */
export async function countUnmatched(tx: Tx, ctx: Ctx, filter: LineFilter): Promise<number> {
  const counted = asksLines(filter)
    ? sql`count(*)::int as total ${unmatchedLines(ctx, filter, 'count')}`
    : sql`coalesce(sum(shipment.unmatched_lines), 0)::int as total
        from shipments shipment
        where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.stage = 'unmatched'
          ${paidWithin(filter)}`;
  const { total } = await oneRow<{ total: number }>(tx, sql`select ${counted}`);
  return total;
}

export const asksLines = ({ word, channelIds, sameAs }: LineFilter) =>
  Boolean(word?.trim() || channelIds?.length || sameAs);

const paidWithin = ({ from, to }: LineFilter) => sql`
  ${from ? sql`and shipment.paid_at >= ${from}` : sql``}
  ${to ? sql`and shipment.paid_at < ${to}` : sql``}`;

/**
 * What waits for a match, apart: `waiting` shipments, their `part`s and whose `line` each is. Read by
 * lists of ids, so that an index is gone through once. Of each the planner expects a handful: to be
 * joined `withoutLoops`.
 */
export function waitingApart(ctx: Ctx, filter: LineFilter): SQL {
  return sql`
    waiting as materialized (
      select shipment.id, shipment.paid_at from shipments shipment
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.stage = 'unmatched'
        ${paidWithin(filter)}
    ), part as materialized (
      select id, shipment_id, order_line_id, qty from shipment_lines
      where mall_id = ${ctx.mallId} and shipment_id = any(array(select id from waiting))
        and composition_id is null and qty > 0 and order_line_id is not null
    ), line as materialized (
      select line.id, line.channel_id, ${keyOfLine} as product_key, line.option_key, line.unit_price
      from order_lines line
      where line.mall_id = ${ctx.mallId} and line.id = any(array(select order_line_id from part))
        ${askedOfLine(ctx, filter)}
    )`;
}

/** A count does without what a row shows. */
type Needed = 'count' | 'row';

export function openLines(ctx: Ctx, filter: LineFilter, which: SQL, needed: Needed): SQL {
  return sql`
    from shipments shipment
    join shipment_lines part
      on part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
    ${needed === 'count' && !asksLines(filter) ? sql`` : ofLine}
    ${needed === 'row' ? sql`${ofOrder} ${ofChannel}` : sql``}
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open and ${which} and part.qty > 0
      and part.order_line_id is not null
      ${paidWithin(filter)} ${askedOfLine(ctx, filter)}`;
}

function askedOfLine(ctx: Ctx, { channelIds, searchKind, sameAs, ...filter }: LineFilter): SQL {
  const word = filter.word?.trim();
  const searched = {
    orderNo: sql`and line.order_id in (
      select id from orders where mall_id = ${ctx.mallId} and order_no = ${word})`,
    productCode: sql`and line.product_code = ${word}`,
    option: sql`and strpos(lower(line.option), lower(${word})) > 0`,
    lineId: sql`and line.id = ${Number(word?.replace(/\D/g, '')) || 0}`,
    productName: sql`and strpos(lower(line.product_name), lower(${word})) > 0`,
  }[searchKind ?? 'productName'];
  return sql`
    ${channelIds?.length ? sql`and line.channel_id = any(${sql.param(channelIds)}::bigint[])` : sql``}
    ${sameAs ? sql`and ${isLike(ctx, sameAs)}` : sql``}
    ${word ? searched : sql``}`;
}

const isLike = (ctx: Ctx, shipmentLineId: number) => sql`
  (line.channel_id, ${keyOfLine}, line.option_key) = (
    select model.channel_id, ${keyOf(sql.raw('model'))}, model.option_key
    from shipment_lines part
    join order_lines model on model.mall_id = part.mall_id and model.id = part.order_line_id
    where part.mall_id = ${ctx.mallId} and part.id = ${shipmentLineId})`;

const ofLine = sql`
  join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id`;
const ofOrder = sql`join orders on orders.mall_id = line.mall_id and orders.id = line.order_id`;
const ofChannel = sql`
  join channels channel on channel.mall_id = line.mall_id and channel.id = line.channel_id`;
