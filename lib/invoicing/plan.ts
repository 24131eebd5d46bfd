import { hasLeft, type Stage } from '@/lib/shipments/stages';
import { type InvoiceRule, invoiceRules } from './reasons';

export type InvoicableShipment = {
  stage: string;
  holdKinds: readonly string[];
  requestedExportId: number | null;
  /** Only a parcel has a number, unless a person types one. */
  shipMethod: string;
};

export type Serials = { rangeId: number; nextSerial: number; toSerial: number };

export type Refusal = { shipmentId: number; rule: number };

export type NumberPlan = {
  /** In the order asked for: which shipment gets which serial of which range. */
  numbered: { shipmentId: number; rangeId: number; serial: number }[];
  refused: Refusal[];
  /** How many numbers the ranges lack; with any, nothing is to be written. */
  missing: number;
};

/**
 * Gives each shipment that may have one the next number, in the order asked for. Serials whose number
 * somebody typed or imported before are left out.
 */
export function planNumbers(
  shipmentIds: readonly number[],
  found: ReadonlyMap<number, InvoicableShipment>,
  ranges: readonly Serials[],
  used: ReadonlySet<number> = new Set(),
): NumberPlan {
  const plan: NumberPlan = { numbered: [], refused: [], missing: 0 };
  const serials = serialsOf(ranges, used);
  for (const shipmentId of new Set(shipmentIds)) {
    const verdict = invoiceVerdictOf(found.get(shipmentId));
    if (verdict !== null) {
      plan.refused.push({ shipmentId, rule: invoiceRules[verdict] });
      continue;
    }
    const next = serials.next();
    if (next.done) plan.missing++;
    else plan.numbered.push({ shipmentId, ...next.value });
  }
  return plan;
}

/** Which of these may have a number now, in the order asked for, and why the others may not. */
export function planGivable(
  shipmentIds: readonly number[],
  found: ReadonlyMap<number, InvoicableShipment>,
): { givable: number[]; refused: Refusal[] } {
  const plan: ReturnType<typeof planGivable> = { givable: [], refused: [] };
  for (const shipmentId of new Set(shipmentIds)) {
    const verdict = invoiceVerdictOf(found.get(shipmentId));
    if (verdict === null) plan.givable.push(shipmentId);
    else plan.refused.push({ shipmentId, rule: invoiceRules[verdict] });
  }
  return plan;
}

/** Why a shipment may not get a number now; null when it may. */
export function invoiceVerdictOf(shipment: InvoicableShipment | undefined): InvoiceRule | null {
  if (!shipment) return 'unknown';
  if (shipment.stage === 'invoiced') return 'alreadyInvoiced';
  if (shipment.stage !== 'allocated') return 'notAllocated';
  if (shipment.requestedExportId !== null) return 'requested';
  if (shipment.shipMethod !== 'parcel') return 'otherMethod';
  return shipment.holdKinds.length > 0 ? 'held' : null;
}

/** Why no label of a shipment may be printed now; null when one may, also a new one (재출력 필요). */
export function printVerdictOf(
  shipment: { stage: string; waybillNo: string | null; holdKinds: readonly string[] } | undefined,
): InvoiceRule | null {
  if (!shipment) return 'unknown';
  if (shipment.stage === 'cancelled') return 'cancelled';
  if (isHeldForPrint(shipment)) return 'held';
  const isNumbered = shipment.waybillNo !== null && NUMBERED_STAGES.includes(shipment.stage);
  return isNumbered ? null : 'noNumber';
}

/** Why the goods of a parcel are not to be fetched and packed now. */
export type ListRefusal =
  | 'sentBySupplier'
  | 'held'
  | 'hasLeft'
  | 'cancelled'
  | 'notAllocated'
  | 'unknown';

/** Why a parcel stands on no list for the shelves or the packing table; null when it does. */
export function listVerdictOf(
  shipment: { stage: Stage; holdKinds: readonly string[] } | undefined,
  isLeftToSupplier = false,
): ListRefusal | null {
  if (!shipment) return 'unknown';
  if (shipment.stage === 'cancelled') return 'cancelled';
  if (hasLeft(shipment)) return 'hasLeft';
  if (isLeftToSupplier) return 'sentBySupplier';
  if (isHeldForPrint(shipment)) return 'held';
  return shipment.stage === 'allocated' || shipment.stage === 'invoiced' ? null : 'notAllocated';
}

/** 재출력 필요 alone does not keep back what is to be printed and packed. */
const isHeldForPrint = ({ holdKinds }: { holdKinds: readonly string[] }) =>
  holdKinds.some((kind) => kind !== 'relabel');

const NUMBERED_STAGES = ['invoiced', 'shipped', 'delivered'];

function* serialsOf(ranges: readonly Serials[], used: ReadonlySet<number>) {
  for (const { rangeId, nextSerial, toSerial } of ranges)
    for (let serial = nextSerial; serial <= toSerial; serial++)
      if (!used.has(serial)) yield { rangeId, serial };
}
