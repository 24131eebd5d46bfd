import { expect, it } from 'vitest';
import { exchangeListings, pageQuery, returnListings, sheetListings } from './plan';

const at = (time: string) => new Date(`${time}+09:00`);

it('asks by minute, rounded outwards, when the window is under a day', () => {
  const window = { from: at('2026-01-15T09:10:30'), to: at('2026-01-15T09:40:01') };
  expect(sheetListings({ ...window, states: 'ready' })).toEqual([
    {
      query:
        'searchType=timeFrame&createdAtFrom=2026-01-15T09:10%2B09:00&createdAtTo=2026-01-15T09:41%2B09:00&status=INSTRUCT',
      paged: false,
    },
  ]);
});

it('asks by day from 24 hours on', () => {
  const window = { from: at('2026-01-14T10:00:00'), to: at('2026-01-15T10:00:00') };
  const [listing] = sheetListings({ ...window, states: 'ready' });
  expect(listing).toEqual({
    query:
      'createdAtFrom=2026-01-14%2B09:00&createdAtTo=2026-01-15%2B09:00&maxPerPage=50&status=INSTRUCT',
    paged: true,
  });
});

it('slices what is longer than 31 days and asks for each open status', () => {
  const window = { from: at('2026-01-01T00:00:00'), to: at('2026-02-10T12:00:00') };
  const queries = sheetListings({ ...window, states: 'open' }).map(({ query }) => query);
  expect(queries).toHaveLength(10);
  expect(queries[0]).toContain('From=2026-01-01%2B09:00&createdAtTo=2026-01-31%2B09:00');
  expect(queries[5]).toContain('From=2026-02-01%2B09:00&createdAtTo=2026-02-10%2B09:00');
  expect(queries.slice(0, 5).map((query) => query.split('status=')[1])).toEqual([
    'ACCEPT',
    'INSTRUCT',
    'DEPARTURE',
    'DELIVERING',
    'NONE_TRACKING',
  ]);
});

it('asks for what has arrived only where every state is wanted', () => {
  const window = { from: at('2026-01-01T00:00:00'), to: at('2026-01-10T00:00:00') };
  const statuses = (states: 'open' | 'every') =>
    sheetListings({ ...window, states }).map(({ query }) => query.split('status=')[1]);
  expect(statuses('every')).toEqual([...statuses('open'), 'FINAL_DELIVERY']);
});

it('lists cancels without a status and returns by status, with times that carry no zone', () => {
  const period = { from: at('2026-01-15T00:00:00'), to: at('2026-01-15T12:00:00') };
  const frame = 'searchType=timeFrame&createdAtFrom=2026-01-15T00:00&createdAtTo=2026-01-15T12:00';
  expect(returnListings(period).map(({ query }) => query)).toEqual([
    `${frame}&cancelType=CANCEL`,
    `${frame}&status=RU`,
    `${frame}&status=UC`,
    `${frame}&status=CC`,
    `${frame}&status=PR`,
  ]);
});

it('slices exchanges to 7 days', () => {
  const period = { from: at('2026-01-01T00:00:00'), to: at('2026-01-10T06:00:00') };
  expect(exchangeListings(period).map(({ query }) => query)).toEqual([
    'createdAtFrom=2026-01-01T00:00:00&createdAtTo=2026-01-08T00:00:00&maxPerPage=50',
    'createdAtFrom=2026-01-08T00:00:00&createdAtTo=2026-01-10T06:00:00&maxPerPage=50',
  ]);
});

it('sends no token for the first page and an escaped one for the next', () => {
  const listing = { query: 'status=ACCEPT', paged: true };
  expect(pageQuery(listing, '')).toBe('status=ACCEPT');
  expect(pageQuery(listing, 'a+b=')).toBe('status=ACCEPT&nextToken=a%2Bb%3D');
});
