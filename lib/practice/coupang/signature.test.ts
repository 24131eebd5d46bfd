import { describe, expect, it } from 'vitest';
import vectors from '../fixtures/coupang-signatures.json';
import { readAuthorization, signature, signatureFault } from './signature';

const signedAt = new Date('2026-01-15T03:15:00Z');
const [listing] = vectors;
if (!listing) throw new Error('no vectors');
const authorization = readAuthorization({ authorization: listing.authorization });
if (typeof authorization === 'string') throw new Error(authorization);

describe('a Coupang signature', () => {
  it.each(vectors)('is the documented one: $method $path', (vector) => {
    expect(signature(vector.secretKey, vector.signedDate, vector)).toBe(vector.signature);
    expect(readAuthorization({ authorization: vector.authorization })).toEqual({
      accessKey: vector.accessKey,
      signedDate: vector.signedDate,
      signature: vector.signature,
    });
  });

  it('is accepted within five minutes on either side and refused beyond', () => {
    const faultAfter = (seconds: number) =>
      signatureFault(
        authorization,
        listing.secretKey,
        listing,
        new Date(signedAt.getTime() + seconds * 1000),
      );
    expect(faultAfter(300)).toBeNull();
    expect(faultAfter(-300)).toBeNull();
    expect(faultAfter(301)).toBe('Specified signature is expired.');
    expect(faultAfter(-301)).toBe('Specified signature is expired.');
  });

  it.each([
    ['a query decoded before signing', { ...listing, query: listing.query.replaceAll('%2B', '+') }],
    ['colons encoded after signing', { ...listing, query: listing.query.replaceAll(':', '%3A') }],
    ['another method', { ...listing, method: 'POST' }],
    ['the mount prefix signed with it', { ...listing, path: `/coupang${listing.path}` }],
    ['the question mark signed with it', { ...listing, query: `?${listing.query}` }],
  ])('is refused for %s', (_, call) => {
    expect(signatureFault(authorization, listing.secretKey, call, signedAt)).toBe(
      'Invalid signature.',
    );
  });

  it('is refused without a header, in another form, or with a date that is none', () => {
    expect(readAuthorization({})).toBe('Request is not authorized.');
    expect(readAuthorization({ authorization: 'Bearer abc' })).toBe('HMAC format is invalid.');
    expect(
      signatureFault(
        { ...authorization, signedDate: '2026-01-15T03:15:00Z' },
        listing.secretKey,
        listing,
        signedAt,
      ),
    ).toBe('HMAC format is invalid.');
  });
});
