import type { CollectWindow } from '../collected';
import { seoulZoned } from '../seoul-time';

/** A stretch of time that one call may ask for, both ends as the marketplace writes them. */
export type Slice = { from: string; to: string };

/** One listing to read to its end, page by page. */
export type Listing = Slice & { query: Record<string, string> };

export const pageSize = 300;
const hour = 3_600_000;
const sliceMs = 24 * hour;

const listed = {
  ready: [{ productOrderStatuses: 'PAYED', placeOrderStatusType: 'OK' }],
  open: [{ productOrderStatuses: 'PAYED' }, { productOrderStatuses: 'DELIVERING' }],
  every: [{}],
} as const satisfies Record<CollectWindow['states'], readonly Record<string, string>[]>;

/** A period in slices of at most 24 hours that meet and do not overlap. */
export function slicesOf(period: { from: Date; to: Date }): Slice[] {
  const slices: Slice[] = [];
  for (let from = period.from.getTime(); from < period.to.getTime(); from += sliceMs) {
    const to = Math.min(from + sliceMs, period.to.getTime());
    slices.push({ from: seoulZoned(new Date(from)), to: seoulZoned(new Date(to)) });
  }
  return slices;
}

/** What was paid in the window and stands in these states now. */
export function paidListings(window: CollectWindow): Listing[] {
  return slicesOf(window).flatMap((slice) =>
    listed[window.states].map((query) => ({ ...slice, query })),
  );
}
