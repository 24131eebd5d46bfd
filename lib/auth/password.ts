import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** 128 MB and about half a second each: two at once, so that sign-ins cannot starve the screens. */
export const passwordCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 1024 * 1024 };
const MAX_AT_ONCE = 2;
const MAX_WAITING = 40;
const KEY_BYTES = 32;

/** Never equal to any password; checked when there is no such user, so that both take as long. */
const NOBODY = `${'0'.repeat(32)}.${'0'.repeat(KEY_BYTES * 2)}`;

const waiting: (() => void)[] = [];
let running = 0;

/** Too many people sign in at this moment. */
export class Busy extends Error {}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await inTurn(() => derive(normalised(password), salt, KEY_BYTES, passwordCost));
  return `${salt.toString('hex')}.${key.toString('hex')}`;
}

/** Compares in constant time. Without a stored hash it takes as long and says no. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [salt = '', key = ''] = (stored ?? NOBODY).split('.');
  const expected = Buffer.from(key, 'hex');
  const actual = await inTurn(() =>
    derive(normalised(password), Buffer.from(salt, 'hex'), KEY_BYTES, passwordCost),
  );
  return stored !== null && expected.length === KEY_BYTES && timingSafeEqual(actual, expected);
}

/** Hangul typed on a Mac arrives decomposed; it is the same password. */
const normalised = (password: string) => password.normalize('NFC');

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= MAX_AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new Busy('Too many sign-ins at once');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
