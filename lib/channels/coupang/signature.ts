import { createHmac } from 'node:crypto';

/** UTC as `yyMMdd'T'HHmmss'Z'`. */
export function signedDate(now: Date): string {
  return `${now.toISOString().slice(2, 19).replace(/[-:]/g, '')}Z`;
}

/** The Authorization header; `path` and `query` (without `?`) are exactly the bytes to be sent. */
export function authorization(
  key: { accessKey: string; secretKey: string },
  request: { signedDate: string; method: string; path: string; query: string },
): string {
  const message = request.signedDate + request.method + request.path + request.query;
  const signature = createHmac('sha256', key.secretKey).update(message).digest('hex');
  return `CEA algorithm=HmacSHA256, access-key=${key.accessKey}, signed-date=${request.signedDate}, signature=${signature}`;
}
