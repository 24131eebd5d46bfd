import { MOST_COUNTED } from '@/lib/paging';
import { koreanDay } from '@/lib/period';

const numbers = new Intl.NumberFormat('ko-KR');

const clock = new Intl.DateTimeFormat('ko-KR', {
  timeZone: 'Asia/Seoul',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** 1,234 */
export const formatNumber = (value: number) => numbers.format(value);

/** 1,234, or 10,000+ where no more are counted. */
export const formatTotal = (total: number) =>
  total === MOST_COUNTED + 1 ? `${formatNumber(MOST_COUNTED)}+` : formatNumber(total);

/** 1,234, or '-' for nothing: a column of zeros hides the numbers that matter. */
export const formatCount = (value: number) => (value === 0 ? '-' : numbers.format(value));

const differences = new Intl.NumberFormat('ko-KR', { signDisplay: 'exceptZero' });

/** +4 or -136, or '-' for no difference. */
export const formatDifference = (value: number) => (value === 0 ? '-' : differences.format(value));

/** Minor units of a currency, with its code where it is not won: 33,000 or USD 25.00. */
export function formatMoney(amount: number, currency = 'KRW'): string {
  if (currency === 'KRW') return numbers.format(amount);
  const foreign = new Intl.NumberFormat('ko-KR', {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
  });
  return foreign.format(amount / 10 ** (foreign.resolvedOptions().maximumFractionDigits ?? 2));
}

/** 2026-11-22 16:05 in Korea; '-' for no time. */
export function formatTime(at: string | Date | null): string {
  if (at === null) return '-';
  const date = new Date(at);
  return `${koreanDay(date)} ${clock.format(date)}`;
}

/** 2026-11-22 in Korea; '-' for no time. */
export const formatDay = (at: string | Date | null) =>
  at === null ? '-' : koreanDay(new Date(at));
