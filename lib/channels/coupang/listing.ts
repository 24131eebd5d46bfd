import { z } from 'zod';
import { ChannelBrokenAnswerError } from '../errors';
import { reasonOf } from '../reason';
import type { CoupangClient } from './client';
import { type Listing, pageQuery } from './plan';

const placeSchema = z.object({ listing: z.int().nonnegative(), nextToken: z.string() });

/** A page is sometimes served twice; more often than this the listing would never end. */
const maxRepeats = 3;

type Place = z.output<typeof placeSchema>;

/** Reads the listings to their ends, one after another; `next` is null on the very last page. */
export async function* readListings(
  client: CoupangClient,
  resource: { version: string; path: string },
  listings: Listing[],
  cursor?: unknown,
): AsyncGenerator<{ rows: unknown[]; next: Place | null }> {
  let place: Place | null =
    cursor == null ? { listing: 0, nextToken: '' } : placeSchema.parse(cursor);
  let repeats = 0;
  while (place) {
    const listing: Listing | undefined = listings[place.listing];
    if (!listing) return;
    const query = pageQuery(listing, place.nextToken);
    const { data, nextToken } = await client.get(resource.version, resource.path, query);
    repeats = nextToken !== '' && nextToken === place.nextToken ? repeats + 1 : 0;
    if (repeats > maxRepeats)
      throw new ChannelBrokenAnswerError(`nextToken ${nextToken} does not move`);
    place = placeAfter(place, listing, listings.length, nextToken);
    yield { rows: rowsOf(data), next: place };
  }
}

/** A listing by minute has no pages, whatever token its answer carries. */
function placeAfter(place: Place, listing: Listing, total: number, token: string): Place | null {
  if (listing.paged && token !== '') return { ...place, nextToken: token };
  const next = place.listing + 1;
  return next < total ? { listing: next, nextToken: '' } : null;
}

function rowsOf(data: unknown): unknown[] {
  const parsed = z.array(z.unknown()).safeParse(data);
  if (!parsed.success) throw new ChannelBrokenAnswerError(`data: ${reasonOf(parsed.error)}`);
  return parsed.data;
}
