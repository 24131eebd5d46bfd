/** Keyset paging: a list is read from a key on, never by skipping rows. */

/** What has left is counted no further: a total of one more than this says that there are many. */
export const MOST_COUNTED = 10_000;

export const PAGE_SIZES = [20, 50, 100, 500] as const;

/** What orders a row in its list, for example [paidAt, id]. */
export type Key = readonly (string | number)[];

export type PageRequest = { size: number } & (
  | { at: 'first' | 'last' }
  | { at: 'after' | 'before'; key: Key; rowsBefore: number }
);

export type Page<Row> = {
  rows: Row[];
  total: number;
  /** The No of the top row: numbers count down, the newest row has the highest. */
  firstNo: number;
  /** Values of the URL's `page` that lead to the neighbours; null at the ends. */
  previous: string | null;
  next: string | null;
};

/** Reads the `page` of a URL; anything it does not understand is the first page. */
export function pageRequest(page: string | undefined, size: number): PageRequest {
  if (page === 'last') return { size, at: 'last' };
  const [at, cursor = ''] = (page ?? '').split('.', 2);
  const position = at === 'after' || at === 'before' ? decode(cursor) : null;
  if (!position || (at !== 'after' && at !== 'before')) return { size, at: 'first' };
  return { size, at, ...position };
}

/**
 * The end of a list to show in place of a page whose rows have all gone, as after the last of them
 * was worked through; null where there is no such thing.
 */
export function endInstead(
  { rows, total }: Pick<Page<unknown>, 'rows' | 'total'>,
  page: string | undefined,
): 'first' | 'last' | null {
  if (rows.length > 0 || total === 0) return null;
  if (page?.startsWith('after.')) return 'last';
  return page?.startsWith('before.') ? 'first' : null;
}

/** True when the rows must be read from the far end: in reverse order, keys compared the other way. */
export function readsBackwards(request: PageRequest): boolean {
  return request.at === 'before' || request.at === 'last';
}

/** Makes a page of the rows found in reading order; one more than it holds says that others follow. */
export function pageOf<Row>(
  found: Row[],
  total: number,
  request: PageRequest,
  keyOf: (row: Row) => Key,
): Page<Row> {
  const backwards = readsBackwards(request);
  const kept = found.slice(0, request.size);
  const rows = backwards ? kept.reverse() : kept;
  const more = found.length > request.size;
  const before = rowsBefore(request, rows.length, total);
  const [top, bottom] = [rows.at(0), rows.at(-1)];
  const hasPrevious = backwards ? more : request.at === 'after';
  const hasNext = backwards ? request.at === 'before' : more;
  return {
    rows,
    total,
    firstNo: Math.max(rows.length, total - before),
    previous: top && hasPrevious ? `before.${encode(keyOf(top), before)}` : null,
    next: bottom && hasNext ? `after.${encode(keyOf(bottom), before + rows.length)}` : null,
  };
}

/**
 * Makes a page of rows that are all at hand, in reading order; each is known by its id. Where the row
 * to go on from has gone, it is the first page.
 */
export function pageWithin<Row>(
  rows: readonly Row[],
  request: PageRequest,
  idOf: (row: Row) => number,
): Page<Row> {
  const ordered = readsBackwards(request) ? rows.toReversed() : rows;
  const [id] = 'key' in request ? request.key : [];
  const start = id === undefined ? 0 : ordered.findIndex((row) => idOf(row) === id) + 1;
  if (id !== undefined && start === 0) {
    return pageWithin(rows, { size: request.size, at: 'first' }, idOf);
  }
  return pageOf(ordered.slice(start), rows.length, request, (row) => [idOf(row)]);
}

function rowsBefore(request: PageRequest, count: number, total: number): number {
  if (request.at === 'after') return request.rowsBefore;
  if (request.at === 'before') return Math.max(0, request.rowsBefore - count);
  return request.at === 'last' ? Math.max(0, total - count) : 0;
}

function encode(key: Key, before: number): string {
  return Buffer.from(JSON.stringify([before, ...key])).toString('base64url');
}

function decode(cursor: string): { key: Key; rowsBefore: number } | null {
  try {
    const [before, ...key]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Number.isSafeInteger(before) || key.length === 0 || !key.every(isKeyPart)) return null;
    return { key, rowsBefore: Number(before) };
  } catch {
    return null;
  }
}

function isKeyPart(part: unknown): part is string | number {
  return Number.isSafeInteger(part) || (typeof part === 'string' && part.length <= 200);
}
