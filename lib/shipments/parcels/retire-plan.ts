import type { LockedLine, LockedShipment } from '../locks';
import { isCommitted, isOpen } from '../stages';

export type PartChange = { partId: number; shipmentId: number; qty: number; allocatedQty: number };

export type RetirementPlan = {
  changes: PartChange[];
  retiredQty: number;
  /** Already invoiced or with the courier's program: their items cannot leave without a person. */
  stuckShipmentIds: number[];
};

type Parcel = Pick<LockedShipment, 'id' | 'stage' | 'requestedExportId'>;
type Part = Pick<LockedLine, 'id' | 'shipmentId' | 'qty' | 'allocatedQty'>;

/** `committed`: a person has decided, so that units also leave what is printed or exported. */
export type Reach = 'uncommitted' | 'committed';

/** Takes cancelled units from the parts of one order line, those first that reserve no stock. */
export function planRetirement(
  parts: readonly Part[],
  shipments: ReadonlyMap<number, Parcel>,
  cancelledQty: number,
  reach: Reach = 'uncommitted',
): RetirementPlan {
  const isOutOfReach = (part: Part) =>
    reach === 'uncommitted' && isCommitted(parcelOf(part, shipments));
  const plan: RetirementPlan = { changes: [], retiredQty: 0, stuckShipmentIds: [] };
  const inUse = parts.filter((part) => part.qty > 0).sort(byReservedShare);
  inUse.sort((a, b) => committedLast(a, shipments) - committedLast(b, shipments));
  const openParts = inUse.filter((part) => isOpen(parcelOf(part, shipments)));
  for (const part of openParts.filter((part) => !isOutOfReach(part))) {
    const taken = Math.min(part.qty, cancelledQty - plan.retiredQty);
    if (taken <= 0) break;
    const qty = part.qty - taken;
    const allocatedQty = Math.min(part.allocatedQty, qty);
    plan.changes.push({ partId: part.id, shipmentId: part.shipmentId, qty, allocatedQty });
    plan.retiredQty += taken;
  }
  if (plan.retiredQty < cancelledQty) {
    const stuck = openParts.filter(isOutOfReach);
    plan.stuckShipmentIds = [...new Set(stuck.map((part) => part.shipmentId))];
  }
  return plan;
}

function byReservedShare(a: Part, b: Part): number {
  return a.allocatedQty / a.qty - b.allocatedQty / b.qty || b.id - a.id;
}

const committedLast = (part: Part, shipments: ReadonlyMap<number, Parcel>) =>
  Number(isCommitted(parcelOf(part, shipments)));

function parcelOf(part: Part, shipments: ReadonlyMap<number, Parcel>): Parcel {
  const parcel = shipments.get(part.shipmentId);
  if (!parcel) throw new Error(`Shipment ${part.shipmentId} is not locked.`);
  return parcel;
}
