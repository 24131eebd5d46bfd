import type { BookingAnswer } from '@/lib/couriers/api/courier-api';
import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import type { AskedBooking, SettledBooking } from '../bookings/bookings';
import { type InvoicableShipment, invoiceVerdictOf, type Refusal } from '../plan';
import { type InvoiceRule, invoiceRules } from '../reasons';

export type AnswersToPlan = {
  asked: readonly AskedBooking[];
  answers: ReadonlyMap<string, BookingAnswer>;
  /** Bookings nobody else has settled meanwhile. */
  open: ReadonlySet<number>;
  found: ReadonlyMap<number, InvoicableShipment>;
  /** What the parcels hold now. */
  hashes: ReadonlyMap<number, string>;
  isLegal: (waybillNo: string) => boolean;
  /** Numbers that stand somewhere in the mall already. */
  taken: ReadonlySet<string>;
};

export type AnswerPlan = {
  numbered: { shipmentId: number; waybillNo: string }[];
  refused: Refusal[];
  settled: SettledBooking[];
};

/**
 * What becomes of each answer of a courier. A number for a parcel that was held or changed while we
 * asked, and one that stands on another already, is given back; without an answer the question stays
 * open.
 */
export function planAnswers(given: AnswersToPlan): AnswerPlan {
  const plan: AnswerPlan = { numbered: [], refused: [], settled: [] };
  const taken = new Set(given.taken);
  const refuse = (shipmentId: number, rule: InvoiceRule) =>
    plan.refused.push({ shipmentId, rule: invoiceRules[rule] });
  for (const booking of given.asked) {
    const { id, shipmentId } = booking;
    const answer = given.answers.get(String(id));
    if (!given.open.has(id)) refuse(shipmentId, 'alreadyInvoiced');
    else if (!answer) refuse(shipmentId, 'courierSilent');
    else if ('refused' in answer) {
      refuse(shipmentId, 'refusedByCourier');
      plan.settled.push({ ...nothing, id, state: 'failed', error: answer.refused });
    } else {
      const waybillNo = normaliseWaybillNo(answer.waybillNo);
      const verdict =
        verdictOf(booking, waybillNo, given) ?? (taken.has(waybillNo) ? 'numberTaken' : null);
      if (verdict) refuse(shipmentId, verdict);
      else plan.numbered.push({ shipmentId, waybillNo });
      if (!verdict) taken.add(waybillNo);
      plan.settled.push({
        id,
        state: verdict ? 'to_cancel' : 'issued',
        // Given back by its key alone: the number is that of another parcel.
        waybillNo: verdict === 'numberTaken' ? null : answer.waybillNo,
        sortingCode: answer.sorting?.code ?? null,
        sortingPlace: answer.sorting?.place ?? null,
        error: null,
      });
    }
  }
  return plan;
}

const nothing = { waybillNo: null, sortingCode: null, sortingPlace: null };

function verdictOf(
  { shipmentId, contentHash }: AskedBooking,
  waybillNo: string,
  { found, hashes, isLegal }: AnswersToPlan,
): InvoiceRule | null {
  const verdict = invoiceVerdictOf(found.get(shipmentId));
  if (verdict) return verdict;
  if (hashes.get(shipmentId) !== contentHash) return 'changedMeanwhile';
  return isLegal(waybillNo) ? null : 'refusedByCourier';
}
