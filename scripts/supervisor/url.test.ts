import { expect, it } from 'vitest';
import { urlOf } from './url';

it('is an address that can be called, also where the host is an IPv6 address', () => {
  expect(urlOf('127.0.0.1', 3000)).toBe('http://127.0.0.1:3000');
  expect(urlOf('moa.local', 3000)).toBe('http://moa.local:3000');
  expect(urlOf('::1', 3000)).toBe('http://[::1]:3000');
  expect(urlOf('fd00::7', 3000)).toBe('http://[fd00::7]:3000');
});

it('is this machine where it listens on every address', () => {
  expect(urlOf('0.0.0.0', 3000)).toBe('http://127.0.0.1:3000');
  expect(urlOf('::', 3000)).toBe('http://127.0.0.1:3000');
});
