import type { CollectedLine, CollectedOrder, Recipient } from '@/lib/channels/collected';
import { inWon } from '@/lib/channels/money';
import { grouped } from '@/lib/grouped';
import { joinedNotes } from '@/lib/recipients/note';
import type { HoldKind } from '../stages';

export type PlannedShipment = {
  stage: 'unmatched' | 'shipped' | 'cancelled';
  holdKinds: HoldKind[];
  recipient: Recipient;
  freightTerm: CollectedLine['freightTerm'];
  isMarketShipped: boolean;
  isHistory: boolean;
  isUnacknowledged: boolean;
  wantedQty: number;
  amount: number;
  shipBy: Date | null;
  lines: CollectedLine[];
};

const STATES_BEFORE_LEAVING = ['paid', 'acknowledged', 'cancelled'];

/** Parts of one order become one, in the order they came; of a line named twice the last word counts. */
export function mergeOrders(orders: readonly CollectedOrder[]): CollectedOrder[] {
  return [...grouped(orders, (order) => order.orderNo).values()].map((parts) => {
    const [first, ...others] = parts;
    if (!first) throw new Error('A group has a member.');
    const lines = new Map<string, CollectedLine>();
    for (const line of parts.flatMap((part) => part.lines))
      lines.set(line.lineKey, consistent(line));
    const raw = others.length === 0 ? first.raw : parts.flatMap((part) => part.raw);
    return { ...(others.at(-1) ?? first), raw, lines: [...lines.values()] };
  });
}

/** What is still to be sent of a line. */
export const quantityToSend = (line: CollectedLine) => line.quantity - line.cancelledQuantity;

/** Nothing of it is left to send, as far as this answer holds it. */
export function isCancelledWhole({ lines }: CollectedOrder): boolean {
  return lines.every((line) => quantityToSend(consistent(line)) === 0);
}

/**
 * One shipment per distinct recipient, freight term and market-shipped flag of an order. What has
 * left before we ever saw it, or leaves from the marketplace's own warehouse, is history apart.
 */
export function planShipments(lines: readonly CollectedLine[]): PlannedShipment[] {
  if (lines.length === 1) return [planShipment([...lines])];
  const groups = grouped(lines, (line) =>
    JSON.stringify([
      parcelKey(line.recipient),
      line.freightTerm,
      line.marketShipped,
      quantityToSend(line) === 0 ? 'cancelled' : hasLeft(line),
    ]),
  );
  return [...groups.values()].map(planShipment);
}

/** Notes do not separate parcels. */
export function parcelKey(recipient: Recipient): string {
  const { name, phone, mobile, postcode, address1, address2 } = recipient;
  return JSON.stringify([name, phone, mobile, postcode, address1, address2]);
}

function planShipment(lines: CollectedLine[]): PlannedShipment {
  const [first] = lines;
  if (!first) throw new Error('A shipment needs a line.');
  const wantedQty = sum(lines, quantityToSend);
  const isHistory = hasLeft(first);
  const recipient = {
    ...first.recipient,
    note: joinedNotes(...lines.map((line) => line.recipient.note)),
  };
  const shipBys = lines.flatMap((line) => line.shipBy?.getTime() ?? []);
  const stage = wantedQty === 0 ? 'cancelled' : isHistory ? 'shipped' : 'unmatched';
  return {
    stage,
    holdKinds: stage === 'unmatched' ? holdKindsOf(lines) : [],
    recipient,
    freightTerm: first.freightTerm,
    isMarketShipped: first.marketShipped,
    isHistory,
    isUnacknowledged: stage === 'unmatched' && lines.some((line) => line.state === 'paid'),
    wantedQty,
    amount: sum(lines, (line) => inWon(line) * quantityToSend(line)),
    shipBy: shipBys.length > 0 ? new Date(Math.min(...shipBys)) : null,
    lines,
  };
}

export function hasLeft(line: CollectedLine): boolean {
  return line.marketShipped || !STATES_BEFORE_LEAVING.includes(line.state);
}

function holdKindsOf(lines: readonly CollectedLine[]): HoldKind[] {
  const kinds: HoldKind[] = [];
  if (lines.some((line) => line.claimedQuantity > 0)) kinds.push('claim');
  if (lines.some((line) => line.recipient.address1.trim() === '')) kinds.push('no_address');
  return kinds;
}

/** A cancelled line has nothing left to send, whatever its counters say. */
function consistent(line: CollectedLine): CollectedLine {
  const told = line.state === 'cancelled' ? line.quantity : line.cancelledQuantity;
  const cancelledQuantity = Math.min(Math.max(told, 0), line.quantity);
  return cancelledQuantity === line.cancelledQuantity ? line : { ...line, cancelledQuantity };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
