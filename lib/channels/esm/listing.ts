import { z } from 'zod';
import { ChannelBrokenAnswerError } from '../errors';
import { reasonOf } from '../reason';
import type { EsmClient } from './client';
import type { OrderListing } from './plan';

const placeSchema = z.object({
  listing: z.int().nonnegative(),
  page: z.int().positive(),
  /** How many the listing had at its page before; null at its first. */
  total: z.int().nonnegative().nullable(),
  restarts: z.int().nonnegative(),
});

type Place = z.output<typeof placeSchema>;

export const orderRequest = '/shipping/v1/Order/RequestOrders';
const pageSize = 1_000;
/** A listing that keeps getting shorter while it is read would never end. */
const maxRestarts = 3;

const start: Place = { listing: 0, page: 1, total: null, restarts: 0 };

const listSchema = z.object({
  PageSize: z.int().nonnegative().nullish(),
  TotalCount: z.int().nonnegative().nullish(),
  RequestOrders: z
    .array(z.unknown())
    .nullish()
    .transform((rows) => rows ?? []),
});

type OrderList = z.output<typeof listSchema>;

/** Reads the listings to their ends, one after another; `next` is null on the very last page. */
export async function* readListings(
  client: EsmClient,
  listings: OrderListing[],
  cursor?: unknown,
): AsyncGenerator<{ rows: unknown[]; next: Place | null }> {
  let place: Place | null = cursor == null ? start : placeSchema.parse(cursor);
  while (place) {
    const listing: OrderListing | undefined = listings[place.listing];
    if (!listing) return;
    const body = { ...listing, pageIndex: place.page, pageSize };
    const list = readList(await client.post(orderRequest, body, client.orderLane));
    place = placeAfter(place, list, listings.length);
    yield { rows: list.RequestOrders, next: place };
  }
}

export function readList(data: unknown): OrderList {
  if (data == null) return { RequestOrders: [] };
  const parsed = listSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ChannelBrokenAnswerError(`Data: ${reasonOf(parsed.error)}`);
}

/**
 * Pages are counted off a living list: an order that leaves it pulls later ones onto pages that were
 * read already. A list that got shorter is read again from its first page.
 */
function placeAfter(place: Place, list: OrderList, listings: number): Place | null {
  const total = list.TotalCount ?? 0;
  const { page, restarts } = place;
  if (place.total !== null && total < place.total) {
    if (restarts < maxRestarts) return { ...place, page: 1, total: null, restarts: restarts + 1 };
    throw new ChannelBrokenAnswerError('the list of orders keeps changing while it is read');
  }
  const isLast = list.RequestOrders.length === 0 || page * (list.PageSize || pageSize) >= total;
  if (!isLast) return { ...place, page: page + 1, total };
  const listing = place.listing + 1;
  return listing < listings ? { ...start, listing } : null;
}
