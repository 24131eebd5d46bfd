import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { expectMany } from '@/db/expect-many';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { OriginalRow } from './original-row';
import type { SaidLine, ToldLine } from './rows';

/**
 * Of a `row` that was refused by its committed `upload`: whether what it says was registered since, by
 * a later file or by hand. A row that only repeats another one was never to be registered. The number
 * is selected: behind a policy, what an expression might leak is looked up in no index.
 */
export const isMended = sql`(
  upload.state = 'committed' and row.outcome = 'bad' and row.reason <> 'repeated' and exists (
    select from (
      select * from orders
      where mall_id = row.mall_id and channel_id = upload.channel_id
        and order_no = (select coalesce(row.values->>'mendedAs', row.values->>'orderNo'))
      offset 0
    ) as entered
    where entered.source <> 'channel'
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

type RefusedRow = OriginalRow & { orderNo: string; productName: string; option: string };

/**
 * Of new lines of orders that stand those which the file that brought the order named as well, in a
 * row that was refused then.
 */
export async function mendingAmong(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  channelId: number,
  lines: readonly ToldLine[],
): Promise<Set<ToldLine>> {
  if (lines.length === 0) return new Set();
  const orderNos = [...new Set(lines.map(({ orderNo }) => orderNo))];
  const numbers = sql`${sql.param(orderNos)}::text[]`;
  await expectMany(tx, lines.length);
  const refused = await rows<RefusedRow>(
    tx,
    sql`
    with row as materialized (
      select *, values->>'orderNo' as order_no from upload_rows
      where mall_id = ${ctx.mallId} and outcome = 'bad' and values->>'orderNo' = any(${numbers})
        and upload_id = any(array(
          select distinct upload_id from orders
          where mall_id = ${ctx.mallId} and channel_id = ${channelId} and order_no = any(${numbers})
            and upload_id is not null))
    )
    select row.upload_id as "uploadId", row.row_no as "rowNo", row.order_no as "orderNo",
      row.values->'said'->>'productName' as "productName", row.values->'said'->>'option' as option
    from row
    join uploads upload on upload.mall_id = row.mall_id and upload.id = row.upload_id
    join orders on orders.mall_id = ${ctx.mallId} and orders.channel_id = ${channelId}
      and orders.order_no = row.order_no and orders.upload_id = row.upload_id
    where not ${isMended}`,
  );
  const rowKey = ({ uploadId, rowNo }: OriginalRow) => `${uploadId} ${rowNo}`;
  const lineKey = (orderNo: string, { productName, option }: Omit<SaidLine, 'recipientName'>) =>
    JSON.stringify([orderNo, productName, option]);
  const rowKeys = new Set(refused.map(rowKey));
  const lineKeys = new Set(refused.map((row) => lineKey(row.orderNo, row)));
  return new Set(
    lines.filter(
      ({ orderNo, said, original }) =>
        (original && rowKeys.has(rowKey(original))) || lineKeys.has(lineKey(orderNo, said)),
    ),
  );
}
