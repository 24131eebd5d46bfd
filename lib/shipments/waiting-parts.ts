import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/** Units that waited for their other parts are due once the last of them has left or is cancelled. */
export async function releaseWaitingParts(tx: Tx, ctx: Pick<Ctx, 'mallId' | 'now'>) {
  await tx.execute(sql`
    update pushes push set due_at = ${ctx.now.toISOString()}
    where push.mall_id = ${ctx.mallId} and push.state = 'waiting' and push.due_at = 'infinity'
      and not exists (
        select from order_lines order_line
        join shipment_lines part
          on part.mall_id = order_line.mall_id and part.order_line_id = order_line.id and part.qty > 0
        join shipments shipment
          on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
          and shipment.stage in ('unmatched', 'ready', 'allocated', 'invoiced')
        where order_line.mall_id = push.mall_id and order_line.order_id = push.order_id
          and order_line.channel_unit_no = push.channel_unit_no
      )`);
}
