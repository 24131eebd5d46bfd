import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PracticeRequest } from '../http';

export interface EsmToken {
  readonly masterId: string;
  /** The seller's ids by the letter of their site. */
  readonly sellers: Readonly<Record<string, string>>;
  readonly issuedAt: Date | null;
  readonly signed: string;
  readonly signature: string;
}

const header = z.object({ alg: z.literal('HS256'), typ: z.literal('JWT'), kid: z.string().min(1) });
const payload = z.object({
  iss: z.string().min(1),
  sub: z.literal('sell'),
  aud: z.literal('sa.esmplus.com'),
  iat: z.number().int().optional(),
  ssi: z.string().regex(/^[AG]:[^\s,:]+(, ?[AG]:[^\s,:]+)?$/),
});

const MAY_BE_AHEAD = 5 * 60_000;

/** The bearer's token as it was sent; null when it is none of the documented form. */
export function readToken(headers: PracticeRequest['headers']): EsmToken | null {
  const form = /^Bearer (([\w-]+)\.([\w-]+))\.([\w-]+)$/.exec(headers.authorization ?? '');
  const [, signed = '', head = '', body = '', signature = ''] = form ?? [];
  const read = { head: header.safeParse(partOf(head)), body: payload.safeParse(partOf(body)) };
  if (!read.head.success || !read.body.success) return null;
  const { iat, ssi } = read.body.data;
  return {
    masterId: read.head.data.kid,
    sellers: Object.fromEntries(ssi.split(/, ?/).map((seller) => seller.split(':'))),
    issuedAt: iat === undefined ? null : new Date(iat * 1000),
    signed,
    signature,
  };
}

export function isGenuine(token: EsmToken, secretKey: string, now: Date): boolean {
  const expected = createHmac('sha256', secretKey).update(token.signed).digest();
  const given = Buffer.from(token.signature, 'base64url');
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  const ahead = (token.issuedAt?.getTime() ?? 0) - now.getTime();
  return isSigned && ahead <= MAY_BE_AHEAD;
}

function partOf(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
