import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

/** How many lines that an upload has registered are held as 중복 의심 now. */
export async function heldDuplicates(ctx: Ctx, uploadId: number): Promise<number> {
  const { count } = await readMall(ctx, (tx) =>
    oneRow<{ count: number }>(
      tx,
      sql`
      select count(distinct line.id)::int as count
      from upload_rows row
      join uploads upload on upload.mall_id = row.mall_id and upload.id = row.upload_id
      join order_lines line on line.mall_id = row.mall_id
        and line.channel_id = upload.channel_id and line.line_key = row.values->>'lineKey'
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId}
        and row.outcome = 'committed' and 'duplicate' = any(shipment.hold_kinds)`,
    ),
  );
  return count;
}
