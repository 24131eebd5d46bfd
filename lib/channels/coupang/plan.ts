import type { CollectWindow } from '../collected';
import { seoulDaySlices, seoulMinute, seoulSecond } from '../seoul-time';

/** One listing to read to its end; `query` is sent and signed as it stands. */
export type Listing = { query: string; paged: boolean; place?: 'nextToken' | 'pageIndex' };

export const maxWindowDays = 31;
const maxExchangeDays = 7;
const maxWithdrawalDays = 7;
const day = 24 * 3_600_000;
const minute = 60_000;
const paging = '&maxPerPage=50';

const openStatuses = ['ACCEPT', 'INSTRUCT', 'DEPARTURE', 'DELIVERING', 'NONE_TRACKING'] as const;

const sheetStatuses = {
  ready: ['INSTRUCT'],
  open: openStatuses,
  every: [...openStatuses, 'FINAL_DELIVERY'],
} as const satisfies Record<CollectWindow['states'], readonly string[]>;

const returnFilters = ['cancelType=CANCEL', 'status=RU', 'status=UC', 'status=CC', 'status=PR'];

/** Order sheets: by minute without pages when the window is under a day, else by whole days. */
export function sheetListings(window: CollectWindow): Listing[] {
  return periods(window, '%2B09:00').flatMap(({ query, paged }) =>
    sheetStatuses[window.states].map((status) => ({ query: `${query}&status=${status}`, paged })),
  );
}

/** Cancels and returns; their times carry no zone. */
export function returnListings(period: { from: Date; to: Date }): Listing[] {
  return periods(period, '').flatMap(({ query, paged }) =>
    returnFilters.map((filter) => ({ query: `${query}&${filter}`, paged })),
  );
}

export function exchangeListings(period: { from: Date; to: Date }): Listing[] {
  const listings = [];
  for (
    let from = period.from.getTime();
    from < period.to.getTime();
    from += maxExchangeDays * day
  ) {
    const to = Math.min(from + maxExchangeDays * day, period.to.getTime());
    const query = between(seoulSecond(new Date(from)), seoulSecond(new Date(to)), '');
    listings.push({ query: query + paging, paged: true });
  }
  return listings;
}

/** By the days on which buyers took their requests back, both ends included, in counted pages. */
export function withdrawalListings(period: { from: Date; to: Date }): Listing[] {
  return seoulDaySlices(period, maxWithdrawalDays).map(({ first, last }) => ({
    query: `dateFrom=${first}&dateTo=${last}&sizePerPage=100`,
    paged: true,
    place: 'pageIndex',
  }));
}

/** The listing's query with the place in it; the first page has none. */
export function pageQuery({ query, place = 'nextToken' }: Listing, at: string): string {
  return at ? `${query}&${place}=${encodeURIComponent(at)}` : query;
}

function periods(period: { from: Date; to: Date }, zone: string): Listing[] {
  const from = Math.floor(period.from.getTime() / minute) * minute;
  const to = Math.ceil(period.to.getTime() / minute) * minute;
  if (to - from < day) {
    const frame = between(seoulMinute(new Date(from)), seoulMinute(new Date(to)), zone);
    return [{ query: `searchType=timeFrame&${frame}`, paged: false }];
  }
  return seoulDaySlices(period, maxWindowDays).map(({ first, last }) => ({
    query: between(first, last, zone) + paging,
    paged: true,
  }));
}

function between(from: string, to: string, zone: string): string {
  return `createdAtFrom=${from}${zone}&createdAtTo=${to}${zone}`;
}
