import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { courierOf, isCourierKey } from '@/lib/couriers/registry';
import type { WaybillUnit } from '@/lib/sheets/writing/render-waybills';

type StoredUnit = Omit<WaybillUnit, 'courierName' | 'shippedAt'> & { shippedAt: string | null };

/** Pushes as the rows of a waybill file show them, in their order. */
export async function readWaybillUnits(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  pushIds: readonly number[],
): Promise<WaybillUnit[]> {
  const found = await rows<StoredUnit>(
    tx,
    sql`
    select orders.order_no as "orderNo", push.channel_unit_no as "unitNo",
      shipment.ship_method as "shipMethod", push.courier, push.waybill_no as "waybillNo",
      shipment.shipped_at as "shippedAt",
      json_build_object('name', recipient.name,
        'phone', coalesce(nullif(recipient.mobile, ''), recipient.phone),
        'postcode', recipient.postcode,
        'address', trim(recipient.address1 || ' ' || recipient.address2)) as recipient,
      coalesce(content.lines, '[]'::json) as lines
    from pushes push
    join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
    join shipments shipment
      on shipment.mall_id = push.mall_id and shipment.id = push.shipment_id
    join recipients recipient
      on recipient.mall_id = push.mall_id and recipient.id = shipment.recipient_id
    left join lateral (
      select json_agg(json_build_object('lineKey', line.line_key, 'productNo', line.product_code,
        'productName', line.product_name, 'optionName', line.option,
        'sellerCode', coalesce(nullif(line.seller_option_code, ''), line.seller_product_code),
        'quantity', line.qty - line.cancelled_qty) order by line.id) as lines
      from order_lines line
      where line.mall_id = push.mall_id and line.order_id = push.order_id
        and line.channel_unit_no = push.channel_unit_no and line.qty > line.cancelled_qty
    ) content on true
    where push.mall_id = ${ctx.mallId} and push.id = any(${sql.param([...pushIds])}::bigint[])
    order by push.id`,
  );
  return found.map(({ shippedAt, ...unit }) => ({
    ...unit,
    courierName: isCourierKey(unit.courier) ? courierOf(unit.courier).koreanName : '',
    shippedAt: shippedAt === null ? null : new Date(shippedAt),
  }));
}
