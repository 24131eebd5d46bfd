import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { shownDetail, shownText } from '@/lib/recipients/mask';
import {
  type ClaimDecisions,
  type ClaimToDecide,
  decisionsOf,
} from '@/lib/shipments/claims/claim-decisions';
import { type ClaimedShipment, claimedParcels } from '@/lib/shipments/claims/claimed-parcels';
import { shownGoods } from '@/lib/shipments/lists/shown-goods';
import { type ReturnedGoods, returnedGoods } from './returned-goods';

export type ClaimEvent = {
  id: number;
  at: string;
  operator: string | null;
  verb: string;
  detail: Record<string, unknown>;
};

export type ClaimDetail = {
  id: number;
  kind: ClaimToDecide['kind'];
  state: ClaimToDecide['state'];
  qty: number;
  reason: string;
  requestedAt: string;
  source: 'channel' | 'hand';
  claimNo: string;
  isDecided: boolean;
  goodQty: number;
  defectiveQty: number;
  sentQty: number;
  replacementShipmentId: number | null;
  replacementWaybillNo: string | null;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  productName: string;
  option: string;
  orderedQty: number;
  cancelledQty: number;
  /** Those in which its line stands, and what is sent in exchange. */
  shipments: ShownParcel[];
  /** What may come back, the likeliest first; nothing while nothing may. */
  returned: ReturnedGoods[];
  events: ClaimEvent[];
  may: ClaimDecisions;
};

type ShownParcel = ClaimedShipment & { contents: { qty: number; goods: string[] }[] };

type StoredClaim = Omit<ClaimDetail, 'shipments' | 'returned' | 'events' | 'may'> & {
  orderLineId: number;
  isReceived: boolean;
};

/** A claim with its line, the parcels it stands in and what people did about it. */
export async function claimDetail(ctx: Ctx, claimId: number): Promise<ClaimDetail | null> {
  return readMall(ctx, async (tx) => {
    const [claim] = await rows<StoredClaim>(
      tx,
      sql`
      select claim.id, claim.kind, claim.state, claim.qty, claim.reason, claim.source,
        claim.requested_at as "requestedAt", claim.claim_no as "claimNo",
        claim.decided_at is not null as "isDecided", claim.received_at is not null as "isReceived",
        claim.good_qty as "goodQty", claim.sent_qty as "sentQty",
        claim.defective_qty as "defectiveQty", claim.order_line_id as "orderLineId",
        claim.replacement_shipment_id as "replacementShipmentId",
        (select waybill_no from shipments where mall_id = claim.mall_id
          and id = claim.replacement_shipment_id) as "replacementWaybillNo", orders.id as "orderId",
        orders.order_no as "orderNo",
        channel.marketplace, channel.name as "channelName", line.product_name as "productName",
        line.option, line.qty as "orderedQty", line.cancelled_qty as "cancelledQty"
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join channels channel on channel.mall_id = claim.mall_id and channel.id = claim.channel_id
      where claim.mall_id = ${ctx.mallId} and claim.id = ${claimId}`,
    );
    if (!claim) return null;
    const { orderLineId, isReceived, ...shown } = claim;
    const shipments = await claimedParcels(tx, ctx, orderLineId);
    const may = decisionsOf({ ...shown, isReceived }, shipments);
    const returned = may.receiveQty > 0 ? await returnedGoods(tx, ctx, claim) : [];
    const events = await rows<ClaimEvent>(
      tx,
      sql`
      select event.id, event.at, operator.name as operator, event.verb, event.detail
      from audit_events event
      left join operators operator
        on operator.mall_id = event.mall_id and operator.user_id = event.user_id
      where event.mall_id = ${ctx.mallId} and event.subject = 'claim'
        and event.subject_id = ${claimId}
      order by event.id desc limit 50`,
    );
    const sent = [...shipments, ...(await replacementOf(tx, ctx, shown.replacementShipmentId))];
    return {
      ...{ ...shown, reason: shownText(ctx, shown.reason), returned, may },
      events: events.map((event) => ({ ...event, detail: shownDetail(ctx, event.detail) })),
      shipments: await withContents(tx, ctx, orderLineId, sent),
    };
  });
}

function replacementOf(tx: Tx, ctx: Ctx, shipmentId: number | null): Promise<ClaimedShipment[]> {
  return rows<ClaimedShipment>(
    tx,
    sql`
    select id, stage, hold_kinds as "holdKinds", wanted_qty as qty, waybill_no as "waybillNo"
    from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId}`,
  );
}

/** What of the claimed line lies in each parcel, as it is on the shelf. */
async function withContents(
  tx: Tx,
  ctx: Ctx,
  orderLineId: number,
  parcels: readonly ClaimedShipment[],
): Promise<ShownParcel[]> {
  const parts = await rows<{ shipmentId: number; qty: number; goods: string[] }>(
    tx,
    sql`
    select part.shipment_id as "shipmentId", part.qty, ${shownGoods} as goods
    from shipment_lines part
    where part.mall_id = ${ctx.mallId} and part.qty > 0
      and part.shipment_id = any(${sql.param(parcels.map(({ id }) => id))}::bigint[])
      and ${orderLineId} in (part.order_line_id, part.resent_line_id)
    order by part.id`,
  );
  return parcels.map((parcel) => ({
    ...parcel,
    contents: parts.filter(({ shipmentId }) => shipmentId === parcel.id),
  }));
}
