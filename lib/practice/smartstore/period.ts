import { DAY } from '../kst';
import { badRequest } from './call';

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Both ends with their zone; the end is a day after the start without one, and never later. */
export function periodOf(from: string | null, to: string | null): Period {
  if (!from) return badRequest('조회 시작 일시가 필요합니다.');
  const start = momentOf(from);
  const end = to === null ? new Date(start.getTime() + DAY) : momentOf(to);
  if (start >= end) badRequest('조회 시작 일시는 종료 일시보다 앞서야 합니다.');
  if (end.getTime() - start.getTime() > DAY) badRequest('조회 기간은 최대 24시간입니다.');
  return { from: start, to: end };
}

export function momentOf(text: string): Date {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?[+-]\d{2}:\d{2}$/;
  const date = new Date(text);
  return form.test(text) && !Number.isNaN(date.getTime())
    ? date
    : badRequest(`'${text}'은(는) 날짜 형식이 아닙니다.`);
}

export function sizeOf(text: string | null, largest: number): number {
  const size = Number(text ?? largest);
  return Number.isInteger(size) && size >= 1 && size <= largest
    ? size
    : badRequest(`'${text}'은(는) 1에서 ${largest} 사이가 아닙니다.`);
}
