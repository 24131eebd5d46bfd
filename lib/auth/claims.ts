import { z } from 'zod';
import type { SignedIn } from './sign-in';

/** A working day, from the sign-in on, however often the cookie was renewed. */
export const SESSION_SECONDS = 12 * 60 * 60;

const claimsSchema = z.object({
  userId: z.number(),
  mallId: z.number().nullable(),
  sessionVersion: z.number(),
  signedInAt: z.number(),
});

/** What a session's token says; nothing once it is over. */
export function readClaims(claims: unknown, now: Date): SignedIn | null {
  const read = claimsSchema.safeParse(claims).data;
  if (!read) return null;
  const { signedInAt, ...session } = read;
  const age = now.getTime() - signedInAt;
  return age >= 0 && age < SESSION_SECONDS * 1000 ? session : null;
}
