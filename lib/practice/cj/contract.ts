import { createHmac } from 'node:crypto';
import { kstSeconds } from '../kst';

/** The one customer of practice CJ대한통운, by its 고객사코드 and the 사업자등록번호 it is billed to. */
export const practiceCj = {
  path: '/cj',
  customerId: 'PRACTICE-CJ-API',
  businessNo: '1208800767',
} as const;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A token for a day; it says itself until when. */
export function newToken(now: Date): { token: string; expiresAt: string } {
  const until = new Date(now.getTime() + DAY_MS);
  return { token: tokenUntil(until.getTime()), expiresAt: kstSeconds(until).replace(/\D/g, '') };
}

export function isToken(token: string, now: Date): boolean {
  const until = Number(token.split('.')[0]);
  return until > now.getTime() && token === tokenUntil(until);
}

function tokenUntil(until: number): string {
  const mark = createHmac('sha256', practiceCj.businessNo).update(String(until)).digest('hex');
  return `${until}.${mark.slice(0, 32)}`;
}
