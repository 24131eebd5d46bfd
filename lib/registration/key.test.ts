import { expect, it } from 'vitest';
import { numberedLineKey } from './key';

it.each([
  ['smartstore', '2026112298765431', '2026112212345671', '2026112212345671'],
  ['smartstore', 'T-1', '1', 'T-1-1'],
  ['coupang', '3100009000001', '70011112222', '3100009000001-70011112222'],
  ['11st', '20261122000000001', '2', '20261122000000001-2'],
  ['gmarket', '4000000001', '4000000001', '4000000001'],
  ['cafe24', '20261122-0000012', '20261122-0000012-01', '20261122-0000012-01'],
])('of %s, order %s and line %s the key is %s, as by the API', (market, orderNo, lineNo, key) => {
  expect(numberedLineKey(market, orderNo, lineNo)).toBe(key);
});
