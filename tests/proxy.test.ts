import { NextRequest } from 'next/server';
import { afterEach, expect, it, vi } from 'vitest';
import { proxy } from '@/proxy';

afterEach(() => vi.unstubAllEnvs());

it('holds browsers to TLS where the configured address has it, and only there', () => {
  const answer = () => proxy(new NextRequest('http://127.0.0.1:3000/orders'));
  vi.stubEnv('NEXTAUTH_URL', 'http://127.0.0.1:3000');
  expect(answer().headers.get('Strict-Transport-Security')).toBeNull();
  vi.stubEnv('NEXTAUTH_URL', 'https://moa.example.com');
  expect(answer().headers.get('Strict-Transport-Security')).toBe('max-age=31536000');
});
