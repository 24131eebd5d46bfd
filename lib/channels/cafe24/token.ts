import { z } from 'zod';
import { type AccessTokens, askForToken } from '../access-token';
import type { Connection } from '../channel';
import { readAnswer } from '../http';

export const credentialSchema = z.object({
  mallId: z.string().default(''),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Empty until the first refresh. */
  accessToken: z.string().default(''),
  accessTokenExpiresAt: z.string().default(''),
  refreshToken: z.string().min(1),
  refreshTokenExpiresAt: z.string().default(''),
});

export type Cafe24Credential = z.output<typeof credentialSchema>;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_at: z.string(),
  refresh_token: z.string().min(1),
  refresh_token_expires_at: z.string(),
});

const waitWhenBusyMs = 10_000;

/**
 * Each renewal kills the refresh token it used. A dead one is answered with 400 or 401: either way
 * the owner must authorise again.
 */
export const cafe24Tokens: AccessTokens<Cafe24Credential> = {
  schema: credentialSchema,
  renewBeforeMs: 60_000,
  renew,
};

export function basicAuthorization(clientId: string, clientSecret: string): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

async function renew(
  connection: Connection,
  credential: Cafe24Credential,
): Promise<Cafe24Credential> {
  const { clientId, clientSecret, refreshToken } = credential;
  const call = {
    method: 'POST' as const,
    url: `${connection.baseUrl}/api/v2/oauth/token`,
    headers: {
      Authorization: basicAuthorization(clientId, clientSecret),
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    }).toString(),
  };
  const token = readAnswer(tokenAnswer, await askForToken(connection, call, waitWhenBusyMs));
  return {
    ...credential,
    accessToken: token.access_token,
    accessTokenExpiresAt: token.expires_at,
    refreshToken: token.refresh_token,
    refreshTokenExpiresAt: token.refresh_token_expires_at,
  };
}
