import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelRefusedError } from '../errors';
import { exchange, readAnswer } from '../http';
import { parseTime } from '../seoul-time';
import { waitWhenBusyMs } from './rate';
import { clientSecretSign } from './signature';

export const credentialSchema = z.object({
  clientId: z.string().min(1),
  clientSecret: z.string().regex(/^\$2[aby]\$(?:0[4-9]|1[0-4])\$[./0-9A-Za-z]{22}$/),
  /** Empty until the first call. */
  accessToken: z.string().default(''),
  accessTokenExpiresAt: z.string().default(''),
});

export type SmartstoreCredential = z.output<typeof credentialSchema>;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.int().positive() });

/** Under 30 minutes a new token is given, while the old one stays good to its end. */
const renewBeforeMs = 5 * 60_000;

export function isExpired(credential: SmartstoreCredential, now: Date): boolean {
  const expiresAt = parseTime(credential.accessTokenExpiresAt);
  if (credential.accessToken === '' || !expiresAt) return true;
  return expiresAt.getTime() - renewBeforeMs <= now.getTime();
}

/**
 * A credential whose access token is not the stale one; only one process asks for it, and not at
 * all when another was faster.
 */
export async function renewed(
  connection: Connection,
  stale: SmartstoreCredential,
): Promise<SmartstoreCredential> {
  const stored = await connection.refreshCredential(async (current) => {
    const newest = credentialSchema.parse(current);
    const anotherWasFaster =
      newest.accessToken !== stale.accessToken && !isExpired(newest, connection.now());
    return anotherWasFaster ? newest : ask(connection, newest);
  });
  return credentialSchema.parse(stored);
}

async function ask(
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
  const token = readAnswer(tokenAnswer, await refusedAsCredential(connection, call));
  const expiresAt = new Date(askedAt.getTime() + token.expires_in * 1000);
  return {
    ...credential,
    accessToken: token.access_token,
    accessTokenExpiresAt: expiresAt.toISOString(),
  };
}

/** Whatever is wrong with the id, the secret or the clock, a person must mend it. */
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
