import { type ShipRule, shipRules } from './reasons';

export type ShippableShipment = {
  id: number;
  stage: string;
  holdKinds: readonly string[];
  /** Only a parcel needs a waybill. */
  shipMethod: string;
};

export type ShipDecision = { shipmentId: number; rule: number; values: number[] };

/** Which of the asked-for shipments may leave, and why the others may not. */
export function planShipping(
  askedIds: readonly number[],
  found: ReadonlyMap<number, ShippableShipment>,
): { shippedIds: number[]; decisions: ShipDecision[] } {
  const decisions = [...new Set(askedIds)].map((shipmentId) => ({
    shipmentId,
    rule: shipRules[verdictOf(found.get(shipmentId))],
    values: [],
  }));
  return {
    shippedIds: decisions
      .filter((decision) => decision.rule === shipRules.shipped)
      .map((decision) => decision.shipmentId),
    decisions,
  };
}

export function verdictOf(shipment: ShippableShipment | undefined): ShipRule {
  if (!shipment) return 'unknown';
  if (shipment.stage === 'shipped' || shipment.stage === 'delivered') return 'alreadyShipped';
  if (shipment.holdKinds.includes('claim')) return 'claimed';
  if (shipment.holdKinds.length > 0) return 'held';
  const needsNoWaybill = shipment.stage === 'allocated' && shipment.shipMethod !== 'parcel';
  return shipment.stage === 'invoiced' || needsNoWaybill ? 'shipped' : 'notInvoiced';
}
