import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { seal, unseal } from './secret-box';

const key = randomBytes(32).toString('base64');
const place = { mallId: 1, table: 'credentials', row: 7 };

it('opens in its own place what it sealed there', () => {
  expect(unseal(key, place, seal(key, place, '비밀 key'))).toBe('비밀 key');
});

it('seals the same text differently each time', () => {
  expect(seal(key, place, 'a')).not.toBe(seal(key, place, 'a'));
});

it.each([
  ['another mall', { ...place, mallId: 2 }],
  ['another table', { ...place, table: 'uploads' }],
  ['another row', { ...place, row: 8 }],
])('does not open in %s', (_, elsewhere) => {
  expect(() => unseal(key, elsewhere, seal(key, place, 'a'))).toThrow();
});

it('says so when the key is another one', () => {
  const other = randomBytes(32).toString('base64');
  expect(() => unseal(other, place, seal(key, place, 'a'))).toThrow('another MOA_ENCRYPTION_KEY');
});

it('does not open a changed text', () => {
  const sealed = seal(key, place, 'abcdef');
  const last = sealed.endsWith('A') ? 'B' : 'A';
  expect(() => unseal(key, place, sealed.slice(0, -1) + last)).toThrow();
});
