import { z } from 'zod';
import type { Channel } from '@/lib/channels/channel';
import { ExpectedError } from '@/lib/errors';

/** What a person is asked for: the fields that an adapter can neither default nor fetch. */
export function credentialFields({
  credentialSchema,
}: Pick<Channel, 'credentialSchema'>): string[] {
  if (!(credentialSchema instanceof z.ZodObject)) throw new Error('A credential is an object.');
  return Object.entries(credentialSchema.shape)
    .filter(([, field]) => !z.safeParse(field, undefined).success)
    .map(([name]) => name);
}

/** The credential as the adapter stores it; null when no field was filled in at all. */
export function readCredential(
  { credentialSchema }: Pick<Channel, 'credentialSchema'>,
  given: Readonly<Record<string, string>>,
): unknown {
  const filled = Object.entries(given)
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== '');
  if (filled.length === 0) return null;
  const parsed = credentialSchema.safeParse(Object.fromEntries(filled));
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  throw new ExpectedError('settings.errors.credentialField', { field });
}
