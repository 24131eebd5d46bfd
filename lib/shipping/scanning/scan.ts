import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { maskName } from '@/lib/recipients/mask';
import { shownNotes } from '@/lib/shipments/holds/hold-notes';
import type { PackingMemo } from '@/lib/shipments/lists/memos';
import { verdictOf } from '../plan';
import { markToldBefore } from '../pushes/mark-told';
import { shipIn } from '../ship';
import { findScanned, type ScannedParcel } from './scanned-parcel';

export type ScanVerdict =
  /** 정상 · 취소 · 보류 · 중복 · 송장번호오류 · 클레임 */
  'shipped' | 'cancelled' | 'held' | 'duplicate' | 'unknownNo' | 'claimed';

/** `ready`: looked at only, and it may leave. */
export type LookVerdict = ScanVerdict | 'ready';

export type Scan = {
  /** The scanner's own name of this scan: sent again, it is the same scan. */
  scanId: string;
  waybillNo: string;
  scannedAt: Date;
};

export type ScanResult<Verdict = ScanVerdict> = {
  verdict: Verdict;
  waybillNo: string;
  shipmentId: number | null;
  orderNo: string;
  recipientName: string;
  /** 배송메시지; none for who may not see personal data. */
  note: string;
  memos: PackingMemo[];
  /** What was said of the reasons that hold it. */
  holdNotes: string[];
  holdKinds: string[];
  /** Which claims hold it: cancel_requested … */
  claims: string[];
  /** 송장번호오류 of a number that a parcel had before. */
  isTakenBack: boolean;
  boxNo: number;
  boxes: number;
  /** When it left, however often it is scanned again. */
  shippedAt: string | null;
};

/**
 * One scanned waybill: its parcel leaves if it may, and the verdict says what to do with it. The
 * scan is kept by its id in the same transaction, so that asking again brings the same verdict.
 */
export async function scanWaybill(ctx: Ctx, scan: Scan): Promise<ScanResult> {
  const waybillNo = normaliseWaybillNo(scan.waybillNo);
  const result = await inMall(ctx, async (tx) => {
    const known = await takeScan(tx, ctx, scan, waybillNo);
    const parcel = await findScanned(tx, ctx, waybillNo);
    if (known) return resultOf(ctx, waybillNo, parcel, known.verdict);
    const verdict = await shipScanned(tx, ctx, parcel);
    await tx.execute(sql`
      update scans set verdict = ${verdict}, shipment_id = ${parcel?.id ?? null}
      where mall_id = ${ctx.mallId} and scan_id = ${scan.scanId}`);
    return resultOf(ctx, waybillNo, parcel, verdict);
  });
  if (result.verdict === 'shipped' && result.shipmentId !== null)
    await markToldBefore(ctx, [result.shipmentId]);
  return result;
}

/** What a scan would say, before anything leaves: for the check of the goods. */
export async function lookAtWaybill(
  ctx: Ctx,
  scanned: string,
): Promise<ScanResult<LookVerdict> & { items: ParcelItem[] }> {
  const waybillNo = normaliseWaybillNo(scanned);
  return readMall(ctx, async (tx) => {
    const parcel = await findScanned(tx, ctx, waybillNo);
    const verdict = verdictFor(parcel);
    const items = parcel && verdict === 'ready' ? await itemsOf(tx, ctx, parcel.id) : [];
    return { ...resultOf(ctx, waybillNo, parcel, verdict), items };
  });
}

export type ParcelItem = {
  variantId: number;
  variantCode: string;
  barcode: string;
  productName: string;
  option: string;
  qty: number;
  /** Lies on our own shelf, where it can be missing. */
  isOwn: boolean;
};

