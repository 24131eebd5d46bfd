import { expect, it } from 'vitest';
import { readBaseUrl } from './base-url';

it('takes https to a public host, without a slash at the end', () => {
  expect(readBaseUrl('https://gateway.example.com/', false)).toBe('https://gateway.example.com');
  expect(readBaseUrl('https://Gateway.Example.com:8443/api/', false)).toBe(
    'https://gateway.example.com:8443/api',
  );
});

it.each([
  'http://gateway.example.com',
  'https://localhost',
  'https://127.0.0.1',
  'https://2130706433',
  'https://[::1]',
  'https://10.0.0.7',
  'https://db.internal',
  'https://printer.local',
  'https://localhost.',
  'https://user:word@gateway.example.com',
  'https://gateway.example.com/?to=elsewhere',
  'ftp://gateway.example.com',
  'gateway.example.com',
  '',
])('refuses %j', (text) => {
  expect(readBaseUrl(text, true)).toBeNull();
});

it('takes http to this machine only in a practice mall', () => {
  expect(readBaseUrl('http://127.0.0.1:4100/coupang', true)).toBe('http://127.0.0.1:4100/coupang');
  expect(readBaseUrl('http://127.0.0.1:4100/coupang', false)).toBeNull();
});
