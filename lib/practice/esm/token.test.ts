import { expect, it } from 'vitest';
import vectors from '../fixtures/esm-tokens.json';
import { isGenuine, readToken } from './token';

const now = new Date('2026-01-15T12:15:00+09:00');

it.each(vectors)('knows the documented token for $sellers', (vector) => {
  const token = readToken({ authorization: vector.authorization });
  if (!token) throw new Error('not read');
  expect(token.masterId).toBe(vector.masterId);
  const sellers = Object.entries(token.sellers).map((seller) => seller.join(':'));
  expect(sellers.join(',')).toBe(vector.sellers);
  expect(isGenuine(token, vector.secretKey, now)).toBe(true);
  expect(isGenuine(token, `${vector.secretKey}x`, now)).toBe(false);
});

it('lets a token be issued five minutes ahead, no more', () => {
  const [, vector] = vectors;
  const token = readToken({ authorization: vector?.authorization ?? '' });
  if (!vector || !token?.issuedAt) throw new Error('not read');
  const before = (minutes: number) => new Date((token.issuedAt?.getTime() ?? 0) - minutes * 60_000);
  expect(isGenuine(token, vector.secretKey, before(5))).toBe(true);
  expect(isGenuine(token, vector.secretKey, before(6))).toBe(false);
});

it.each(['', 'Bearer', 'Bearer a.b.c', 'Basic eyJhbGciOiJIUzI1NiJ9.e30.x'])(
  'takes %j for no token',
  (authorization) => {
    expect(readToken({ authorization })).toBeNull();
  },
);
