import { z } from 'zod';
import { type Answer, ok } from '../http';
import { type Waybill, writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { jsonOf, lockUnits, saveUnits, type Unit } from '../store/units';
import { type CoupangBox, type CoupangItem, isGone } from './box';
import { type CoupangCall, coupangId, readBody } from './call';
import { type ClaimTerms, type CoupangClaim, decided } from './claim';
import { courierName, hasRightLength, isCourier } from './couriers';
import { refuse } from './results';
import { released, WITHDRAWN } from './withdrawal';

const stoppedForm = z.object({
  vendorId: z.string(),
  receiptId: coupangId,
  cancelCount: z.number().int().positive(),
});

const completedForm = z.object({
  vendorId: z.string(),
  receiptId: coupangId,
  deliveryCompanyCode: z.string(),
  invoiceNumber: z.union([z.string(), z.number()]).transform(String),
});

/** 출고중지완료: the cancel wins, its pieces do not leave. */
export async function stopShipment(call: CoupangCall): Promise<Answer> {
  const { receiptId, cancelCount } = readBody(call, stoppedForm);
  return decide(call, receiptId, ({ claim, box }) => {
    if (claim.cancelCountSum !== cancelCount) refuse(400, '취소 수량이 일치하지 않습니다.');
    const stopped = { ...box, orderItems: settled(box, claim, true) };
    return {
      box: isGone(stopped) ? { ...stopped, status: 'CANCELED' } : stopped,
      terms: { status: 'CC', releaseStatus: 'S', releaseStopStatus: '처리(출고중지)' },
    };
  });
}

/** 이미출고: the parcel had left, the cancel becomes a return. */
export async function completeShipment(call: CoupangCall): Promise<Answer> {
  const body = readBody(call, completedForm);
  const { receiptId, deliveryCompanyCode, invoiceNumber } = body;
  if (!isCourier(deliveryCompanyCode)) refuse(400, '유효하지 않은 택배사 코드입니다.');
  if (!hasRightLength(deliveryCompanyCode, invoiceNumber)) {
    refuse(400, '송장번호가 유효하지 않습니다.');
  }
  return decide(call, receiptId, ({ claim, box }) => ({
    box: {
      ...box,
      status: 'DEPARTURE',
      deliveryCompanyCode,
      deliveryCompanyName: courierName(deliveryCompanyCode),
      invoiceNumber,
      orderItems: settled(box, claim, false),
    },
    terms: { status: 'UC', releaseStatus: 'A', releaseStopStatus: '처리(이미출고)' },
    waybill: { courierCode: deliveryCompanyCode, waybillNo: invoiceNumber },
  }));
}

interface Decision {
  readonly box: CoupangBox;
  readonly terms: Omit<ClaimTerms, 'receiptType'>;
  readonly waybill?: Waybill;
}

async function decide(
  call: CoupangCall,
  receiptId: string,
  decision: (found: { claim: CoupangClaim; box: CoupangBox }) => Decision,
): Promise<Answer> {
  if (receiptId !== call.parameters[0])
    refuse(400, 'receiptId of the path and of the body differ.');
  const data = { resultCode: 'SUCCESS', resultMessage: '' };
  await call.practice.sql.begin(async (tx) => {
    const { claim, unit } = await lockOpenClaim(tx, call.shop.key, receiptId);
    const { box, terms, waybill } = decision({ claim, box: unit.document });
    await saveUnits(tx, [{ id: unit.id, statuses: [box.status], document: box }]);
    await tx`
      update practice.claims
      set status = ${terms.status}, document = ${jsonOf(tx, decided(claim, terms, call.now))}
      where claim_no = ${receiptId}`;
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: unit.unitNo,
        orderNo: unit.orderNo,
        lineKeys: claim.returnItems.map(({ vendorItemId }) => vendorItemId),
        ...waybill,
        request: call.body,
        answer: data,
      },
    ]);
  });
  return ok({ code: '200', message: 'OK', data });
}

/** The box first, as every other writer locks it. */
async function lockOpenClaim(tx: Transaction, shop: string, receiptId: string) {
  const [named] = await tx<{ unitNo: string }[]>`
    select unit_no as "unitNo" from practice.claims
    where shop = ${shop} and claim_no = ${receiptId}`;
  const [unit] = named ? await lockUnits<CoupangBox>(tx, shop, [named.unitNo]) : [];
  const [claim] = await tx<{ status: string; document: CoupangClaim }[]>`
    select status, document from practice.claims
    where shop = ${shop} and claim_no = ${receiptId} for update`;
  if (!unit || !claim) return refuse(400, '존재하지 않는 접수번호입니다.');
  if (claim.status === WITHDRAWN) refuse(400, '철회된 접수건입니다.');
  if (claim.status !== 'RU' || unit.document.status !== 'INSTRUCT') {
    refuse(400, '이미 처리된 접수건입니다.');
  }
  return { claim: claim.document, unit: unit as Unit<CoupangBox> };
}

/** The pieces are no longer held; where the cancel won they are cancelled. */
function settled(box: CoupangBox, claim: CoupangClaim, isCancelled: boolean): CoupangItem[] {
  const claimed = new Map(claim.returnItems.map((item) => [item.vendorItemId, item.cancelCount]));
  return released(box, claim).map((item) => {
    const count = isCancelled ? (claimed.get(item.vendorItemId) ?? 0) : 0;
    const cancelCount = item.cancelCount + count;
    return { ...item, cancelCount, canceled: cancelCount >= item.shippingCount };
  });
}
