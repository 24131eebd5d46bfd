import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PracticeRequest } from '../http';

export interface SignedCall {
  readonly method: string;
  /** As Coupang sees it: without the prefix this server is mounted under. */
  readonly path: string;
  /** The exact bytes after '?'. */
  readonly query: string;
}

export interface Authorization {
  readonly accessKey: string;
  readonly signedDate: string;
  readonly signature: string;
}

export type SignatureFault =
  | 'Request is not authorized.'
  | 'HMAC format is invalid.'
  | 'Specified signature is expired.'
  | 'Invalid signature.';

const MAY_BE_OFF = 5 * 60_000;
const FORM =
  /^CEA algorithm=HmacSHA256, access-key=([^,\s]+), signed-date=([^,\s]+), signature=([0-9a-f]{64})$/;

export function signature(secretKey: string, signedDate: string, call: SignedCall): string {
  const message = signedDate + call.method + call.path + call.query;
  return createHmac('sha256', secretKey).update(message).digest('hex');
}

export function readAuthorization(
  headers: PracticeRequest['headers'],
): Authorization | SignatureFault {
  if (!headers.authorization) return 'Request is not authorized.';
  const [, accessKey, signedDate, given] = FORM.exec(headers.authorization) ?? [];
  if (!accessKey || !signedDate || !given) return 'HMAC format is invalid.';
  return { accessKey, signedDate, signature: given };
}

/** What is wrong with a signature, or null; the bytes that were sent are what counts. */
export function signatureFault(
  authorization: Authorization,
  secretKey: string,
  call: SignedCall,
  now: Date,
): SignatureFault | null {
  const signedAt = momentOf(authorization.signedDate);
  if (signedAt === null) return 'HMAC format is invalid.';
  if (Math.abs(now.getTime() - signedAt) > MAY_BE_OFF) return 'Specified signature is expired.';
  const expected = signature(secretKey, authorization.signedDate, call);
  const isRight = timingSafeEqual(Buffer.from(expected), Buffer.from(authorization.signature));
  return isRight ? null : 'Invalid signature.';
}

/** 260115T031500Z, always UTC. */
function momentOf(signedDate: string): number | null {
  const match = /^(\d{2})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(signedDate);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const moment = Date.parse(`20${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(moment) ? null : moment;
}
