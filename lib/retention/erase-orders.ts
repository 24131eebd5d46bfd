import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { eraseTraces } from './erase-traces';

/** In one transaction, so that a round that is stopped loses little. */
const ORDERS_AT_ONCE = 5_000;

type Portion = { after: number; cutoff: Date };

/**
 * Erases whom the next orders went to, where all their parcels left before the cutoff, also those
 * that sent something again, and no open claim is younger. Returns the ids of the orders, of which
 * the last is where the next portion goes on.
 */
export function eraseOrders(tx: Tx, ctx: Ctx, portion: Portion): Promise<number[]> {
  const isNew = sql`orders.purged_at is null
    and orders.created_at < ${portion.cutoff.toISOString()}`;
  return eraseWhere(tx, ctx, portion, isNew);
}

/** The same of what was told, noted or sent after its order had been erased, once it is over too. */
export function eraseAgain(tx: Tx, ctx: Ctx, portion: Portion): Promise<number[]> {
  const hasTraces = sql`orders.purged_at is not null and orders.id in (
    select line.order_id from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      where claim.mall_id = ${ctx.mallId} and (claim.reason <> '' or claim.raw <> '{}')
    union all
    select line.order_id from claim_answers answer
      join claims claim on claim.mall_id = answer.mall_id
        and claim.channel_id = answer.channel_id and claim.claim_no = answer.claim_no
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      where answer.mall_id = ${ctx.mallId} and (answer.detail <> '' or answer.answer_message <> '')
        and answer.state not in ('queued', 'running')
    union all
    select line.order_id from seller_notices notice
      join order_lines line on line.mall_id = notice.mall_id and line.id = notice.order_line_id
      where notice.mall_id = ${ctx.mallId} and (notice.detail <> '' or notice.answer_message <> '')
        and notice.state not in ('queued', 'running')
    union all
    select shipment.base_order_id from stock_movements movement
      join shipments shipment on shipment.mall_id = movement.mall_id
        and shipment.id = movement.shipment_id
      where movement.mall_id = ${ctx.mallId} and movement.shipment_id is not null
        and movement.reason <> '' and movement.at < ${portion.cutoff.toISOString()}
    union all
    select order_id from memos
      where mall_id = ${ctx.mallId} and created_at < ${portion.cutoff.toISOString()}
    union all
    select shipment.base_order_id from recipients recipient
      join shipments shipment on shipment.mall_id = recipient.mall_id
        and shipment.recipient_id = recipient.id
      where recipient.mall_id = ${ctx.mallId} and recipient.purged_at is null)`;
  return eraseWhere(tx, ctx, portion, hasTraces);
}

async function eraseWhere(
  tx: Tx,
  ctx: Ctx,
  { after, cutoff }: Portion,
  isMeant: SQL,
): Promise<number[]> {
  const isKept = sql`(shipment.is_open or coalesce(shipment.delivered_at, shipment.shipped_at,
    shipment.ordered_at) >= ${cutoff.toISOString()})`;
  const found = await rows<{ id: number }>(
    tx,
    sql`
    with claimed as materialized (
      select line.order_id, shipment.base_order_id
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      left join shipment_lines part
        on part.mall_id = line.mall_id and part.order_line_id = line.id
      left join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where claim.mall_id = ${ctx.mallId} and claim.state in ('requested', 'accepted')
        and claim.requested_at >= ${cutoff.toISOString()}
    )
    select orders.id from orders
    where orders.mall_id = ${ctx.mallId} and orders.id > ${after} and ${isMeant}
      and not exists (
        select from order_lines line
        join shipment_lines part
          on part.mall_id = line.mall_id and part.order_line_id = line.id
        join shipments shipment
          on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        where line.mall_id = orders.mall_id and line.order_id = orders.id and ${isKept})
      and not exists (
        select from shipments shipment
        where shipment.mall_id = orders.mall_id and shipment.base_order_id = orders.id
          and ${isKept})
      and not exists (
        select from claimed where orders.id in (claimed.order_id, claimed.base_order_id))
    order by orders.id limit ${ORDERS_AT_ONCE} for update of orders`,
  );
  const ids = found.map(({ id }) => id);
  if (ids.length > 0) await eraseTraces(tx, ctx, ids);
  return ids;
}
