import { z } from 'zod';
import type { JournalKind } from '../control';
import type { Answer } from '../http';
import { DAY, fromKst } from '../kst';
import { type JournalEntry, writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { refuse, success } from './answers';
import { type EsmCall, esmNumber, isStruck, lockedOrder, readBody, struckAnswer } from './call';
import { rejectCancel } from './claim';
import { courierName } from './couriers';
import { changedUnit, type EsmOrder, wireTime } from './order';

const form = z.object({
  OrderNo: esmNumber,
  ShippingDate: z.string(),
  DeliveryCompanyCode: z.number().int(),
  InvoiceNo: z.string().min(1),
});

type Shipping = z.output<typeof form>;

/**
 * 발송처리: 배송준비중 becomes 배송중 under the number; one that is there is overwritten. A cancel
 * that waits for the seller's answer is turned down by it.
 */
export async function shipOrder(call: EsmCall): Promise<Answer> {
  const shipping = readBody(call, form);
  checkForm(call, shipping);
  if (isStruck(call)) return struckAnswer;
  return call.practice.sql.begin(async (tx) => {
    const unit = await lockedOrder(tx, call, shipping.OrderNo);
    const kind = kindOf(unit.document, shipping);
    if (kind) await recordShipping(tx, call, unit, shipping, kind);
    return success({ OrderNo: BigInt(shipping.OrderNo) });
  });
}

function checkForm({ now }: EsmCall, { ShippingDate, DeliveryCompanyCode }: Shipping): void {
  const shippedAt = /T\d{2}:\d{2}:\d{2}$/.test(ShippingDate) ? fromKst(ShippingDate) : null;
  if (!shippedAt || Math.abs(shippedAt.getTime() - now.getTime()) > 2 * DAY)
    refuse('발송일은 2일 이내로 입력해 주세요.');
  if (courierName(DeliveryCompanyCode) === null) refuse('택배사 코드를 확인해 주세요.');
}

/** Null when the order travels under this number already. */
function kindOf(
  { OrderStatus, NoSongjang, DistrType, own }: EsmOrder,
  shipping: Shipping,
): JournalKind | null {
  if (own.claim === 'done') return refuse('취소된 주문입니다.');
  if (DistrType === 'TL') return refuse('풀필먼트 주문입니다.');
  if (OrderStatus === 1) return refuse('주문확인 후 발송처리가 가능합니다.');
  if (OrderStatus === 2) return 'ship';
  const isSame =
    NoSongjang === shipping.InvoiceNo && own.courierCode === String(shipping.DeliveryCompanyCode);
  return isSame ? null : 'change_waybill';
}

async function recordShipping(
  tx: Transaction,
  call: EsmCall,
  { id, unitNo, document }: Unit<EsmOrder>,
  shipping: Shipping,
  kind: JournalKind,
): Promise<void> {
  const courierCode = String(shipping.DeliveryCompanyCode);
  const shipped: EsmOrder = {
    ...document,
    OrderStatus: 3,
    TransDate: document.TransDate ?? wireTime(call.now),
    TakbaeName: courierName(shipping.DeliveryCompanyCode),
    NoSongjang: shipping.InvoiceNo,
    own: { ...document.own, courierCode, claim: 'none' },
  };
  await saveUnits(tx, [changedUnit(id, shipped)]);
  const entry: JournalEntry = {
    kind,
    unitNo,
    orderNo: unitNo,
    lineKeys: [unitNo],
    courierCode,
    waybillNo: shipping.InvoiceNo,
    request: shipping,
    answer: { ResultCode: 0 },
  };
  const rejected = document.own.claim === 'requested' ? await rejectCancel(tx, call, unitNo) : [];
  await writeJournal(tx, call.shop, call.now, [entry, ...rejected]);
}
