import { z } from 'zod';
import { ChannelBrokenAnswerError } from '../errors';
import { digits, text, textOrNumber } from '../fields';
import { reasonOf } from '../reason';
import type { SmartstoreClient } from './client';
import { pageSize, type Slice } from './plan';

const placeSchema = z.object({
  slice: z.int().nonnegative(),
  /** Empty on the first page of a slice. */
  moreFrom: z.string(),
  moreSequence: z.string(),
});

type Place = z.output<typeof placeSchema>;

const changeSchema = z.object({
  productOrderId: digits,
  orderId: text,
  lastChangedType: text,
  claimType: text,
});

export type Change = z.output<typeof changeSchema>;

const answerSchema = z
  .object({
    lastChangeStatuses: z.array(changeSchema).nullish(),
    more: z.object({ moreFrom: z.string(), moreSequence: textOrNumber }).nullish(),
  })
  .nullish()
  .transform((answer) => ({
    changes: answer?.lastChangeStatuses ?? [],
    more: answer?.more ?? null,
  }));

const idsSchema = z.array(digits).nullish();

/**
 * The product orders of the orders whose buyer has changed how they are delivered: the feed tells of
 * the changed one alone, and only together do they say what the whole parcel's message is now.
 */
export async function besideMoved(client: SmartstoreClient, changes: Change[]): Promise<string[]> {
  const moved = changes.filter(
    ({ lastChangedType, orderId }) => lastChangedType === 'DELIVERY_ADDRESS_CHANGED' && orderId,
  );
  const ids: string[] = [];
  for (const orderId of new Set(moved.map((change) => change.orderId))) {
    const answer = idsSchema.safeParse(await client.idsOf(orderId));
    if (!answer.success) throw new ChannelBrokenAnswerError(`data: ${reasonOf(answer.error)}`);
    ids.push(...(answer.data ?? []));
  }
  return ids;
}

/** A page is sometimes served twice; more often than this the feed would never end. */
const maxRepeats = 3;

/** What changed, slice by slice and page by page; `next` is null on the very last page. */
export async function* readChanges(
  client: SmartstoreClient,
  slices: Slice[],
  cursor?: unknown,
): AsyncGenerator<{ changes: Change[]; next: Place | null }> {
  let place: Place | null = cursor == null ? startOf(0) : placeSchema.parse(cursor);
  let repeats = 0;
  while (place) {
    const slice: Slice | undefined = slices[place.slice];
    if (!slice) return;
    const { changes, more } = await readPage(client, slice, place);
    const stands = more?.moreFrom === place.moreFrom && more.moreSequence === place.moreSequence;
    repeats = stands ? repeats + 1 : 0;
    if (repeats > maxRepeats) {
      throw new ChannelBrokenAnswerError(`moreSequence ${more?.moreSequence} does not move`);
    }
    place = placeAfter(place, slices.length, more);
    yield { changes, next: place };
  }
}

async function readPage(client: SmartstoreClient, slice: Slice, place: Place) {
  const data = await client.get('/last-changed-statuses', {
    lastChangedFrom: place.moreFrom || slice.from,
    lastChangedTo: slice.to,
    limitCount: String(pageSize),
    ...(place.moreSequence && { moreSequence: place.moreSequence }),
  });
  const answer = answerSchema.safeParse(data);
  if (!answer.success) throw new ChannelBrokenAnswerError(`data: ${reasonOf(answer.error)}`);
  return answer.data;
}

function placeAfter(
  place: Place,
  total: number,
  more: { moreFrom: string; moreSequence: string } | null,
): Place | null {
  if (more) return { ...place, ...more };
  const next = place.slice + 1;
  return next < total ? startOf(next) : null;
}

function startOf(slice: number): Place {
  return { slice, moreFrom: '', moreSequence: '' };
}
