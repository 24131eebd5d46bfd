import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/**
 * Erases recipients in every version that these orders or their parcels point at, what channels and
 * couriers sent and answered, what buyers wrote in claims, and what our people wrote of them. Numbers,
 * goods and money stay.
 */
export async function eraseTraces(tx: Tx, ctx: Ctx, orderIds: number[]): Promise<void> {
  const theirs = sql`any(${sql.param(orderIds)}::bigint[])`;
  await tx.execute(sql`
    with parcel as (
      update shipments shipment set hold_notes = '{}'
      where shipment.mall_id = ${ctx.mallId} and shipment.id in (
        select shipment.id from shipments shipment
        where shipment.mall_id = ${ctx.mallId} and shipment.base_order_id = ${theirs})
      returning shipment.recipient_id as id
    ), gone as (
      select id from parcel
      union select orderer_id from orders where mall_id = ${ctx.mallId} and id = ${theirs}
      union select recipient_id from order_lines
        where mall_id = ${ctx.mallId} and order_id = ${theirs}
    )
    update recipients recipient
    set name = '', phone = '', mobile = '', postcode = '', address1 = '', address2 = '', note = '',
      name_key = null, address_key = null, place_key = null, phone_key = null, mobile_key = null,
      phone_class = 'empty', mobile_class = 'empty', purged_at = ${ctx.now.toISOString()}
    from gone
    where recipient.mall_id = ${ctx.mallId} and recipient.id = gone.id
      and not exists (
        select from shipments open
        where open.mall_id = ${ctx.mallId} and open.is_open and open.recipient_id = recipient.id)`);
  await tx.execute(sql`
    update courier_bookings booking set request = null, error = null
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.base_order_id = ${theirs}
      and booking.mall_id = shipment.mall_id and booking.shipment_id = shipment.id`);
  await tx.execute(sql`
    update pushes push set answer_message = ''
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.base_order_id = ${theirs}
      and push.mall_id = shipment.mall_id and push.shipment_id = shipment.id
      and push.answer_message <> ''`);
  await tx.execute(sql`
    update acknowledgement_lines told set message = ''
    from order_lines line
    where line.mall_id = ${ctx.mallId} and line.order_id = ${theirs}
      and told.mall_id = line.mall_id and told.order_line_id = line.id and told.message <> ''`);
  await tx.execute(sql`
    update stock_movements movement set reason = ''
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.base_order_id = ${theirs}
      and movement.mall_id = shipment.mall_id and movement.shipment_id = shipment.id
      and movement.reason <> ''`);
  await tx.execute(sql`
    delete from order_documents where mall_id = ${ctx.mallId} and order_id = ${theirs}`);
  await tx.execute(sql`delete from memos where mall_id = ${ctx.mallId} and order_id = ${theirs}`);
  await tx.execute(sql`
    update audit_events event set detail = event.detail - 'reason'
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.base_order_id = ${theirs}
      and event.mall_id = shipment.mall_id and event.subject = 'shipment'
      and event.subject_id = shipment.id and event.detail ? 'reason'`);
  await tx.execute(sql`
    update audit_events event set detail = event.detail - 'reason'
    from order_lines line
    join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
    where line.mall_id = ${ctx.mallId} and line.order_id = ${theirs}
      and event.mall_id = claim.mall_id and event.subject = 'claim'
      and event.subject_id = claim.id and event.detail ? 'reason'`);
  await tx.execute(sql`
    update claims claim set raw = '{}', reason = ''
    from order_lines line
    where line.mall_id = ${ctx.mallId} and line.order_id = ${theirs}
      and claim.mall_id = line.mall_id and claim.order_line_id = line.id`);
  await tx.execute(sql`
    update claim_answers answer set detail = '', answer_message = ''
    from order_lines line
    join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
    where line.mall_id = ${ctx.mallId} and line.order_id = ${theirs}
      and answer.mall_id = claim.mall_id and answer.channel_id = claim.channel_id
      and answer.claim_no = claim.claim_no`);
  await tx.execute(sql`
    update seller_notices notice set detail = '', answer_message = ''
    from order_lines line
    where line.mall_id = ${ctx.mallId} and line.order_id = ${theirs}
      and notice.mall_id = line.mall_id and notice.order_line_id = line.id`);
  await tx.execute(sql`
    update orders set purged_at = coalesce(purged_at, ${ctx.now.toISOString()})
    where mall_id = ${ctx.mallId} and id = ${theirs}`);
}
