import { z } from 'zod';
import { ChannelBrokenAnswerError } from '../errors';
import { seoulDaySlices } from '../seoul-time';
import type { Cafe24Client } from './client';

const placeSchema = z.object({ slice: z.int().nonnegative(), offset: z.int().nonnegative() });

type Place = z.output<typeof placeSchema>;
type Slice = { first: string; last: string };

export type OrderListing = {
  period: { from: Date; to: Date };
  daysPerSlice: number;
  query: Record<string, string>;
};

const ordersAnswer = z.object({ orders: z.array(z.unknown()) });
const pageSize = 500;
const maxOffset = 15_000;

/**
 * Orders day by day, page by page; `next` is null on the very last page. The marketplace counts no
 * further than its largest offset, so slices are short.
 */
export async function* listOrders(
  client: Cafe24Client,
  listing: OrderListing,
  cursor?: unknown,
): AsyncGenerator<{ rows: unknown[]; next: Place | null }> {
  const slices = seoulDaySlices(listing.period, listing.daysPerSlice);
  let place: Place | null = cursor == null ? { slice: 0, offset: 0 } : placeSchema.parse(cursor);
  while (place) {
    const slice: Slice | undefined = slices[place.slice];
    if (!slice) return;
    const { orders: rows } = await client.get(ordersAnswer, '/orders', {
      start_date: slice.first,
      end_date: slice.last,
      ...listing.query,
      limit: String(pageSize),
      offset: String(place.offset),
    });
    place = placeAfter(place, rows.length, slices);
    yield { rows, next: place };
  }
}

function placeAfter(place: Place, rows: number, slices: Slice[]): Place | null {
  if (rows >= pageSize) {
    const offset = place.offset + pageSize;
    if (offset <= maxOffset) return { ...place, offset };
    const { first = '', last = '' } = slices[place.slice] ?? {};
    throw new ChannelBrokenAnswerError(`more orders from ${first} to ${last} than can be listed`);
  }
  const slice = place.slice + 1;
  return slice < slices.length ? { slice, offset: 0 } : null;
}
