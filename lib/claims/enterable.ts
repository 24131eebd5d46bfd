import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

export type EnterableLine = { id: number; name: string; leftQty: number };

/** The lines of a sheet or typed order on which a claim can be entered. */
export async function enterableLines(ctx: Ctx, orderNo: string): Promise<EnterableLine[]> {
  return readMall(ctx, (tx) =>
    rows<EnterableLine>(
      tx,
      sql`
      select line.id, concat_ws(' · ', line.product_name, nullif(line.option, '')) as name,
        line.qty - line.cancelled_qty as "leftQty"
      from orders
      join order_lines line on line.mall_id = orders.mall_id and line.order_id = orders.id
        and line.qty > line.cancelled_qty
      where orders.mall_id = ${ctx.mallId}
        and (orders.order_no = ${orderNo}
          or (orders.market_order_no = ${orderNo} and orders.market_order_no <> orders.order_no))
        and orders.source <> 'channel'
      order by line.id limit 100`,
    ),
  );
}
