import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelRefusedError } from '../errors';
import { exchange, readAnswer } from '../http';
import { parseTime } from '../seoul-time';

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

const renewBeforeMs = 60_000;
const waitWhenBusyMs = 10_000;

export function isExpired(credential: Cafe24Credential, now: Date): boolean {
  const expiresAt = parseTime(credential.accessTokenExpiresAt);
  if (credential.accessToken === '' || !expiresAt) return true;
  return expiresAt.getTime() - renewBeforeMs <= now.getTime();
}

/**
 * A credential whose access token is not the stale one. Each refresh kills the refresh token it
 * used, so it happens under the connection's lock, and not at all when another was faster.
 */
export async function renewed(
  connection: Connection,
  stale: Cafe24Credential,
): Promise<Cafe24Credential> {
  const stored = await connection.refreshCredential(async (current) => {
    const newest = credentialSchema.parse(current);
    const anotherWasFaster =
      newest.accessToken !== stale.accessToken && !isExpired(newest, connection.now());
    return anotherWasFaster ? newest : refresh(connection, newest);
  });
  return credentialSchema.parse(stored);
}

export function basicAuthorization(clientId: string, clientSecret: string): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

async function refresh(
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
  const token = readAnswer(tokenAnswer, await refusedAsCredential(connection, call));
  return {
    ...credential,
    accessToken: token.access_token,
    accessTokenExpiresAt: token.expires_at,
    refreshToken: token.refresh_token,
    refreshTokenExpiresAt: token.refresh_token_expires_at,
  };
}

/** A dead refresh token is answered with 400 or 401: either way the owner must authorise again. */
async function refusedAsCredential(
  connection: Connection,
  call: Parameters<typeof exchange>[1],
): ReturnType<typeof exchange> {
  try {
    return await exchange(connection, call, waitWhenBusyMs);
  } catch (error) {
    if (!(error instanceof ChannelRefusedError)) throw error;
    throw new ChannelRefusedError('credential', error.status, error.code, error.message);
  }
}
