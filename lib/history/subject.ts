import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

/** The newest order with this number; 0, which is nobody’s, where there is none. */
export async function orderIdOf(ctx: Ctx, orderNo: string): Promise<number> {
  const [order] = await readMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select id from orders
      where mall_id = ${ctx.mallId}
        and channel_id in (select id from channels where mall_id = ${ctx.mallId})
        and order_no = ${orderNo}
      order by id desc limit 1`,
    ),
  );
  return order?.id ?? 0;
}
