import { expect, it } from 'vitest';
import { addressOf } from './address';

it('is what the proxy farthest out of our own has seen, whatever a browser claims before it', () => {
  expect(addressOf('192.0.2.1', 0)).toBe('192.0.2.1');
  expect(addressOf('203.0.113.9, 192.0.2.1', 0)).toBe('192.0.2.1');
  expect(addressOf('192.0.2.1', 1)).toBe('192.0.2.1');
  expect(addressOf('203.0.113.9, 192.0.2.1', 1)).toBe('192.0.2.1');
  expect(addressOf('203.0.113.9, 192.0.2.1, 10.0.0.4', 2)).toBe('192.0.2.1');
});

it('is the first where the chain is shorter than it should be, and empty where there is none', () => {
  expect(addressOf('::ffff:192.0.2.1', 3)).toBe('192.0.2.1');
  expect(addressOf(null, 1)).toBe('');
});
