import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

/** A thing that the history tells of. */
export type Subject = { kind: 'order' | 'shipment' | 'claim'; id: number };

export const subjectWordKinds = ['shipmentId', 'orderNo'] as const;

/** What a typed number stands for: a parcel, or every order with it, its claims and its parcels. */
export async function subjectsOf(
  ctx: Ctx,
  { kind, word }: { kind: (typeof subjectWordKinds)[number]; word: string },
): Promise<Subject[]> {
  if (kind === 'orderNo') return ofOrders(ctx, word);
  const id = Number(word.replaceAll(',', ''));
  return Number.isSafeInteger(id) && id > 0 ? [{ kind: 'shipment', id }] : [];
}

/** Parcels in which lines of the orders lie, and those in which they came. */
function ofOrders(ctx: Ctx, orderNo: string): Promise<Subject[]> {
  return readMall(ctx, (tx) =>
    rows<Subject>(
      tx,
      sql`
      with asked as (
        select id from orders where mall_id = ${ctx.mallId} and order_no = ${orderNo}
        union
        select id from orders
        where mall_id = ${ctx.mallId} and market_order_no = ${orderNo} and market_order_no <> order_no
      ), line as (
        select id from order_lines
        where mall_id = ${ctx.mallId} and order_id in (select id from asked)
      )
      select 'order' as kind, id from asked
      union
      select 'claim', id from claims
      where mall_id = ${ctx.mallId} and order_line_id in (select id from line)
      union
      select 'shipment', id from shipments
      where mall_id = ${ctx.mallId} and base_order_id in (select id from asked)
      union
      select 'shipment', unnest(array[shipment_id, home_shipment_id]) from shipment_lines
      where mall_id = ${ctx.mallId} and order_line_id in (select id from line)`,
    ),
  );
}
