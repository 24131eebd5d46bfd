import { DAY, fromKst } from '../kst';
import { refuse } from './call';

const dateTypes = [
  'order_date',
  'pay_date',
  'shipbegin_date',
  'cancel_request_date',
  'cancel_complete_date',
  'return_request_date',
  'exchange_request_date',
] as const;
type DateType = (typeof dateTypes)[number];

const embeds = ['items', 'receivers', 'buyer', 'cancellation', 'return', 'exchange'] as const;
export type Embed = (typeof embeds)[number];

export interface OrderSearch {
  readonly dateType: DateType;
  readonly from: Date;
  readonly until: Date;
  /** Any of them, or any at all when empty. */
  readonly statuses: readonly string[];
  readonly embedded: readonly Embed[];
  readonly marketIds: readonly string[];
  readonly limit: number;
  readonly offset: number;
}

const MAX_DAYS = 92;
const MAX_LIMIT = 1000;
const MAX_OFFSET = 15000;

/** The documented parameters of the order list; what breaks a rule of theirs is 422. */
export function orderSearch(query: URLSearchParams): OrderSearch {
  checkShopNo(query);
  const from = moment(query, 'start_date');
  const until = endOf(query);
  if (from >= until) refuse(422, 'start_date must lie before end_date.');
  if (until.getTime() - from.getTime() > MAX_DAYS * DAY) {
    refuse(422, 'The period must not be longer than 3 months.');
  }
  const wanted = query.get('date_type') ?? 'order_date';
  const dateType = dateTypes.find((each) => each === wanted);
  return {
    dateType: dateType ?? refuse(422, `date_type '${wanted}' is not supported.`),
    from,
    until,
    statuses: list(query.get('order_status')),
    embedded: embedsOf(query),
    marketIds: list(query.get('market_id')),
    limit: count(query, 'limit', 10, 1, MAX_LIMIT),
    offset: count(query, 'offset', 0, 0, MAX_OFFSET),
  };
}

export function embedsOf(query: URLSearchParams): Embed[] {
  return list(query.get('embed')).map(
    (name) => embeds.find((each) => each === name) ?? refuse(422, `embed '${name}' is unknown.`),
  );
}

export function checkShopNo(query: URLSearchParams): void {
  if ((query.get('shop_no') ?? '1') !== '1') refuse(422, 'This mall has only shop_no 1.');
}

/** A bare day lasts to its end. */
function endOf(query: URLSearchParams): Date {
  const end = moment(query, 'end_date');
  const isDay = query.get('end_date')?.length === 'yyyy-mm-dd'.length;
  return new Date(end.getTime() + (isDay ? DAY : 1000));
}

function moment(query: URLSearchParams, name: string): Date {
  const text = query.get(name);
  if (!text) return refuse(422, `${name} is required.`);
  return fromKst(text) ?? refuse(422, `${name} is no date.`);
}

function list(text: string | null): string[] {
  return (text ?? '').split(',').filter((each) => each !== '');
}

function count(
  query: URLSearchParams,
  name: string,
  unset: number,
  least: number,
  most: number,
): number {
  const text = query.get(name) ?? String(unset);
  const value = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : refuse(422, `${name} must be ${least}–${most}.`);
}
