import { expect, it } from 'vitest';
import { parseEnv, parseSecrets } from './env';

const key = Buffer.alloc(32, 7).toString('base64');
const secrets = {
  CRON_SECRET: 'a-secret-for-cron-calls',
  NEXTAUTH_SECRET: 'a-secret-that-signs-the-session-cookies',
  MOA_ENCRYPTION_KEY: key,
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key,
};

it('works with no environment at all, in practice mode', () => {
  expect(parseEnv({})).toMatchObject({
    port: 3000,
    portGiven: false,
    databaseUrl: null,
    practice: true,
    appRole: 'moa_app',
    jobs: true,
    cron: true,
    channelBaseUrls: {},
  });
});

it('a database of one’s own is never in practice mode unless asked', () => {
  const own = { DATABASE_URL: 'postgres://seller@db.example/moa' };
  expect(parseEnv(own).practice).toBe(false);
  expect(parseEnv({ ...own, MOA_PRACTICE: '1' }).practice).toBe(true);
});

it('an address that others reach is never in practice mode unless asked', () => {
  expect(parseEnv({ NEXTAUTH_URL: 'https://moa.example.com' }).practice).toBe(false);
  expect(parseEnv({ NEXTAUTH_URL: 'http://192.168.0.7:3000' }).practice).toBe(false);
  expect(parseEnv({ MOA_HOST: '0.0.0.0' }).practice).toBe(false);
  expect(parseEnv({ NEXTAUTH_URL: 'http://127.0.0.1.example.com' }).practice).toBe(false);
  const asked = { NEXTAUTH_URL: 'https://moa.example.com', MOA_PRACTICE: '1' };
  expect(parseEnv(asked).practice).toBe(true);
  expect(parseEnv({ MOA_HOST: '::1' }).practice).toBe(true);
  for (const own of ['http://localhost:3000', 'http://127.0.0.1:4000', 'http://[::1]:3000'])
    expect(parseEnv({ NEXTAUTH_URL: own }).practice).toBe(true);
});

it('believes no proxy where people come without TLS, and one where they come by it', () => {
  const https = { NEXTAUTH_URL: 'https://moa.example.com' };
  expect(parseEnv({}).proxies).toBe(0);
  expect(parseEnv({ NEXTAUTH_URL: 'http://192.168.0.7:3000' }).proxies).toBe(0);
  expect(parseEnv(https).proxies).toBe(1);
  expect(parseEnv({ ...https, MOA_PROXY_HOPS: '2' }).proxies).toBe(2);
  expect(parseEnv({ ...https, MOA_PROXY_HOPS: '0' }).proxies).toBe(0);
  expect(() => parseEnv({ MOA_PROXY_HOPS: '-1' })).toThrow('MOA_PROXY_HOPS');
});

it('an empty value counts as not given', () => {
  expect(parseEnv({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: null });
});

it('names every wrong setting', () => {
  expect(() => parseEnv({ PORT: '70000', MOA_CHANNEL_BASE_URLS: '{' })).toThrow(
    /PORT is not valid[\s\S]*MOA_CHANNEL_BASE_URLS is not valid: must be JSON/,
  );
});

it('never repeats the value of a wrong secret', () => {
  const wrong = { ...secrets, MOA_ENCRYPTION_KEY: 'my-own-password' };
  expect(() => parseSecrets(wrong)).toThrow('MOA_ENCRYPTION_KEY is not valid: must be 32 bytes');
  expect(() => parseSecrets(wrong)).not.toThrow('my-own-password');
});

it('says which key is missing', () => {
  const { CRON_SECRET, ...others } = secrets;
  expect(() => parseSecrets(others)).toThrow('CRON_SECRET is not set.');
  expect(parseSecrets({ ...others, CRON_SECRET })).toMatchObject({ encryptionKey: key });
});
