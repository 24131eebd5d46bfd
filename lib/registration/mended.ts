import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { OriginalRow } from './original-row';

/**
 * Of a `row` that was refused by its committed `upload`: whether what it says was registered since, by
 * a later file or by hand. A row that only repeats another one was never to be registered.
 */
export const isMended = sql`(
  upload.state = 'committed' and row.outcome = 'bad' and row.reason <> 'repeated' and exists (
    select from orders entered
    where entered.mall_id = row.mall_id and entered.channel_id = upload.channel_id
      and entered.order_no = coalesce(row.values->>'mendedAs', row.values->>'orderNo')
      and entered.source <> 'channel'
      and (row.values ? 'mendedAs' or entered.upload_id > upload.id or exists (
        select from order_lines line
        where line.mall_id = entered.mall_id and line.order_id = entered.id
          and line.product_name = row.values->'said'->>'productName'
          and line.option = row.values->'said'->>'option'))))`;

type MendedRow = OriginalRow & { orderNo: string };

/**
 * Keeps with the bad rows of this channel which number each was registered under: with those that
 * were mended, and with those that these had been before.
 */
export async function markOriginals(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  mended: readonly MendedRow[],
): Promise<void> {
  await tx.execute(sql`
    with recursive mended as (
      select given.upload_id, given.row_no, given.order_no
      from ${unnested<MendedRow>(
        {
          upload_id: ['bigint', ({ uploadId }) => uploadId],
          row_no: ['int', ({ rowNo }) => rowNo],
          order_no: ['text', ({ orderNo }) => orderNo],
        },
        mended,
      )}
      union
      select (row.values->'original'->>'uploadId')::bigint,
        (row.values->'original'->>'rowNo')::int, mended.order_no
      from mended
      join upload_rows row on row.mall_id = ${ctx.mallId}
        and row.upload_id = mended.upload_id and row.row_no = mended.row_no
      where row.values ? 'original'
    )
    update upload_rows row
    set values = row.values || jsonb_build_object('mendedAs', mended.order_no)
    from mended
    join uploads upload on upload.mall_id = ${ctx.mallId} and upload.id = mended.upload_id
      and upload.channel_id = ${channelId} and upload.purpose = 'orders'
    where row.mall_id = ${ctx.mallId} and row.upload_id = mended.upload_id
      and row.row_no = mended.row_no and row.outcome = 'bad'`);
}
