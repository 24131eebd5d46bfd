import { randomBytes } from 'node:crypto';

/** Twelve letters and digits that are not mistaken for each other when read out. */
export function newPassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
  return [...randomBytes(12)].map((byte) => signs[byte % signs.length]).join('');
}
