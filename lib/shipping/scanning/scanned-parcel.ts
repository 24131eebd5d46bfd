import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { courierKeys } from '@/lib/couriers/registry';
import type { HoldNotes } from '@/lib/shipments/holds/hold-notes';
import { HOLDING_CLAIMS } from '@/lib/shipments/holds/holding-claims';
import { type PackingMemo, packingMemos } from '@/lib/shipments/lists/memos';
import type { Stage } from '@/lib/shipments/stages';

export type ScannedParcel = {
  id: number;
  scannedNo: string;
  stage: Stage;
  holdKinds: string[];
  holdNotes: HoldNotes;
  shipMethod: string;
  orderNo: string;
  recipientName: string;
  note: string;
  /** What our people noted for whoever packs it. */
  memos: PackingMemo[];
  /** Claims that hold it, as their lines stand: cancel_requested … */
  claims: string[];
  /** The number was the parcel's and is no more: a label of it is out all the same. */
  isTakenBack: boolean;
  /** A buyer's cancel has been granted. */
  isCancelled: boolean;
  /** Several boxes: another one of them has left by a scan, and this one has not been scanned yet. */
  isOtherBox: boolean;
  boxNo: number;
  boxes: number;
  shippedAt: string | null;
};

/** A number of two couriers at once is rare; the parcel that has not left yet is meant. */
export async function findScanned(
  tx: Tx,
  ctx: Ctx,
  waybillNo: string,
): Promise<ScannedParcel | undefined> {
  if (!waybillNo) return undefined;
  const [found] = await rows<Omit<ScannedParcel, 'memos'>>(
    tx,
    sql`
    select shipment.id, waybill.waybill_no as "scannedNo", shipment.stage,
      shipment.hold_kinds as "holdKinds", shipment.hold_notes as "holdNotes",
      shipment.ship_method as "shipMethod", shipment.shipped_at as "shippedAt", orders.order_no as "orderNo",
      recipient.name as "recipientName", recipient.note,
      array(
        select distinct line.claim_state from shipment_lines part
        join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
        where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id and part.qty > 0
          and line.claim_state = any(${sql.param([...HOLDING_CLAIMS])}::text[])
        order by 1) as claims,
      exists (
        select from shipment_lines part
        join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
        where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id and part.qty > 0
          and line.claim_state in ('cancel_accepted', 'cancel_done')) as "isCancelled",
      waybill.state = 'retired' as "isTakenBack",
      box.boxes > 1 and exists (
        select from scans scan
        where scan.mall_id = shipment.mall_id and scan.shipment_id = shipment.id
          and scan.verdict = 'shipped' and scan.at >= shipment.shipped_at
          and scan.waybill_no <> ${waybillNo})
        and not exists (
        select from scans scan
        where scan.mall_id = shipment.mall_id and scan.shipment_id = shipment.id
          and scan.verdict = 'shipped' and scan.at >= shipment.shipped_at
          and scan.waybill_no = ${waybillNo}) as "isOtherBox",
      box.box_no as "boxNo", box.boxes
    from waybills waybill
    join shipments shipment
      on shipment.mall_id = waybill.mall_id and shipment.id = waybill.shipment_id
    join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
    join recipients recipient
      on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
    join lateral (
      select count(*)::int as boxes,
        case when waybill.state = 'issued' then 1
          else 1 + count(*) filter (where own.state = 'box' and own.id <= waybill.id) end::int as box_no
      from waybills own
      where own.mall_id = waybill.mall_id and own.shipment_id = waybill.shipment_id
        and own.state in ('issued', 'box')
    ) box on true
    where waybill.mall_id = ${ctx.mallId}
      and waybill.waybill_no = ${waybillNo}
      and waybill.courier = any(${sql.param([...courierKeys])}::text[])
    order by waybill.state <> 'retired' desc, shipment.stage = 'invoiced' desc, shipment.id desc
    limit 1`,
  );
  if (!found) return undefined;
  return { ...found, memos: (await packingMemos(tx, ctx, [found.id])).get(found.id) ?? [] };
}
