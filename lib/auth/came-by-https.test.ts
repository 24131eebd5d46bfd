import { expect, it } from 'vitest';
import { cameByHttps } from './came-by-https';

it('knows TLS anywhere on the way', () => {
  expect(cameByHttps('https')).toBe(true);
  expect(cameByHttps('HTTPS, http')).toBe(true);
  expect(cameByHttps('http')).toBe(false);
  expect(cameByHttps(undefined)).toBe(false);
});
