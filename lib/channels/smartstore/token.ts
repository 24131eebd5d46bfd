import { z } from 'zod';
import { type AccessTokens, askForToken } from '../access-token';
import type { Connection } from '../channel';
import { readAnswer } from '../http';
import { waitWhenBusyMs } from './rate';
import { clientSecretSign } from './signature';

export const credentialSchema = z.object({
  clientId: z.string().min(1),
  clientSecret: z.string().regex(/^\$2[aby]\$(?:0[4-9]|1[0-4])\$[./0-9A-Za-z]{22}$/),
  /** Empty until the first call. */
  accessToken: z.string().default(''),
  accessTokenExpiresAt: z.string().default(''),
});

type SmartstoreCredential = z.output<typeof credentialSchema>;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.int().positive() });

/** Under 30 minutes a new token is given, while the old one stays good to its end. */
export const smartstoreTokens: AccessTokens<SmartstoreCredential> = {
  schema: credentialSchema,
  renewBeforeMs: 5 * 60_000,
  renew,
};

async function renew(
  connection: Connection,
  credential: SmartstoreCredential,
): Promise<SmartstoreCredential> {
  await connection.takeSlot();
  const askedAt = connection.now();
  const timestamp = String(askedAt.getTime());
  const call = {
    method: 'POST' as const,
    url: `${connection.baseUrl}/v1/oauth2/token`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: credential.clientId,
      timestamp,
      grant_type: 'client_credentials',
      client_secret_sign: await clientSecretSign(credential, timestamp),
      type: 'SELF',
    }).toString(),
  };
  const token = readAnswer(tokenAnswer, await askForToken(connection, call, waitWhenBusyMs));
  const expiresAt = new Date(askedAt.getTime() + token.expires_in * 1000);
  return {
    ...credential,
    accessToken: token.access_token,
    accessTokenExpiresAt: expiresAt.toISOString(),
  };
}
