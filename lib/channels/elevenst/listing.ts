import { z } from 'zod';
import { ChannelBrokenAnswerError } from '../errors';
import type { ElevenstClient } from './client';
import { earlierHalf, type List, nextSlice, slicePath } from './plan';
import type { Row } from './xml';

/** A list is cut off here without a word. */
const maxRows = 3_000;

const placeSchema = z.object({ list: z.int().nonnegative(), from: z.int() });
type Place = z.output<typeof placeSchema>;

/** Reads the lists one after another, slice by slice; `next` is null on the very last one. */
export async function* readLists<Known extends List>(
  client: ElevenstClient,
  lists: Known[],
  cursor?: unknown,
): AsyncGenerator<{ list: Known; rows: Row[]; next: Place | null }> {
  let place: Place | null = cursor == null ? firstPlace(lists, 0) : placeSchema.parse(cursor);
  while (place) {
    const list: Known | undefined = lists[place.list];
    if (!list) return;
    const { rows, to } = await readSlice(client, list, place.from);
    place = to < list.to ? { ...place, from: to } : firstPlace(lists, place.list + 1);
    yield { list, rows, next: place };
  }
}

/** A slice that may have been cut off is read again shorter. */
async function readSlice(client: ElevenstClient, list: List, from: number) {
  let slice = nextSlice(list, from);
  while (true) {
    const rows = await client.list(slicePath(list.path, slice));
    if (rows.length < maxRows) return { rows, to: slice.to };
    const half = earlierHalf(slice);
    if (!half)
      throw new ChannelBrokenAnswerError(`${list.path}: more rows in a minute than are listed`);
    slice = half;
  }
}

function firstPlace(lists: List[], index: number): Place | null {
  const list = lists[index];
  return list ? { list: index, from: list.from } : null;
}
