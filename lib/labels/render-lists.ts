import type { PackingListContent, PickingListContent } from './lists';

/** A4 PDF: what to fetch from the shelves. */
export function renderPickingList(_content: PickingListContent): NodeJS.ReadableStream {
  throw new Error('not written yet');
}

/** A4 PDF: what goes into each parcel. */
export function renderPackingList(_content: PackingListContent): NodeJS.ReadableStream {
  throw new Error('not written yet');
}
