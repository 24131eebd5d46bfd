import type { LockedShipment } from '@/lib/shipments/locks';
import { hasLeft, isCommitted, isOpen } from '@/lib/shipments/stages';
import { mayShip, mayUnship } from '@/lib/shipping/plan';

export type DeedFacts = Pick<
  LockedShipment,
  'id' | 'stage' | 'holdKinds' | 'allocatedQty' | 'requestedExportId' | 'waybillNo' | 'shipMethod'
> & {
  isUnbundlable: boolean;
  isMarketShipped: boolean;
  /** 재발송: it sends goods of another parcel once more. */
  resendsShipmentId: number | null;
  /** Units that an order asked for: what 주문나누기 can move. */
  orderedQty: number;
};

export type Deed =
  | 'hold'
  | 'edit'
  | 'match'
  | 'allocate'
  | 'deallocate'
  | 'unbundle'
  | 'lockBundle'
  | 'split'
  | 'invoice'
  | 'ship'
  | 'unship'
  | 'addBoxes'
  | 'resend'
  | 'cancelResent';

/** What may be done with a parcel as it stands, by the rules that its verbs go by. */
export function deedsOf(shipment: DeedFacts): Record<Deed, boolean> {
  const { stage, isMarketShipped } = shipment;
  const isHere = isOpen(shipment);
  const isChangeable = isHere && !isCommitted(shipment);
  const isOurs = !isMarketShipped;
  return {
    hold: isHere,
    edit: isChangeable,
    match: stage === 'unmatched',
    allocate: isChangeable && stage === 'ready',
    deallocate: isChangeable && stage !== 'unmatched' && shipment.allocatedQty > 0,
    unbundle: isChangeable && shipment.isUnbundlable,
    lockBundle: isChangeable && shipment.resendsShipmentId === null,
    split: isChangeable && shipment.orderedQty > 1,
    invoice: isOurs && stage === 'allocated' && shipment.shipMethod === 'parcel',
    ship: isOurs && mayShip(shipment),
    unship: isOurs && (mayUnship(shipment, 'shipped') || mayUnship(shipment, 'delivered')),
    addBoxes: isOurs && stage === 'invoiced',
    resend: isOurs && hasLeft(shipment),
    cancelResent: isHere && shipment.resendsShipmentId !== null,
  };
}
