import { randomUUID } from 'node:crypto';
import { getTranslations } from 'next-intl/server';
import { isBusy } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

/** Where a failure happened, for the log: numbers and names of code, nothing a person typed. */
export type Place = { name: string; mallId?: number; userId?: number };

/**
 * What a person is told of a failure. A mistake is said as it is; a bug is logged with an id, and
 * the id is all that is shown. Whoever waited too long for others is told to come again.
 */
export async function refusalOf(error: unknown, place: Place): Promise<string> {
  if (error instanceof ExpectedError) return sentence(error.messageKey, error.values);
  const id = logBug(error, place);
  return isBusy(error) ? sentence('errors.busy') : sentence('errors.unexpected', { id });
}

/** Writes a bug to the log and returns the id it can be found by. */
export function logBug(error: unknown, place: Place): string {
  const id = randomUUID().slice(0, 8);
  console.error(JSON.stringify({ level: 'error', id, ...place, ...described(error) }));
  return id;
}

/** A sentence by its key, which comes from below app/ as plain text. */
export async function sentence(
  key: string,
  values: Record<string, string | number> = {},
): Promise<string> {
  const t = await getTranslations();
  return t(key as Parameters<typeof t>[0], values);
}

/** Drizzle puts the parameters of a failed query into its message: only the cause may be logged. */
function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: 'thrown value that is no error' };
  const cause = error.cause instanceof Error ? error.cause : error;
  return {
    message: cause.message,
    code: 'code' in cause ? cause.code : undefined,
    constraint: 'constraint_name' in cause ? cause.constraint_name : undefined,
    stack: framesOf(error),
  };
}

const framesOf = (error: Error) =>
  (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
