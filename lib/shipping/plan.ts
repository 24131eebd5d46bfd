import { hasLeft, type Stage } from '@/lib/shipments/stages';
import { type ShipRule, shipRules } from './reasons';

export type ShippableShipment = {
  id: number;
  stage: Stage;
  holdKinds: readonly string[];
  /** Only a parcel needs a waybill. */
  shipMethod: string;
};

/** One that waits for the courier's number cannot leave without one, however it is to travel. */
type AskedShipment = ShippableShipment & { requestedExportId: number | null };

export type ShipDecision = { shipmentId: number; rule: number; values: number[] };

/** Which of the asked-for shipments may leave, and why the others may not. */
export function planShipping(
  askedIds: readonly number[],
  found: ReadonlyMap<number, AskedShipment>,
): { shippedIds: number[]; decisions: ShipDecision[] } {
  const decisions = [...new Set(askedIds)].map((shipmentId) => ({
    shipmentId,
    rule: shipRules[planVerdictOf(found.get(shipmentId))],
    values: [],
  }));
  return {
    shippedIds: decisions
      .filter((decision) => decision.rule === shipRules.shipped)
      .map((decision) => decision.shipmentId),
    decisions,
  };
}

/** Whether 배송처리 lets it leave as it stands. */
export function mayShip(shipment: AskedShipment): boolean {
  return planVerdictOf(shipment) === 'shipped';
}

/** Whether 배송취소 takes it back: it left by a number, or by a way that needs none. */
export function mayUnship(
  shipment: Pick<ShippableShipment, 'stage' | 'shipMethod'> & { waybillNo: string | null },
  from: 'shipped' | 'delivered',
): boolean {
  return (
    shipment.stage === from && (shipment.waybillNo !== null || shipment.shipMethod !== 'parcel')
  );
}

function planVerdictOf(shipment: AskedShipment | undefined): ShipRule {
  const isAwaited = shipment?.stage === 'allocated' && shipment.requestedExportId !== null;
  return isAwaited ? 'notInvoiced' : verdictOf(shipment);
}

export function verdictOf(shipment: ShippableShipment | undefined): ShipRule {
  if (!shipment) return 'unknown';
  if (hasLeft(shipment)) return 'alreadyShipped';
  if (shipment.holdKinds.includes('claim')) return 'claimed';
  if (shipment.holdKinds.length > 0) return 'held';
  const needsNoWaybill = shipment.stage === 'allocated' && shipment.shipMethod !== 'parcel';
  return shipment.stage === 'invoiced' || needsNoWaybill ? 'shipped' : 'notInvoiced';
}
