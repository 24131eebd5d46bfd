import { createHmac } from 'node:crypto';
import type { Sent } from './sent';

export type Webhook = {
  url: string;
  /** Known to both sides. */
  secret: string;
  /** The same for each attempt, so that the receiver can leave out what it has. */
  deliveryId: string;
  body: string;
};

const TIMEOUT_MS = 10_000;
const TOO_EARLY_OR_BUSY = [408, 425, 429];

/** Over the moment and the body, so that nobody can send an old one again. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** Posts one notification. Redirects are not followed: they could lead into the own network. */
export async function sendWebhook(
  fetchUrl: typeof fetch,
  { url, secret, deliveryId, body }: Webhook,
  now: Date,
): Promise<Sent> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  try {
    const response = await fetchUrl(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-moa-delivery': deliveryId,
        'x-moa-timestamp': timestamp,
        'x-moa-signature': signatureOf(secret, timestamp, body),
      },
      body,
    });
    await response.body?.cancel();
    return answered(response.status);
  } catch {
    return { ok: false, error: 'unavailable', isFinal: false };
  }
}

function answered(status: number): Sent {
  if (status >= 200 && status < 300) return { ok: true };
  const isFinal = status < 500 && !TOO_EARLY_OR_BUSY.includes(status);
  return { ok: false, error: `refused:${status}`, isFinal };
}
