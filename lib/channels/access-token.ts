import type { z } from 'zod';
import type { Connection } from './channel';
import { ChannelRefusedError } from './errors';
import { type Answer, type Call, exchange } from './http';
import { parseTime } from './seoul-time';

type WithToken = { accessToken: string; accessTokenExpiresAt: string };

/** How a marketplace gives access tokens. */
export type AccessTokens<Credential extends WithToken> = {
  schema: z.ZodType<Credential>;
  renewBeforeMs: number;
  /** The credential with a new token. */
  renew: (connection: Connection, newest: Credential) => Promise<Credential>;
};

/** Makes calls with a fresh access token; one that is refused all the same is renewed once. */
export function callingWithToken<Credential extends WithToken>(
  connection: Connection,
  tokens: AccessTokens<Credential>,
) {
  let credential = tokens.schema.parse(connection.credential);
  return async <Result>(attempt: (accessToken: string) => Promise<Result>): Promise<Result> => {
    if (isExpired(connection, tokens, credential))
      credential = await renewed(connection, tokens, credential);
    try {
      return await attempt(credential.accessToken);
    } catch (error) {
      if (!(error instanceof ChannelRefusedError) || error.status !== 401) throw error;
      credential = await renewed(connection, tokens, credential);
      return attempt(credential.accessToken);
    }
  };
}

/** Asks for a token. Whatever is refused, the key, the grant or the clock, a person must mend it. */
export async function askForToken(
  connection: Connection,
  call: Call,
  waitWhenBusyMs: Parameters<typeof exchange>[2],
): Promise<Answer> {
  try {
    return await exchange(connection, call, waitWhenBusyMs);
  } catch (error) {
    if (!(error instanceof ChannelRefusedError)) throw error;
    throw new ChannelRefusedError('credential', error.status, error.code, error.message);
  }
}

function isExpired<Credential extends WithToken>(
  { now }: Connection,
  { renewBeforeMs }: AccessTokens<Credential>,
  { accessToken, accessTokenExpiresAt }: WithToken,
): boolean {
  const expiresAt = parseTime(accessTokenExpiresAt);
  if (accessToken === '' || !expiresAt) return true;
  return expiresAt.getTime() - renewBeforeMs <= now().getTime();
}

/**
 * A credential whose access token is not the stale one; only one process asks for it, and not at
 * all when another was faster.
 */
async function renewed<Credential extends WithToken>(
  connection: Connection,
  tokens: AccessTokens<Credential>,
  stale: Credential,
): Promise<Credential> {
  const stored = await connection.refreshCredential(async (current) => {
    const newest = tokens.schema.parse(current);
    const anotherWasFaster =
      newest.accessToken !== stale.accessToken && !isExpired(connection, tokens, newest);
    return anotherWasFaster ? newest : tokens.renew(connection, newest);
  });
  return tokens.schema.parse(stored);
}
