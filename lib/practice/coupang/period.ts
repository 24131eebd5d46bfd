import { DAY, fromKst } from '../kst';
import { refuse } from './results';

export interface Period {
  readonly from: Date;
  readonly until: Date;
  /** Minute searches are answered whole, day searches in pages. */
  readonly isPaged: boolean;
}

const MAX_DAYS = 31;

/** createdAtFrom–createdAtTo of order sheets: days or, with searchType=timeFrame, minutes; +09:00. */
export function orderSheetPeriod(query: URLSearchParams): Period {
  const [from, to] = bounds(query);
  if (query.get('searchType') !== 'timeFrame') {
    return dayPeriod(
      withoutZone(from, /^\d{4}-\d{2}-\d{2}\+09:00$/),
      withoutZone(to, /^\d{4}-\d{2}-\d{2}\+09:00$/),
    );
  }
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\+09:00$/;
  const period = minutePeriod(withoutZone(from, form), withoutZone(to, form));
  if (period.until.getTime() - period.from.getTime() >= DAY) {
    refuse(400, 'searchType=timeFrame: the period must be shorter than 24 hours.');
  }
  return period;
}

/** createdAtFrom–createdAtTo of return requests: the same without a zone. */
export function returnRequestPeriod(query: URLSearchParams): Period {
  const [from, to] = bounds(query);
  if (query.get('searchType') !== 'timeFrame') {
    return dayPeriod(matching(from, /^\d{4}-\d{2}-\d{2}$/), matching(to, /^\d{4}-\d{2}-\d{2}$/));
  }
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
  const period = minutePeriod(matching(from, form), matching(to, form));
  if (period.until.getTime() - period.from.getTime() > MAX_DAYS * DAY) {
    refuse(400, 'The period must not be longer than 31 days.');
  }
  return period;
}

function bounds(query: URLSearchParams): [string, string] {
  const from = query.get('createdAtFrom');
  const to = query.get('createdAtTo');
  if (!from || !to) return refuse(400, 'createdAtFrom and createdAtTo are required.');
  return [from, to];
}

function withoutZone(text: string, form: RegExp): string {
  return matching(text, form).slice(0, -'+09:00'.length);
}

function matching(text: string, form: RegExp): string {
  return form.test(text) ? text : refuse(400, `'${text}' is not in the documented date format.`);
}

function dayPeriod(from: string, to: string): Period {
  const firstDay = moment(from);
  const until = new Date(moment(to).getTime() + DAY);
  checkOrder(firstDay, until);
  if (until.getTime() - firstDay.getTime() > MAX_DAYS * DAY) {
    refuse(400, 'The period must not be longer than 31 days.');
  }
  return { from: firstDay, until, isPaged: true };
}

function minutePeriod(from: string, to: string): Period {
  const period = { from: moment(from), until: moment(to), isPaged: false };
  checkOrder(period.from, period.until);
  return period;
}

function moment(text: string): Date {
  return fromKst(text) ?? refuse(400, `'${text}' is no date.`);
}

function checkOrder(from: Date, until: Date): void {
  if (from >= until) refuse(400, 'createdAtFrom must lie before createdAtTo.');
}
