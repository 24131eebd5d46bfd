import type { LockedLine } from '../locks';

type Part = Pick<LockedLine, 'id' | 'orderId' | 'homeShipmentId' | 'qty'>;

export type EditPlan = {
  /** The parcel that goes to the new recipient. */
  shipmentId: number;
  /** What leaves the bundle for its own parcel first. */
  leavingPartIds: number[];
};

/**
 * Which parcel an edit of one order's recipient changes. The order at home keeps the bundle's parcel
 * and the others leave it; any other order leaves by itself. Null: the order is not in the parcel.
 */
export function planEdit(
  {
    shipmentId,
    orderId,
    leavesBundle,
  }: { shipmentId: number; orderId: number; leavesBundle: boolean },
  parts: readonly Part[],
): EditPlan | null {
  const own = parts.filter((part) => part.orderId === orderId);
  const [first] = own;
  if (!first) return null;
  if (!leavesBundle) return { shipmentId, leavingPartIds: [] };
  const isAtHome = own.some((part) => part.homeShipmentId === shipmentId);
  const leaving = isAtHome
    ? parts.filter((part) => part.homeShipmentId !== shipmentId)
    : own.filter((part) => part.homeShipmentId === first.homeShipmentId);
  return {
    shipmentId: isAtHome ? shipmentId : first.homeShipmentId,
    leavingPartIds: leaving.map((part) => part.id),
  };
}
