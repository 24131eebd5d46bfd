import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Recipient } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { type ShownRecipient, shownRecipient } from '@/lib/recipients/mask';
import { placeObstacles } from '@/lib/shipments/address/new-places';
import type { PlaceRefusal } from '@/lib/shipments/address/settle-address-plan';
import { type HoldNotes, shownNotes } from '@/lib/shipments/holds/hold-notes';
import { shownGoods } from '@/lib/shipments/lists/shown-goods';
import type { Stage } from '@/lib/shipments/stages';
import { type Deed, deedsOf } from './deeds';

export type ShipmentPart = {
  id: number;
  shipmentId: number;
  orderId: number | null;
  orderNo: string | null;
  productName: string;
  option: string;
  qty: number;
  allocatedQty: number;
  isMatched: boolean;
  /** 사은품: no order asked for it. */
  isGift: boolean;
  /** What is on the shelf of it, one for each variant of a unit. */
  goods: string[];
};

export type OrderShipment = {
  id: number;
  stage: Stage;
  holdKinds: string[];
  holdNotes: HoldNotes;
  /** Why it cannot go to the channel's new address yet. */
  addressObstacle: PlaceRefusal | null;
  baseOrderId: number;
  recipientId: number;
  /** Sent to nobody whom the channel names now: edited here, or another there since. */
  differs: boolean;
  isEdited: boolean;
  recipient: ShownRecipient & { note: string };
  /** As it stands, for the form that edits it; null for who may not see it. */
  editable: Recipient | null;
  wantedQty: number;
  allocatedQty: number;
  amount: number;
  shipBy: string | null;
  courier: string | null;
  waybillNo: string | null;
  shipMethod: string;
  /** Numbers of further boxes. */
  boxNos: string[];
  printedCount: number;
  requestedExportId: number | null;
  isBundleLocked: boolean;
  splitGroup: number | null;
  isUnbundlable: boolean;
  isMarketShipped: boolean;
  /** 재발송: the parcel whose goods it sends once more. */
  resendsShipmentId: number | null;
  /** It is that for a claim: what is sent in exchange. */
  isExchange: boolean;
  shippedAt: string | null;
  deliveredAt: string | null;
  parts: ShipmentPart[];
  may: Record<Deed, boolean>;
};

type Found = Omit<OrderShipment, 'parts' | 'may' | 'recipient' | 'editable' | 'addressObstacle'> & {
  recipient: Recipient;
};

/** The parcels in which lines of the order stand now, each with all that lies in it. */
export async function shipmentsOf(tx: Tx, ctx: Ctx, orderId: number): Promise<OrderShipment[]> {
  const found = await rows<Found>(
    tx,
    sql`
    select shipment.id, shipment.stage, shipment.hold_kinds as "holdKinds",
      shipment.hold_notes as "holdNotes", shipment.base_order_id as "baseOrderId",
      shipment.recipient_id as "recipientId", to_jsonb(recipient) as recipient,
      not exists (
        select from shipment_lines part
        join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
        where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
          and line.recipient_id = shipment.recipient_id
      ) as "differs",
      exists (
        select from audit_events event
        where event.mall_id = shipment.mall_id and event.subject = 'shipment'
          and event.subject_id = shipment.id and event.verb = 'recipient.edit'
      ) as "isEdited",
      shipment.wanted_qty as "wantedQty", shipment.allocated_qty as "allocatedQty",
      shipment.amount, shipment.ship_by as "shipBy", shipment.courier,
      shipment.waybill_no as "waybillNo", shipment.ship_method as "shipMethod",
      array(select waybill_no from waybills box
        where box.mall_id = shipment.mall_id and box.shipment_id = shipment.id
          and box.state = 'box' order by box.id) as "boxNos",
      shipment.printed_count as "printedCount",
      shipment.requested_export_id as "requestedExportId",
      shipment.is_bundle_locked as "isBundleLocked", shipment.split_group as "splitGroup",
      exists (
        select from shipment_lines guest
        where guest.mall_id = shipment.mall_id and guest.shipment_id = shipment.id
          and guest.home_shipment_id <> shipment.id
      ) as "isUnbundlable",
      shipment.resends_shipment_id as "resendsShipmentId",
      exists (
        select from shipment_lines part
        join claims claim on claim.mall_id = part.mall_id
          and claim.order_line_id = part.resent_line_id
          and claim.replacement_shipment_id = shipment.id
        where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
      ) as "isExchange",
      shipment.is_market_shipped as "isMarketShipped", shipment.shipped_at as "shippedAt",
      shipment.delivered_at as "deliveredAt"
    from shipments shipment
    join recipients recipient
      on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(array(
      select part.shipment_id from order_lines line
      join shipment_lines part
        on part.mall_id = line.mall_id and part.order_line_id = line.id
      where line.mall_id = ${ctx.mallId} and line.order_id = ${orderId}
      union
      select id from shipments
      where mall_id = ${ctx.mallId} and base_order_id = ${orderId} and absorbed_by is null))
    order by shipment.id`,
  );
  const ids = found.map((shipment) => shipment.id);
  const parts = grouped(await partsOf(tx, ctx, ids), (part) => part.shipmentId);
  const obstacles = await placeObstacles(tx, ctx, found);
  return found.map(({ recipient, ...shipment }) => {
    const inside = parts.get(shipment.id) ?? [];
    return {
      ...shipment,
      addressObstacle: obstacles.get(shipment.id) ?? null,
      holdNotes: shownNotes(ctx, shipment.holdNotes),
      recipient: withNote(ctx, recipient),
      editable: ctx.canSeePersonalData ? recipient : null,
      parts: inside,
      may: deedsOf({ ...shipment, orderedQty: orderedQtyOf(inside) }),
    };
  });
}

function orderedQtyOf(parts: readonly ShipmentPart[]): number {
  return parts.reduce((sum, { isGift, qty }) => (isGift ? sum : sum + qty), 0);
}

/** A note often names people and doors, so it is shown to those who may see them. */
export function withNote(ctx: Ctx, recipient: Recipient): ShownRecipient & { note: string } {
  const note = ctx.canSeePersonalData ? recipient.note : '';
  return { ...shownRecipient(ctx, recipient), note };
}

async function partsOf(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<ShipmentPart[]> {
  return rows<ShipmentPart>(
    tx,
    sql`
    select part.id, part.shipment_id as "shipmentId", part.order_id as "orderId",
      orders.order_no as "orderNo", part.qty, part.allocated_qty as "allocatedQty",
      coalesce(line.product_name, resent.product_name, '') as "productName",
      coalesce(line.option, resent.option, '') as option,
      part.composition_id is not null as "isMatched",
      part.gift_rule_id is not null as "isGift", ${shownGoods} as goods
    from shipment_lines part
    left join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    left join order_lines resent on resent.mall_id = part.mall_id and resent.id = part.resent_line_id
    left join orders on orders.mall_id = part.mall_id and orders.id = part.order_id
    where part.mall_id = ${ctx.mallId}
      and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by part.order_id, part.id`,
  );
}
