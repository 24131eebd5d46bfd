import { expect, it } from 'vitest';
import { claimListings, orderListings } from './plan';
import { auctionSite, gmarketSite } from './site';

const morning = {
  from: new Date('2026-01-14T15:30:30Z'),
  to: new Date('2026-01-15T03:15:10Z'),
};

it('asks for 배송준비중 alone at first, later for whatever is open, in the order of its way', () => {
  expect(orderListings(auctionSite, { ...morning, states: 'ready' })).toEqual([
    {
      siteType: 1,
      orderStatus: 2,
      requestDateType: 2,
      requestDateFrom: '2026-01-15 00:30',
      requestDateTo: '2026-01-15 12:16',
    },
  ]);
  const open = orderListings(gmarketSite, { ...morning, states: 'open' });
  expect(
    open.map(({ siteType, orderStatus, requestDateType }) => [
      siteType,
      orderStatus,
      requestDateType,
    ]),
  ).toEqual([
    [2, 1, 5],
    [2, 2, 5],
    [2, 3, 5],
  ]);
});

it('asks up to 구매결정 where every state is wanted', () => {
  const every = orderListings(auctionSite, { ...morning, states: 'every' });
  expect(every.map(({ orderStatus }) => orderStatus)).toEqual([1, 2, 3, 4, 5]);
});

it('slices what is longer than the marketplaces allow, without a gap', () => {
  const window = {
    from: new Date('2025-11-15T00:00:00Z'),
    to: morning.to,
    states: 'ready' as const,
  };
  const listings = orderListings(auctionSite, window);
  expect(listings.map((listing) => [listing.requestDateFrom, listing.requestDateTo])).toEqual([
    ['2025-11-15 09:00', '2025-12-15 09:00'],
    ['2025-12-15 09:00', '2026-01-14 09:00'],
    ['2026-01-14 09:00', '2026-01-15 12:16'],
  ]);
});

it('asks for claims by days of which the last is only an end', () => {
  const period = { from: new Date('2026-01-07T15:30:00Z'), to: morning.to };
  const listings = claimListings(auctionSite, period, ['cancel']);
  expect(listings.map(({ path, bodies }) => [path, bodies])).toEqual([
    [
      '/claim/v1/sa/Cancels',
      [{ SiteType: 1, CancelStatus: 0, Type: 2, StartDate: '2026-01-08', EndDate: '2026-01-14' }],
    ],
    [
      '/claim/v1/sa/Cancels',
      [{ SiteType: 1, CancelStatus: 0, Type: 2, StartDate: '2026-01-14', EndDate: '2026-01-16' }],
    ],
  ]);
});

it('asks for returns and exchanges state by state, by every type the site may have there', () => {
  const listings = claimListings(gmarketSite, morning, ['cancel', 'return', 'exchange']);
  expect(listings.map(({ kind }) => kind)).toEqual([
    'cancel',
    ...Array(6).fill('return'),
    ...Array(5).fill('exchange'),
  ]);
  expect(listings[0]?.bodies.map(({ SiteType }) => SiteType)).toEqual([3]);
  expect(listings[1]?.bodies).toMatchObject([
    { SiteType: 2, ReturnStatus: 1 },
    { SiteType: 3, ReturnStatus: 1 },
  ]);
});
