import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { isSellerCentreFile } from '@/lib/sheets/formats/recognise-order-sheet';

/**
 * Those of these orders that came by form, or by a sheet that no seller centre made, each with the
 * key of its first line. Such keys are our own: they need not be those that the channel gives.
 */
export async function enteredOrders(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  orderIds: readonly number[],
): Promise<Map<number, string>> {
  const entered = await rows<{ id: number; uploadId: number | null; firstKey: string }>(
    tx,
    sql`
    select id, upload_id as "uploadId", (
      select line.line_key from order_lines line
      where line.mall_id = orders.mall_id and line.order_id = orders.id
      order by line.id limit 1
    ) as "firstKey"
    from orders
    where mall_id = ${ctx.mallId} and id = any(${sql.param([...orderIds])}::bigint[])
      and source <> 'channel'`,
  );
  const uploadIds = [...new Set(entered.flatMap(({ uploadId }) => uploadId ?? []))];
  const uploads = await rows<{ id: number; headers: string[] }>(
    tx,
    sql`
    select id, coalesce(headers, '[]') as headers from uploads
    where mall_id = ${ctx.mallId} and id = any(${sql.param(uploadIds)}::bigint[])`,
  );
  const exported = new Set(
    uploads.filter(({ headers }) => isSellerCentreFile(headers)).map(({ id }) => id),
  );
  const ours = entered.filter(({ uploadId }) => uploadId === null || !exported.has(uploadId));
  return new Map(ours.map(({ id, firstKey }) => [id, firstKey]));
}
