import { expect, it } from 'vitest';
import { ownPath } from './own-path';

it('leads to the screen that was asked for', () => {
  expect(ownPath('/orders/match?tab=all#top')).toBe('/orders/match?tab=all#top');
});

it.each([
  '//evil.com',
  '/\\evil.com',
  '/\t/evil.com',
  '/\n\\evil.com',
  '/.//evil.com',
  '/a/..//evil.com',
  'https://evil.com/',
  'javascript:alert(1)',
  '//[',
  undefined,
  ['/orders'],
])('leads nowhere else: %j', (from) => {
  expect(ownPath(from)).toBe('/');
});
