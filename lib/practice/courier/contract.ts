import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PracticeRequest } from '../http';

/** The one contract of the practice courier, and the key its calls are signed with. */
export const practiceCourier = {
  path: '/courier',
  contractCode: 'PRACTICE-HJ-API',
  apiKey: 'practice-courier-key-0001',
} as const;

const MAX_SKEW_MS = 5 * 60_000;

/** Signed over moment, method, path and body; the moment is Seoul's and may be five minutes off. */
export function isGenuine(request: PracticeRequest, now: Date): boolean {
  const { method, path, body, headers } = request;
  const timestamp = String(headers['x-timestamp'] ?? '');
  if (headers['x-client-id'] !== practiceCourier.contractCode) return false;
  if (!(Math.abs(now.getTime() - momentOf(timestamp)) <= MAX_SKEW_MS)) return false;
  const expected = createHmac('sha256', practiceCourier.apiKey)
    .update(timestamp + method + path + body)
    .digest();
  const given = Buffer.from(String(headers.authorization ?? ''), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function momentOf(timestamp: string): number {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(timestamp)?.slice(1);
  if (!parts) return Number.NaN;
  const [year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+09:00`);
}
