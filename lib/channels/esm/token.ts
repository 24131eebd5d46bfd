import { createHmac } from 'node:crypto';

type Issuer = { masterId: string; secretKey: string; issuer: string };

/**
 * The Authorization header: a JWT of the ESM+ master for the sellers in `sellers`, such as
 * `A:auctionId,G:gmarketId`. The secret is used as it is written.
 */
export function authorization(
  { masterId, secretKey, issuer }: Issuer,
  { sellers, issuedAt }: { sellers: string; issuedAt?: Date },
): string {
  const iat = issuedAt ? { iat: Math.floor(issuedAt.getTime() / 1000) } : {};
  const content = [
    { alg: 'HS256', typ: 'JWT', kid: masterId },
    { iss: issuer, sub: 'sell', aud: 'sa.esmplus.com', ...iat, ssi: sellers },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createHmac('sha256', secretKey).update(content).digest('base64url');
  return `Bearer ${content}.${signature}`;
}
