import { expect, it } from 'vitest';
import vectors from './fixtures/signatures.json';
import { authorization, signedDate } from './signature';

it.each(vectors)('signs $method $path as documented', (vector) => {
  const key = { accessKey: vector.access_key, secretKey: vector.secret };
  const { method, path, query } = vector;
  expect(authorization(key, { signedDate: vector.signed_date, method, path, query })).toBe(
    vector.authorization,
  );
});

it('dates the signature in UTC with two digits of the year', () => {
  expect(signedDate(new Date('2026-01-15T12:15:01.999+09:00'))).toBe('260115T031501Z');
});
