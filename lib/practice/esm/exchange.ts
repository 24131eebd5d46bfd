import { z } from 'zod';
import type { ExchangeInput } from '../control';
import type { Answer } from '../http';
import { addClaims } from '../store/claims';
import { type Waybill, writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { jsonOf, saveUnits, type Unit } from '../store/units';
import { refuse, success } from './answers';
import { type EsmCall, isStruck, lockedOrder, noSuchOrder, readBody, struckAnswer } from './call';
import { claimOf, type EsmClaim, siteTypeOf } from './claim';
import { courierName } from './couriers';
import { changedUnit, type EsmOrder, wireTime } from './order';
import type { EsmSite } from './site';

/** 1 교환요청, 2 수거완료 */
const REQUESTED = 1;
const COLLECTED = 2;
const LEFT = 3;

/** The buyer asks for another one of what has left. */
export async function exchangeOnEsm(
  site: EsmSite,
  tx: Transaction,
  units: readonly Unit<EsmOrder>[],
  { lineKey, reason = '' }: ExchangeInput,
  now: Date,
): Promise<string | null> {
  const unit = units.find(
    ({ unitNo, document }) =>
      document.OrderStatus === LEFT &&
      document.own.claim === 'none' &&
      (lineKey === undefined || lineKey === unitNo),
  );
  if (!unit) return null;
  const own = { ...unit.document.own, claim: 'requested' as const };
  await saveUnits(tx, [changedUnit(unit.id, { ...unit.document, own })]);
  const context = { site, sellerId: unit.shop, reason, now };
  const { kind, wire } = claimOf('exchange', REQUESTED, unit.document, context);
  const document: EsmClaim = { kind, wire: { ...wire, PickupInfo: {}, ResendInfo: {} } };
  await addClaims(tx, [{ unit, status: statusOf(REQUESTED), document }], now);
  return unit.unitNo;
}

const form = z.object({ SiteType: z.number().int() });
const resendForm = form.extend({
  DeliveryCompCode: z.number().int(),
  InvoiceNo: z.string().min(1),
});

/** 교환 수거완료 처리: the goods have come back. */
export function collectExchange(call: EsmCall): Promise<Answer> {
  checkSite(call, readBody(call, form));
  return advance(call, null, (status) => {
    if (status !== REQUESTED) return refuse('ShowAlertException$이미 완료 처리 되었습니다', 8668);
    return { PickupInfo: { CompleteDate: wireTime(call.now) } };
  });
}

/** 교환재발송 송장등록: at 옥션 the goods count as collected by it. */
export function resendExchange(call: EsmCall): Promise<Answer> {
  const sent = readBody(call, resendForm);
  checkSite(call, sent);
  const courier = courierName(sent.DeliveryCompCode);
  if (courier === null) return refuse('택배사 코드를 확인해 주세요.');
  const waybill = { courierCode: String(sent.DeliveryCompCode), waybillNo: sent.InvoiceNo };
  return advance(call, waybill, (status) => {
    if (status === REQUESTED && call.site.key === 'gmarket')
      return refuse('ShowAlertException$재발송 처리불가능건 입니다', 8668);
    const at = wireTime(call.now);
    const resent = { ResendDate: at, DeliveryCompName: courier, InvoiceNo: sent.InvoiceNo };
    return {
      ResendInfo: resent,
      ...(status === REQUESTED && { PickupInfo: { CompleteDate: at } }),
    };
  });
}

/** By either step the goods are back here. */
async function advance(
  call: EsmCall,
  waybill: Waybill | null,
  step: (status: number) => object,
): Promise<Answer> {
  const [orderNo = ''] = call.parameters;
  if (isStruck(call)) return struckAnswer;
  return call.practice.sql.begin(async (tx) => {
    await lockedOrder(tx, call, orderNo);
    const open = [statusOf(REQUESTED), statusOf(COLLECTED)];
    const [claim] = await tx<{ claimNo: string; status: string }[]>`
      select claim_no as "claimNo", status from practice.claims
      where shop = ${call.shop.key} and order_no = ${orderNo} and status = any(${open})`;
    if (!claim) return refuse('ShowAlertException$수거완료 처리불가능건 입니다', 8668);
    const status = claim.status === statusOf(REQUESTED) ? REQUESTED : COLLECTED;
    const change = { ...step(status), ExchangeStatus: COLLECTED };
    await tx`
      update practice.claims set status = ${statusOf(COLLECTED)},
        document = jsonb_set(document, '{wire}', (document -> 'wire') || ${jsonOf(tx, change)})
      where claim_no = ${claim.claimNo}`;
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: orderNo,
        orderNo,
        lineKeys: [orderNo],
        ...waybill,
        request: call.body,
        answer: change,
      },
    ]);
    return success(null);
  });
}

function checkSite({ site }: EsmCall, { SiteType }: { SiteType: number }): void {
  if (SiteType !== siteTypeOf(site, 'exchange')) refuse(noSuchOrder);
}

const statusOf = (status: number) => `exchange:${status}`;
