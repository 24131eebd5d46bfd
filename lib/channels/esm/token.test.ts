import { expect, it } from 'vitest';
import vectors from './fixtures/tokens.json';
import { authorization } from './token';

it.each(vectors)('signs the token for $sellers as documented', (vector) => {
  const { sellers, issuedAt } = vector;
  const when = issuedAt === null ? {} : { issuedAt: new Date(issuedAt * 1000) };
  expect(authorization(vector, { sellers, ...when })).toBe(vector.authorization);
});
