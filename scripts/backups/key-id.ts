import { createHash } from 'node:crypto';

/** Tells keys apart without telling what they are. */
export function keyIdOf(key: string): string {
  return createHash('sha256').update(`moa backup ${key}`).digest('hex').slice(0, 16);
}
