import type { LockedLine, LockedShipment } from '../locks';
import { type HoldKind, holdKinds, isCommitted, isOpen } from '../stages';

/** What a person closes: it left at the channel, or it is another order once more. */
export type ClosableHold = 'shipped_by_channel' | 'duplicate';

/** Why a held parcel stays: it has a number, or goods in it have not left at the channel. */
export type KeptOpen = 'numbered' | 'mixed';

type Parcel = Pick<LockedShipment, 'id' | 'stage' | 'holdKinds' | 'requestedExportId'>;
type Part = Pick<LockedLine, 'shipmentId' | 'orderLineId' | 'qty'>;

export type ClosingPlan = { closed: number[]; kept: { shipmentId: number; why: KeptOpen }[] };

/** Which of these held parcels can be closed; one that is not held so any more is left out. */
export function planClosing(
  kind: ClosableHold,
  parcels: readonly Parcel[],
  parts: readonly Part[],
  leftLineIds: ReadonlySet<number>,
): ClosingPlan {
  const plan: ClosingPlan = { closed: [], kept: [] };
  for (const parcel of parcels) {
    if (!isOpen(parcel) || !parcel.holdKinds.includes(kind)) continue;
    const own = parts.filter((part) => part.shipmentId === parcel.id && part.qty > 0);
    const stays = own.some(({ orderLineId }) => orderLineId && !leftLineIds.has(orderLineId));
    if (isCommitted(parcel)) plan.kept.push({ shipmentId: parcel.id, why: 'numbered' });
    else if (kind === 'shipped_by_channel' && stays)
      plan.kept.push({ shipmentId: parcel.id, why: 'mixed' });
    else plan.closed.push(parcel.id);
  }
  return plan;
}

/** What held it, and which units were taken out of which parts, as the undo puts them back. */
export type Before = { kinds: HoldKind[]; units: { partId: number; qty: number }[] };

export function noteBefore({ kinds, units }: Before): number[] {
  const noted = kinds.map((kind) => holdKinds.indexOf(kind));
  return [noted.length, ...noted, ...units.flatMap(({ partId, qty }) => [partId, qty])];
}

export function readBefore([count = 0, ...rest]: readonly number[]): Before {
  const kinds = rest.slice(0, count).flatMap((index) => holdKinds[index] ?? []);
  const flat = rest.slice(count);
  const units = flat.flatMap((partId, at) =>
    at % 2 === 0 ? { partId, qty: flat[at + 1] ?? 0 } : [],
  );
  return { kinds, units };
}
