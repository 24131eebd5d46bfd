import type { Answer } from '../http';
import { kstSeconds } from '../kst';
import { type CjCall, refusal, success } from './call';
import { practiceCj } from './contract';

/** A practice parcel is collected as soon as it is booked, and arrives so much later. */
const DELIVERY_MS = 20 * 60_000;

/** 상품추적 by number: each time somebody held a scanner on it. */
export async function trackParcel({ practice, data, now }: CjCall): Promise<Answer> {
  const waybillNo = String(data.INVC_NO ?? '');
  const [parcel] = await practice.sql<{ issuedAt: Date }[]>`
    select issued_at as "issuedAt" from practice.courier_parcels
    where contract = ${practiceCj.customerId} and waybill_no = ${waybillNo}
      and cancelled_at is null`;
  if (!parcel) return refusal('조회된 데이터가 없습니다.');
  const scans = [
    { at: parcel.issuedAt, CRG_ST: '11', CRG_ST_NM: '집화처리' },
    { at: new Date(parcel.issuedAt.getTime() + DELIVERY_MS), CRG_ST: '91', CRG_ST_NM: '배송완료' },
  ];
  return success(
    scans
      .filter(({ at }) => at <= now)
      .map(({ at, ...state }) => {
        const [day = '', hour = ''] = kstSeconds(at).split(' ');
        return { INVC_NO: waybillNo, ...state, SCAN_YMD: day.replaceAll('-', ''), SCAN_HOUR: hour };
      }),
  );
}
