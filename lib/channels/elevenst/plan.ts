import type { CollectWindow } from '../collected';
import { seoulMinute } from '../seoul-time';

export type ListedState = 'paid' | 'acknowledged' | 'sent';

/** One list over a period, read slice by slice; times are milliseconds. */
export type List = { path: string; from: number; to: number; maxDays: number };

export const maxWindowDays = 7;
const maxClaimDays = 30;
const minute = 60_000;
const day = 24 * 60 * minute;

const onTheWay = ['shipping'];
/** 배송완료 and 판매완료 (구매확정). */
const arrived = ['dlvcompleted', 'completed'];

/**
 * The lists of orders by state. Which time they filter by is documented for none: what has been
 * acknowledged or shipped may be filed under that later moment, so those lists are read up to now.
 */
export function orderLists(window: CollectWindow, now: Date): (List & { state: ListedState })[] {
  const untilNow = { ...window, to: new Date(Math.max(window.to.getTime(), now.getTime())) };
  const ofOrders = (name: string, period: { from: Date; to: Date }, state: ListedState) => ({
    ...listOf(`/ordservices/${name}`, period, maxWindowDays),
    state,
  });
  const ready = ofOrders('packaging', untilNow, 'acknowledged');
  if (window.states === 'ready') return [ready];
  const sentIn = window.states === 'every' ? [...onTheWay, ...arrived] : onTheWay;
  return [
    ofOrders('complete', window, 'paid'),
    ready,
    ...sentIn.map((name) => ofOrders(name, untilNow, 'sent')),
  ];
}

/**
 * A list of claims of a period, up to now: one that ended is filed under its end. Thirty days are
 * one call, at the price of their first minute.
 */
export function claimList(path: string, period: { from: Date; to: Date }, now: Date): List {
  const to = new Date(Math.max(period.to.getTime(), now.getTime()));
  const list = listOf(`/claimservice/${path}`, { from: period.from, to }, maxClaimDays);
  const oneCall = list.to - maxClaimDays * day;
  return oneCall - list.from === minute ? { ...list, from: oneCall } : list;
}

/** The path of one slice. */
export function slicePath(path: string, slice: { from: number; to: number }): string {
  return `${path}/${stamp(slice.from)}/${stamp(slice.to)}`;
}

/** `202601150930`, Seoul's time. */
export function stamp(time: number): string {
  return seoulMinute(new Date(time)).replace(/\D/g, '');
}

/** The longest slice from here that the marketplace answers, and how short one can get. */
export function nextSlice({ to, maxDays }: List, from: number): { from: number; to: number } {
  return { from, to: Math.min(from + maxDays * day, to) };
}

/** The earlier half, in whole minutes; null when it cannot get any shorter. */
export function earlierHalf(slice: { from: number; to: number }) {
  const half = Math.floor((slice.to - slice.from) / 2 / minute) * minute;
  return half > 0 ? { from: slice.from, to: slice.from + half } : null;
}

function listOf(path: string, period: { from: Date; to: Date }, maxDays: number): List {
  return {
    path,
    from: Math.floor(period.from.getTime() / minute) * minute,
    to: Math.ceil(period.to.getTime() / minute) * minute,
    maxDays,
  };
}
