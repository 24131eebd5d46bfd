import { expect, it } from 'vitest';
import vectors from '../fixtures/smartstore-signatures.json';
import { secretSign } from './signature';

it.each(vectors)('signs $clientId as documented', async ({ sign, timestamp, ...key }) => {
  expect(await secretSign(key, timestamp)).toBe(sign);
});
