import { type InvoiceRule, invoiceRules } from './reasons';

export type InvoicableShipment = {
  stage: string;
  holdKinds: readonly string[];
  requestedExportId: number | null;
};

export type Serials = { rangeId: number; nextSerial: number; toSerial: number };

export type NumberPlan = {
  /** In the order asked for: which shipment gets which serial of which range. */
  numbered: { shipmentId: number; rangeId: number; serial: number }[];
  refused: { shipmentId: number; rule: number }[];
  /** How many numbers the ranges lack; with any, nothing is to be written. */
  missing: number;
};

/** Gives each shipment that may have one the next number, in the order asked for. */
export function planNumbers(
  shipmentIds: readonly number[],
  found: ReadonlyMap<number, InvoicableShipment>,
  ranges: readonly Serials[],
): NumberPlan {
  const plan: NumberPlan = { numbered: [], refused: [], missing: 0 };
  const serials = serialsOf(ranges);
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

/** Why a shipment may not get a number now; null when it may. */
export function invoiceVerdictOf(shipment: InvoicableShipment | undefined): InvoiceRule | null {
  if (!shipment) return 'unknown';
  if (shipment.stage === 'invoiced') return 'alreadyInvoiced';
  if (shipment.stage !== 'allocated') return 'notAllocated';
  if (shipment.requestedExportId !== null) return 'requested';
  return shipment.holdKinds.length > 0 ? 'held' : null;
}

function* serialsOf(ranges: readonly Serials[]) {
  for (const { rangeId, nextSerial, toSerial } of ranges)
    for (let serial = nextSerial; serial <= toSerial; serial++) yield { rangeId, serial };
}
