import { describe, expect, it } from 'vitest';
import { isSameOrigin } from './origin';

const from = (headers: Record<string, string>) => isSameOrigin(new Headers(headers));

describe('origin of a changing request', () => {
  it('our own page may', () => {
    expect(from({ origin: 'https://moa.example', host: 'moa.example' })).toBe(true);
  });

  it('behind a proxy the public host counts', () => {
    const headers = { host: '10.0.0.5:3000', 'x-forwarded-host': 'moa.example' };
    expect(from({ ...headers, origin: 'https://moa.example' })).toBe(true);
    expect(from({ ...headers, origin: 'http://10.0.0.5:3000' })).toBe(false);
  });

  it('another site, another port, a sandboxed page and no origin at all may not', () => {
    expect(from({ origin: 'https://evil.example', host: 'moa.example' })).toBe(false);
    expect(from({ origin: 'http://127.0.0.1:4000', host: '127.0.0.1:3000' })).toBe(false);
    expect(from({ origin: 'null', host: 'moa.example' })).toBe(false);
    expect(from({ host: 'moa.example' })).toBe(false);
  });
});
