import type { CollectedClaim, CollectWindow } from '../collected';
import { seoulDay, seoulDaySlices, seoulMinute } from '../seoul-time';
import type { Site } from './site';

/** One listing to read to its end, by the body of its calls without the page. */
export type OrderListing = Record<string, string | number>;

/** A list of claims; more than one body are ways to ask for the same. */
export type ClaimListing = {
  kind: CollectedClaim['kind'];
  path: string;
  bodies: Record<string, string | number>[];
};

/** The documents allow 31 days; counted by days with both ends that is one less. */
export const maxWindowDays = 30;
/** Of the seven days allowed the last is only begun: whether an end day is included is not said. */
const daysPerClaimSlice = 6;
const minute = 60_000;
const day = 24 * 60 * minute;

/** 결제완료, 배송준비중, 배송중, 배송완료, 구매결정: so an order that moves on meanwhile is not missed. */
const orderStatuses = {
  ready: [2],
  open: [1, 2, 3],
  every: [1, 2, 3, 4, 5],
} as const satisfies Record<CollectWindow['states'], readonly number[]>;

const returnStatuses = [1, 2, 3, 4, 5, 6];
const exchangeStatuses = [1, 2, 3, 4, 5];

/** Without orderType and isGiftOrder every kind comes: normal, 스타배송 of both sorts, accepted gifts. */
export function orderListings(site: Site, window: CollectWindow): OrderListing[] {
  return minuteSlices(window).flatMap((period) =>
    orderStatuses[window.states].map((orderStatus) => ({
      siteType: site.orderSiteType,
      orderStatus,
      requestDateType: site.orderDateType,
      ...period,
    })),
  );
}

const claimPath = '/claim/v1/sa/';
export const cancelsPath = `${claimPath}Cancels`;

/** Claims are found by the day of the request, cancels by that of the payment, too. */
const byRequest = 2;
const byPayment = 4;

const everyStatus = 0;

/** By the day of the request; only cancels have a list of every state. */
export function claimListings(
  site: Site,
  period: { from: Date; to: Date },
  kinds: readonly CollectedClaim['kind'][],
): ClaimListing[] {
  const slices = claimSlices(period, byRequest);
  const cancels = [
    { kind: 'cancel', path: 'Cancels', field: 'CancelStatus', statuses: [everyStatus] },
  ];
  const returns = [
    { kind: 'return', path: 'Returns', field: 'ReturnStatus', statuses: returnStatuses },
    { kind: 'exchange', path: 'Exchanges', field: 'ExchangeStatus', statuses: exchangeStatuses },
  ];
  const lists = [
    ...cancels.map((list) => ({ ...list, siteTypes: [site.cancelSiteType] })),
    ...returns.map((list) => ({ ...list, siteTypes: site.returnSiteTypes })),
  ];
  return kinds.flatMap((kind) =>
    lists
      .filter((list) => list.kind === kind)
      .flatMap(({ path, field, statuses, siteTypes }) =>
        slices.flatMap((slice) =>
          statuses.map((status) => ({
            kind,
            path: `${claimPath}${path}`,
            bodies: siteTypes.map((SiteType) => ({ SiteType, [field]: status, ...slice })),
          })),
        ),
      ),
  );
}

/** Cancels of every state on orders that were paid in the period. */
export function cancelsOfPaid(site: Site, period: { from: Date; to: Date }) {
  const list = { SiteType: site.cancelSiteType, CancelStatus: everyStatus };
  return claimSlices(period, byPayment).map((slice) => ({ ...list, ...slice }));
}

function claimSlices(period: { from: Date; to: Date }, Type: number) {
  return seoulDaySlices(period, daysPerClaimSlice).map(({ first, last }) => ({
    Type,
    StartDate: first,
    EndDate: dayAfter(last),
  }));
}

/** `YYYY-MM-DD hh:mm`, whole minutes that cover the period. */
function minuteSlices(period: { from: Date; to: Date }) {
  const slices = [];
  const end = Math.ceil(period.to.getTime() / minute) * minute;
  let from = Math.floor(period.from.getTime() / minute) * minute;
  do {
    const to = Math.min(from + maxWindowDays * day, end);
    slices.push({ requestDateFrom: minuteText(from), requestDateTo: minuteText(to) });
    from = to;
  } while (from < end);
  return slices;
}

function minuteText(time: number): string {
  return seoulMinute(new Date(time)).replace('T', ' ');
}

function dayAfter(text: string): string {
  return seoulDay(new Date(Date.parse(`${text}T00:00:00+09:00`) + day));
}
