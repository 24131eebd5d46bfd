import { allocationScreen } from '@/lib/allocation/screen';
import { bundleScreen } from '@/lib/bundling/screen';
import { type ClaimFilter, claimList } from '@/lib/claims/screen';
import { unacknowledged } from '@/lib/collection/lists';
import { collectionOverview } from '@/lib/collection/screen';
import type { Ctx } from '@/lib/context';
import { dayPicture } from '@/lib/dashboard/day';
import { runningJobs } from '@/lib/dashboard/running';
import { loadShipments } from '@/lib/invoicing/load/load';
import { everyRow } from '@/lib/invoicing/load/load-rows';
import { invoiceScreen } from '@/lib/invoicing/screen';
import { matchCounts, matchedLines, waitingKeys, waitingLines } from '@/lib/matching/screen';
import { type Page, type PageRequest, pageRequest } from '@/lib/paging';
import { daysBefore, koreanDay, koreanPeriod, monthsBefore } from '@/lib/period';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { waitingLists, waitingShipments } from '@/lib/shipments/lists/waiting';
import { shipmentsToShip } from '@/lib/shipping/screen';
import type { ShipFilter } from '@/lib/shipping/ship-filter';

/** One look at a screen, as its page asks for it, and how long it may take. */
export type Look = { name: string; budgetMs: number; run: () => Promise<unknown> };

const PAGE_MS = 150;
const LONG_PAGE_MS = 600;
const COUNTS_MS = 50;

const ALL_RETURNS: ClaimFilter = {
  queue: 'return',
  state: 'requested',
  period: null,
  channelIds: [],
  kind: 'orderNo',
  word: '',
};

type List = (request: PageRequest) => Promise<Page<unknown>>;

export async function looksOf(ctx: Ctx & { userId: number }, searched: string): Promise<Look[]> {
  const today = koreanDay(ctx.now);
  const from = monthsBefore(today, 1);
  const month = koreanPeriod(from, today);
  const pastDay = daysBefore(today, 200);
  const shipped = (filter: Partial<ShipFilter>): List => {
    return (request) => shipmentsToShip(ctx, { ...month, stage: 'invoiced', ...filter }, request);
  };
  const { loadId } = await loadShipments(ctx, { status: 'allocated', withoutHeld: false });
  const lists: Record<string, List> = {
    'collect: 발주전': (request) => unacknowledged(ctx, [], request),
    ...Object.fromEntries(
      waitingLists.map((list): [string, List] => [
        `waiting: ${list}`,
        (request) => waitingShipments(ctx, { waiting: list }, [], request),
      ]),
    ),
    'match: lines': (request) => waitingLines(ctx, {}, request),
    'match: matched': (request) => matchedLines(ctx, {}, request),
    'bundle: results': bundleTab(ctx, { from, to: today }, 'results'),
    'bundle: reviews': bundleTab(ctx, { from, to: today }, 'reviews'),
    'allocate: whole': allocationTab(ctx, month, 'whole'),
    'allocate: none': allocationTab(ctx, month, 'none'),
    'allocate: short': allocationTab(ctx, month, 'short'),
    invoice: (request) => invoicePage(ctx, loadId, request),
    'ship: to ship': shipped({}),
    'ship: shipped': shipped({ stage: 'shipped' }),
    'ship: by the day it left': shipped({ stage: 'shipped', by: 'shipped' }),
    'ship: all years': shipped({ stage: 'all', from: new Date(0) }),
    'ship: a past day': shipped({ stage: 'shipped', ...koreanPeriod(pastDay, pastDay) }),
    claims: (request) => claimList(ctx, ALL_RETURNS, request),
  };
  const paged = [];
  for (const [name, list] of Object.entries(lists)) paged.push(...(await pagesOf(name, list)));
  const search = (searchKind: ShipFilter['searchKind'], word: string) =>
    shipped({ stage: 'all', from: new Date(0), searchKind, word })({ size: 50, at: 'first' });
  return [
    { name: 'tabs and panel', budgetMs: COUNTS_MS, run: () => stageCounts(ctx) },
    { name: 'home: day', budgetMs: PAGE_MS, run: () => dayPicture(ctx) },
    { name: 'home: running', budgetMs: COUNTS_MS, run: () => runningJobs(ctx) },
    { name: 'collect', budgetMs: PAGE_MS, run: () => collectionOverview(ctx) },
    { name: 'match: counts', budgetMs: PAGE_MS, run: () => matchCounts(ctx, {}) },
    { name: 'match: keys', budgetMs: PAGE_MS, run: () => waitingKeys(ctx, {}) },
    ...paged,
    { name: 'search 주문번호', budgetMs: PAGE_MS, run: () => search('orderNo', `P${searched}`) },
    {
      name: 'search 운송장번호',
      budgetMs: PAGE_MS,
      run: () => search('waybillNo', String(400_000_000_000 + Number(searched))),
    },
  ];
}

async function pagesOf(name: string, list: List): Promise<Look[]> {
  const [first, last] = [
    await list({ size: 50, at: 'first' }),
    await list({ size: 50, at: 'last' }),
  ];
  const at = (page: string | null): PageRequest => pageRequest(page ?? undefined, 50);
  const requests: [string, PageRequest, number][] = [
    ['first', { size: 50, at: 'first' }, PAGE_MS],
    ['next', at(first.next), PAGE_MS],
    ['previous', at(last.previous), PAGE_MS],
    ['last', { size: 50, at: 'last' }, PAGE_MS],
    ['500 rows', { size: 500, at: 'first' }, LONG_PAGE_MS],
  ];
  return requests.map(([which, request, budgetMs]) => ({
    name: `${name}, ${which}`,
    budgetMs,
    run: () => list(request),
  }));
}

function bundleTab(ctx: Ctx, days: { from: string; to: string }, tab: 'results' | 'reviews'): List {
  return async (request) => {
    const { page } = await bundleScreen(ctx, { ...days, scope: 'same_channel' }, { tab, request });
    return page;
  };
}

function allocationTab(
  ctx: Ctx,
  period: { from: Date; until: Date },
  tab: 'whole' | 'none' | 'short',
): List {
  const where = { ...period, channelIds: [], supplierIds: [], tags: [] };
  return async (request) => (await allocationScreen(ctx, where, { tab, request })).page;
}

async function invoicePage(ctx: Ctx, loadId: number, request: PageRequest): Promise<Page<unknown>> {
  const screen = await invoiceScreen(ctx, loadId, everyRow, request);
  if (!screen) throw new Error('The load is gone.');
  return screen.page;
}
