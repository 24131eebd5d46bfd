import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { courierKeys } from '@/lib/couriers/registry';
import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { maskName } from '@/lib/recipients/mask';
import { verdictOf } from './plan';
import { shipShipments } from './ship';

export type ScanVerdict =
  /** 정상 · 취소 · 보류 · 중복 · 송장번호오류 · 클레임 */
  'shipped' | 'cancelled' | 'held' | 'duplicate' | 'unknownNo' | 'claimed';

export type ScanResult = {
  verdict: ScanVerdict;
  waybillNo: string;
  shipmentId: number | null;
  orderNo: string;
  recipientName: string;
};

type Scanned = {
  id: number;
  stage: string;
  holdKinds: string[];
  shipMethod: string;
  orderNo: string;
  recipientName: string;
};

/** One scanned waybill: its parcel leaves if it may, and the verdict says what to do with it. */
export async function scanWaybill(ctx: Ctx, scanned: string): Promise<ScanResult> {
  const waybillNo = normaliseWaybillNo(scanned);
  const shipment = await findScanned(ctx, waybillNo);
  const answer = {
    waybillNo,
    shipmentId: shipment?.id ?? null,
    orderNo: shipment?.orderNo ?? '',
    recipientName: nameFor(ctx, shipment?.recipientName ?? ''),
  };
  if (!shipment) return { ...answer, verdict: 'unknownNo' };
  if (shipment.stage === 'cancelled') return { ...answer, verdict: 'cancelled' };
  if (verdictOf(shipment) !== 'shipped') return { ...answer, verdict: refusalOf(shipment) };
  const { shipped } = await shipShipments(ctx, [shipment.id]);
  if (shipped === 1) return { ...answer, verdict: 'shipped' };
  const now = await findScanned(ctx, waybillNo);
  return { ...answer, verdict: now ? refusalOf(now) : 'unknownNo' };
}

const nameFor = (ctx: Ctx, name: string) => (ctx.canSeePersonalData ? name : maskName(name));

function refusalOf(shipment: Scanned): ScanVerdict {
  switch (verdictOf(shipment)) {
    case 'alreadyShipped':
      return 'duplicate';
    case 'claimed':
      return 'claimed';
    case 'held':
      return 'held';
    default:
      return 'unknownNo';
  }
}

/** A number of two couriers at once is rare; the parcel that has not left yet is meant. */
async function findScanned(ctx: Ctx, waybillNo: string): Promise<Scanned | undefined> {
  if (!waybillNo) return undefined;
  const [found] = await readMall(ctx, (tx) =>
    rows<Scanned>(
      tx,
      sql`
      select shipment.id, shipment.stage, shipment.hold_kinds as "holdKinds",
        shipment.ship_method as "shipMethod", orders.order_no as "orderNo", recipient.name as "recipientName"
      from waybills waybill
      join shipments shipment
        on shipment.mall_id = waybill.mall_id and shipment.id = waybill.shipment_id
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where waybill.mall_id = ${ctx.mallId} and waybill.state = 'issued'
        and waybill.waybill_no = ${waybillNo}
        and waybill.courier = any(${sql.param([...courierKeys])}::text[])
      order by shipment.stage = 'invoiced' desc, shipment.id desc limit 1`,
    ),
  );
  return found;
}
