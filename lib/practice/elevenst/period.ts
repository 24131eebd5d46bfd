import { DAY, fromKst } from '../kst';
import { refuseList } from './call';

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** The codes of a list for a wrong start, a wrong end and a period that is too long. */
export interface PeriodRules {
  readonly maxDays: number;
  readonly codes: readonly [start: number, end: number, length: number];
}

export const completePeriod: PeriodRules = { maxDays: 7, codes: [-3103, -3104, -3105] };
export const packagingPeriod: PeriodRules = { maxDays: 7, codes: [-3303, -3304, -3305] };
export const sentPeriod: PeriodRules = { maxDays: 7, codes: [-3902, -3903, -3904] };
export const claimPeriod: PeriodRules = {
  maxDays: 30,
  codes: [-28007, -28006, -28008],
};

/** YYYYMMDDhhmm/YYYYMMDDhhmm, Korean time, the last minute included. */
export function periodOf(parameters: readonly string[], rules: PeriodRules): Period {
  const [start = '', end = ''] = parameters;
  const [wrongStart, wrongEnd, tooLong] = rules.codes;
  const from = moment(start) ?? refuseFormat(wrongStart, 'start_dt');
  const to = moment(end) ?? refuseFormat(wrongEnd, 'end_dt');
  if (to.getTime() - from.getTime() > rules.maxDays * DAY) {
    refuseList(tooLong, `최대 조회기간은 ${rules.maxDays}일 입니다.`);
  }
  return { from, to: new Date(to.getTime() + 59_999) };
}

export function holds({ from, to }: Period, kstSeconds: string): boolean {
  const time = fromKst(kstSeconds);
  return time !== null && time >= from && time <= to;
}

function moment(text: string): Date | null {
  const [, year, month, day, hour, minute] =
    /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
  return fromKst(`${year}-${month}-${day}T${hour}:${minute}`);
}

function refuseFormat(code: number, name: string): never {
  return refuseList(code, `${name}의 조회 기간의 포멧('YYYYMMDDHH24:MI')이 올바르지 않습니다.`);
}
