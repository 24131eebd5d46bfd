import { sql } from 'drizzle-orm';

/**
 * Of a `row` that was refused by its committed `upload`: whether what it says was registered since, by
 * a later file or by hand. A row that only repeats another one was never to be registered.
 */
export const isMended = sql`(
  upload.state = 'committed' and row.outcome = 'bad' and row.reason <> 'repeated' and exists (
    select from orders entered
    where entered.mall_id = row.mall_id and entered.channel_id = upload.channel_id
      and entered.order_no = row.values->>'orderNo' and entered.source <> 'channel'
      and (entered.upload_id > upload.id or exists (
        select from order_lines line
        where line.mall_id = entered.mall_id and line.order_id = entered.id
          and line.product_name = row.values->'said'->>'productName'
          and line.option = row.values->'said'->>'option'))))`;
