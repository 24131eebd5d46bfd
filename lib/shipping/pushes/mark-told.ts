import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { takesParts } from '@/lib/shipments/takes-parts';

/**
 * What leaves after another parcel has told of its unit is on its way there at once. Order lines are
 * locked before shipments: in a transaction of its own, once the parcels have left.
 */
export async function markToldBefore(ctx: Ctx, shipmentIds: number[]): Promise<void> {
  const isTold = sql`push.state = 'done' and exists (
    select from pushes mine
    where mine.mall_id = push.mall_id and mine.channel_id = push.channel_id
      and mine.order_id = push.order_id and mine.channel_unit_no = push.channel_unit_no
      and mine.shipment_id <> push.shipment_id and mine.state = 'not_applicable'
      and mine.shipment_id = any(${sql.param(shipmentIds)}::bigint[]))`;
  await inMall(ctx, (tx) => markTold(tx, ctx, isTold));
}

/**
 * What a marketplace has taken of these pushes is on its way there too: the lines in their parcels
 * and, where one number is told of a unit, those of its other parcels that have left. What it has said
 * of a line since counts more.
 */
export async function markTold(tx: Tx, ctx: Ctx, isTold: SQL): Promise<void> {
  await tx.execute(sql`
    with told as (
      select line.id, push.sent_at
      from pushes push
      join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
      join order_lines line on line.mall_id = push.mall_id and line.order_id = push.order_id
        and line.channel_unit_no = push.channel_unit_no
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
        and (part.qty > 0 or part.shipment_id = push.shipment_id)
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where push.mall_id = ${ctx.mallId} and ${isTold}
        and (push.sent_at is null or line.state_read_at <= push.sent_at)
      group by push.id, push.sent_at, line.id
      having bool_or(shipment.id = push.shipment_id)
        or (not bool_or(${takesParts})
          and bool_and(shipment.stage in ('shipped', 'delivered')))
    ), locked as (
      select id from order_lines
      where mall_id = ${ctx.mallId} and id in (select id from told)
        and channel_state in ('paid', 'acknowledged')
      order by id for update
    )
    update order_lines line
    set channel_state = 'shipping',
      state_read_at = coalesce(last.sent_at, ${ctx.now.toISOString()})
    from locked
    join (select id, max(sent_at) as sent_at from told group by id) last on last.id = locked.id
    where line.mall_id = ${ctx.mallId} and line.id = locked.id`);
}
