import { z } from 'zod';
import { ChannelBrokenAnswerError } from '../errors';
import { reasonOf } from '../reason';
import type { SmartstoreClient } from './client';
import { type Listing, pageSize } from './plan';

const placeSchema = z.object({ listing: z.int().nonnegative(), page: z.int().positive() });

type Place = z.output<typeof placeSchema>;

const answerSchema = z
  .object({
    contents: z.array(z.object({ content: z.unknown() })).nullish(),
    pagination: z.object({ hasNext: z.boolean().nullish() }).nullish(),
  })
  .nullish()
  .transform((answer) => {
    const rows = (answer?.contents ?? []).map(({ content }) => content);
    return { rows, hasNext: answer?.pagination?.hasNext ?? rows.length >= pageSize };
  });

/** Reads the listings to their ends, one after another; `next` is null on the very last page. */
export async function* readListings(
  client: SmartstoreClient,
  listings: Listing[],
  cursor?: unknown,
): AsyncGenerator<{ rows: unknown[]; next: Place | null }> {
  let place: Place | null = cursor == null ? { listing: 0, page: 1 } : placeSchema.parse(cursor);
  while (place) {
    const listing: Listing | undefined = listings[place.listing];
    if (!listing) return;
    const { rows, hasNext } = await readPage(client, listing, place.page);
    place = placeAfter(place, listings.length, hasNext && rows.length > 0);
    yield { rows, next: place };
  }
}

async function readPage(client: SmartstoreClient, { from, to, query }: Listing, page: number) {
  const data = await client.get('', {
    from,
    to,
    rangeType: 'PAYED_DATETIME',
    ...query,
    quantityClaimCompatibility: 'true',
    pageSize: String(pageSize),
    page: String(page),
  });
  const answer = answerSchema.safeParse(data);
  if (!answer.success) throw new ChannelBrokenAnswerError(`data: ${reasonOf(answer.error)}`);
  return answer.data;
}

function placeAfter(place: Place, total: number, hasNext: boolean): Place | null {
  if (hasNext) return { ...place, page: place.page + 1 };
  const next = place.listing + 1;
  return next < total ? { listing: next, page: 1 } : null;
}
