import { grouped } from '@/lib/grouped';
import { OURSELVES } from '@/lib/shipments/lists/ourselves';
import type { LineSplit } from '@/lib/shipments/parcels/split-lines';

/** A line of a parcel, and everyone who sends a part of what it holds. */
export type SentLine = {
  lineId: number;
  shipmentId: number;
  qty: number;
  allocatedQty: number;
  isGift: boolean;
  senders: readonly number[];
};

/**
 * A parcel leaves from one place. What one supplier ships goes into a parcel of its own, whole lines
 * with what is reserved for them; our own goods stay, with the gifts. A set that lies in two places
 * stays whole where it is. One supplier a time: with several, plan again.
 */
export function planSenders(lines: readonly SentLine[]): LineSplit[] {
  return [...grouped(lines, (line) => line.shipmentId)].flatMap(([shipmentId, inside]) => {
    const leaving = leavingOf(inside);
    if (leaving === null) return [];
    const moves = inside
      .filter(({ isGift, senders }) => !isGift && senders.length === 1 && senders[0] === leaving)
      .map(({ lineId, qty, allocatedQty }) => ({ lineId, qty, allocatedQty }));
    return [{ shipmentId, moves }];
  });
}

/** The supplier whose goods go; null where nothing else would be left to send. */
function leavingOf(inside: readonly SentLine[]): number | null {
  const bought = inside.filter((line) => !line.isGift && line.senders.length > 0);
  const isStuck = bought.some((line) => line.senders.length > 1);
  const whole = bought.filter((line) => line.senders.length === 1).flatMap((line) => line.senders);
  const suppliers = [...new Set(whole)].filter((sender) => sender !== OURSELVES);
  suppliers.sort((a, b) => a - b);
  const staysAnyway = isStuck || whole.includes(OURSELVES);
  return (staysAnyway ? suppliers[0] : suppliers[1]) ?? null;
}
