import { expect, it } from 'vitest';
import vectors from './fixtures/signatures.json';
import { clientSecretSign } from './signature';
import { credentialSchema } from './token';

it.each(vectors)('signs for $clientId as documented', async ({ sign, timestamp, ...key }) => {
  expect(credentialSchema.safeParse(key).success).toBe(true);
  expect(await clientSecretSign(key, timestamp)).toBe(sign);
});

it('keeps the prefix of the secret, and takes no secret that is not a salt', async () => {
  const sign = await clientSecretSign(
    { clientId: 'a', clientSecret: '$2a$04$abcdefghijklmnopqrstuu' },
    '1',
  );
  expect(Buffer.from(sign, 'base64').toString()).toMatch(/^\$2a\$04\$abcdefghijklmnopqrstuu/);
  for (const clientSecret of ['secret', '$2a$04$short', '$2a$31$abcdefghijklmnopqrstuu'])
    expect(credentialSchema.safeParse({ clientId: 'a', clientSecret }).success).toBe(false);
});
