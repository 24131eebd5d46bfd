import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type HoldNotes, shownNotes } from '@/lib/shipments/holds/hold-notes';
import { shownGoods } from '@/lib/shipments/lists/shown-goods';
import { shownLineId } from '@/lib/shipments/lists/shown-line';

export type ParcelLine = {
  lineId: number;
  productName: string;
  option: string;
  qty: number;
  /** 사은품: no order asked for it. */
  isGift: boolean;
  /** What is on the shelf of it, one for each variant of a unit. */
  goods: string[];
};

export type ParcelPiece = {
  variantId: number;
  variantCode: string;
  name: string;
  qty: number;
};

export type ParcelDetail = {
  id: number;
  stage: string;
  holdKinds: string[];
  holdNotes: HoldNotes;
  shipMethod: string;
  courier: string | null;
  waybillNo: string | null;
  orderNo: string;
  channelName: string;
  marketplace: string;
  shippedAt: string | null;
  deliveredAt: string | null;
  /** 재발송 of, and sent once more by. */
  resendsShipmentId: number | null;
  resentBy: number[];
  /** 복수박스: the numbers beside its own. */
  boxes: { courier: string; waybillNo: string }[];
  lines: ParcelLine[];
  pieces: ParcelPiece[];
};

/** One parcel with what is in it, for all that can be done with it alone. */
export async function parcelDetail(ctx: Ctx, shipmentId: number): Promise<ParcelDetail | null> {
  return readMall(ctx, async (tx) => {
    const [head] = await rows<Omit<ParcelDetail, 'lines' | 'pieces'>>(
      tx,
      sql`
      select shipment.id, shipment.stage, shipment.hold_kinds as "holdKinds",
        shipment.hold_notes as "holdNotes",
        shipment.ship_method as "shipMethod", shipment.courier, shipment.waybill_no as "waybillNo",
        orders.order_no as "orderNo", channel.name as "channelName", channel.marketplace,
        shipment.shipped_at as "shippedAt", shipment.delivered_at as "deliveredAt",
        shipment.resends_shipment_id as "resendsShipmentId",
        array(select id from shipments again
          where again.mall_id = shipment.mall_id and again.resends_shipment_id = shipment.id
          order by id) as "resentBy",
        coalesce((select json_agg(json_build_object('courier', courier, 'waybillNo', waybill_no)
            order by id)
          from waybills box
          where box.mall_id = shipment.mall_id and box.shipment_id = shipment.id
            and box.state = 'box'), '[]'::json) as boxes
      from shipments shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      join channels channel
        on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
      where shipment.mall_id = ${ctx.mallId} and shipment.id = ${shipmentId}`,
    );
    if (!head) return null;
    const lines = await linesOf(tx, ctx, shipmentId);
    const holdNotes = shownNotes(ctx, head.holdNotes);
    return { ...head, holdNotes, lines, pieces: await piecesOf(tx, ctx, shipmentId) };
  });
}

function linesOf(tx: Tx, ctx: Ctx, shipmentId: number): Promise<ParcelLine[]> {
  return rows<ParcelLine>(
    tx,
    sql`
    select part.id as "lineId", coalesce(line.product_name, '') as "productName",
      coalesce(line.option, '') as option, part.qty,
      part.gift_rule_id is not null as "isGift", ${shownGoods} as goods
    from shipment_lines part
    left join order_lines line on line.mall_id = part.mall_id
      and line.id = ${shownLineId('part')}
    where part.mall_id = ${ctx.mallId} and part.shipment_id = ${shipmentId} and part.qty > 0
    order by part.id`,
  );
}

/** Only what lies on our own shelf: a supplier's goods are not missing here. */
function piecesOf(tx: Tx, ctx: Ctx, shipmentId: number): Promise<ParcelPiece[]> {
  return rows<ParcelPiece>(
    tx,
    sql`
    select variant.id as "variantId", variant.variant_code as "variantCode",
      trim(product.name || ' ' || variant.option) as name,
      sum(part.allocated_qty * item.qty)::int as qty
    from shipment_lines part
    join composition_items item
      on item.mall_id = part.mall_id and item.composition_id = part.composition_id
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      and not variant.is_supplier_shipped
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    where part.mall_id = ${ctx.mallId} and part.shipment_id = ${shipmentId}
      and part.allocated_qty > 0
    group by variant.id, variant.variant_code, product.name, variant.option
    order by variant.variant_code`,
  );
}