/** Who comes second waits here until the first has decided. */
async function takeScan(
  tx: Tx,
  ctx: Ctx,
  { scanId, scannedAt }: Scan,
  waybillNo: string,
): Promise<{ verdict: ScanVerdict } | null> {
  const taken = await rows(
    tx,
    sql`
    insert into scans (mall_id, scan_id, waybill_no, verdict, user_id, scanned_at, at)
    values (${ctx.mallId}, ${scanId}, ${waybillNo}, 'unknownNo', ${ctx.userId},
      ${scannedAt.toISOString()}, ${ctx.now.toISOString()})
    on conflict do nothing returning 1`,
  );
  if (taken.length > 0) return null;
  const [known] = await rows<{ verdict: ScanVerdict }>(
    tx,
    sql`select verdict from scans where mall_id = ${ctx.mallId} and scan_id = ${scanId}`,
  );
  return known ?? null;
}

async function shipScanned(
  tx: Tx,
  ctx: Ctx,
  parcel: ScannedParcel | undefined,
): Promise<ScanVerdict> {
  const verdict = verdictFor(parcel);
  if (verdict !== 'ready' || !parcel) return verdict === 'ready' ? 'unknownNo' : verdict;
  const { shipped } = await shipIn(tx, ctx, [parcel.id]);
  if (shipped === 1) return 'shipped';
  const now = verdictFor(await findScanned(tx, ctx, parcel.scannedNo));
  return now === 'ready' ? 'unknownNo' : now;
}

function verdictFor(parcel: ScannedParcel | undefined): LookVerdict {
  if (!parcel) return 'unknownNo';
  if (parcel.stage === 'cancelled') return 'cancelled';
  if (parcel.isTakenBack) return 'unknownNo';
  switch (verdictOf(parcel)) {
    case 'shipped':
      return 'ready';
    case 'alreadyShipped':
      return parcel.isOtherBox ? 'shipped' : 'duplicate';
    case 'claimed':
      return parcel.isCancelled ? 'cancelled' : 'claimed';
    case 'held':
      return parcel.holdKinds.includes('cancelled_by_channel') ? 'cancelled' : 'held';
    default:
      return 'unknownNo';
  }
}

function resultOf<Verdict>(
  ctx: Ctx,
  waybillNo: string,
  parcel: ScannedParcel | undefined,
  verdict: Verdict,
): ScanResult<Verdict> {
  const name = parcel?.recipientName ?? '';
  return {
    verdict,
    waybillNo,
    shipmentId: parcel?.id ?? null,
    orderNo: parcel?.orderNo ?? '',
    recipientName: ctx.canSeePersonalData ? name : maskName(name),
    note: ctx.canSeePersonalData ? (parcel?.note ?? '') : '',
    memos: parcel?.memos ?? [],
    holdNotes: Object.values(shownNotes(ctx, parcel?.holdNotes ?? {})),
    holdKinds: parcel?.holdKinds ?? [],
    claims: parcel?.holdKinds.includes('claim') ? parcel.claims : [],
    isTakenBack: parcel?.isTakenBack ?? false,
    boxNo: parcel?.boxNo ?? 1,
    boxes: parcel?.boxes ?? 1,
    shippedAt: parcel?.shippedAt ? new Date(parcel.shippedAt).toISOString() : null,
  };
}

/** What lies in the parcel, piece by piece as it is on the shelf. */
async function itemsOf(tx: Tx, ctx: Ctx, shipmentId: number): Promise<ParcelItem[]> {
  return rows<ParcelItem>(
    tx,
    sql`
    select variant.id as "variantId", variant.variant_code as "variantCode", variant.barcode,
      product.name as "productName", variant.option, not variant.is_supplier_shipped as "isOwn",
      sum(line.qty * item.qty)::int as qty
    from shipment_lines line
    join composition_items item
      on item.mall_id = line.mall_id and item.composition_id = line.composition_id
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    where line.mall_id = ${ctx.mallId} and line.shipment_id = ${shipmentId} and line.qty > 0
    group by variant.id, variant.variant_code, variant.barcode, product.name, variant.option,
      variant.is_supplier_shipped
    order by variant.variant_code`,
  );
}
