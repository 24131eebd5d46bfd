import type { Answer } from '../http';

/** Between two calls where the marketplace does not tell its rate: 2 a second. */
export const callIntervalMs = 500;

const quotaWaitMs = 60_000;

/** After a 429: until the bucket has a call again, or much longer when the quota is used up. */
export function waitWhenBusyMs({ headers, text }: Pick<Answer, 'headers' | 'text'>): number {
  if (text.includes('GW.QUOTA_LIMIT')) return quotaWaitMs;
  return Math.max(2 * callIntervalMs, replenishMs(headers) ?? 0);
}

/** The slots to let pass before the next call: none while the bucket holds calls or says nothing. */
export function slotsToSkip(headers: Headers): number {
  if (headers.get('gncp-gw-ratelimit-remaining') !== '0') return 0;
  return Math.max(0, Math.ceil((replenishMs(headers) ?? 0) / callIntervalMs) - 1);
}

/** How long one call takes to come back into the bucket; null when the marketplace does not say. */
function replenishMs(headers: Headers): number | null {
  const perSecond = Number(headers.get('gncp-gw-ratelimit-replenish-rate'));
  return perSecond > 0 ? 1000 / perSecond : null;
}
