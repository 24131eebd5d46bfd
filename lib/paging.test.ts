import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endInstead,
  type Page,
  type PageRequest,
  pageOf,
  pageRequest,
  pageWithin,
  readsBackwards,
} from './paging';

/** Reads a page of a list of ids, newest (highest) first, as a screen's SQL would. */
function read(ids: number[], request: PageRequest): Page<number> {
  const order = readsBackwards(request) ? [...ids].sort((a, b) => a - b) : ids;
  const key = 'key' in request ? Number(request.key[0]) : null;
  const past = order.filter(
    (id) => key === null || (readsBackwards(request) ? id > key : id < key),
  );
  return pageOf(past.slice(0, request.size + 1), ids.length, request, (id) => [id]);
}

const descending = (count: number) => Array.from({ length: count }, (_, i) => (count - i) * 10);

function walk(ids: number[], size: number, start: string | undefined, step: 'next' | 'previous') {
  const pages: Page<number>[] = [];
  for (let page: string | null | undefined = start; page !== null; ) {
    const read_ = read(ids, pageRequest(page, size));
    pages.push(read_);
    page = read_[step];
  }
  return pages;
}

describe('keyset paging', () => {
  it('walking forwards shows every row once, and numbers count down to 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 20 }), (n, size) => {
        const pages = walk(descending(n), size, undefined, 'next');
        expect(pages.flatMap((page) => page.rows)).toEqual(descending(n));
        const numbers = pages.flatMap((page) => page.rows.map((_, i) => page.firstNo - i));
        expect(numbers).toEqual(Array.from({ length: n }, (_, i) => n - i));
      }),
    );
  });

  it('walking backwards from the last page shows the same rows under the same numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 20 }), (n, size) => {
        const pages = walk(descending(n), size, 'last', 'previous').reverse();
        expect(pages.flatMap((page) => page.rows)).toEqual(descending(n));
        const numbers = pages.flatMap((page) => page.rows.map((_, i) => page.firstNo - i));
        expect(numbers).toEqual(Array.from({ length: n }, (_, i) => n - i));
      }),
    );
  });

  it('rows that are all at hand are cut as those that are read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 20 }), (n, size) => {
        const rows = descending(n);
        const seen: (typeof rows)[number][] = [];
        for (let page: string | null | undefined; page !== null; ) {
          const cut = pageWithin(rows, pageRequest(page, size), (row) => row);
          expect(cut.rows.length).toBeLessThanOrEqual(size);
          seen.push(...cut.rows);
          page = cut.next;
        }
        expect(seen).toEqual(rows);
        const last = pageWithin(rows, pageRequest('last', size), (row) => row);
        expect(last.rows).toEqual(rows.slice(-size));
      }),
    );
  });

  it('the last page leads nowhere further', () => {
    expect(read(descending(45), pageRequest('last', 20)).next).toBeNull();
  });

  it.each([
    '',
    'nonsense',
    'after.',
    'after.W10',
    'before.eyJhIjoxfQ',
    'after.%%%',
    'after.WzEse31d',
  ])('a page it does not understand (%s) is the first', (page) =>
    expect(pageRequest(page, 20)).toEqual({ size: 20, at: 'first' }),
  );

  it('a page whose rows have all gone gives way to the end of the list it lay at', () => {
    const ids = descending(12);
    const second = read(ids, pageRequest(undefined, 10)).next ?? '';
    const left = ids.slice(0, 10);
    expect(endInstead(read(left, pageRequest(second, 10)), second)).toBe('last');
    expect(endInstead(read(ids, pageRequest(second, 10)), second)).toBeNull();
    const before = read(ids, pageRequest('last', 2)).previous ?? '';
    expect(endInstead(read(ids.slice(10), pageRequest(before, 2)), before)).toBe('first');
    expect(endInstead(read([], pageRequest(second, 10)), second)).toBeNull();
    expect(endInstead({ rows: [], total: 3 }, 'last')).toBeNull();
  });

  it('rows at hand are shown from the first on, under its number, where the row to go on from has gone', () => {
    const rows = descending(12);
    const second = pageWithin(rows, pageRequest(undefined, 5), (id) => id).next ?? '';
    const left = rows.filter((id) => id !== rows[4]);
    const page = pageWithin(left, pageRequest(second, 5), (id) => id);
    expect(page).toMatchObject({ rows: left.slice(0, 5), firstNo: 11, previous: null });
  });
});
