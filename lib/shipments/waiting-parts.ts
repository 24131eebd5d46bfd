import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { takesParts } from './takes-parts';

/**
 * Units that waited for their other parts are due once the last of them has left or is cancelled;
 * where a marketplace is told of parts, only the other parts of the same lines are waited for.
 */
export async function releaseWaitingParts(tx: Tx, ctx: Pick<Ctx, 'mallId' | 'now'>) {
  // One after the other: each finds its few rows by an index of its own.
  await release(tx, ctx, 'waiting');
  await release(tx, ctx, 'file_waiting');
}

async function release(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId' | 'now'>,
  state: 'waiting' | 'file_waiting',
) {
  // With offset 0 it is asked of each of these few; joined, every open line of the mall would be read.
  await tx.execute(sql`
    update pushes push set due_at = ${ctx.now.toISOString()}
    from channels channel
    where channel.mall_id = push.mall_id and channel.id = push.channel_id
      and push.mall_id = ${ctx.mallId} and push.state = ${sql.raw(`'${state}'`)} and push.due_at = 'infinity'
      and not exists (
        select from order_lines order_line
        join shipment_lines part
          on part.mall_id = order_line.mall_id and part.order_line_id = order_line.id and part.qty > 0
        join shipments shipment
          on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
          and shipment.stage in ('unmatched', 'ready', 'allocated', 'invoiced')
        where order_line.mall_id = push.mall_id and order_line.order_id = push.order_id
          and order_line.channel_unit_no = push.channel_unit_no
          and (not ${takesParts}
            or exists (
              select from shipment_lines own
              where own.mall_id = order_line.mall_id and own.order_line_id = order_line.id
                and own.shipment_id = push.shipment_id and own.qty > 0))
        offset 0
      )`);
}
