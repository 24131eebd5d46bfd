import fc from 'fast-check';
import { expect, it } from 'vitest';
import { waitMs } from './wait';

it('is a whole number of milliseconds, no shorter than asked and than the own back-off', () => {
  const milliseconds = fc.nat(3_600_000);
  fc.assert(
    fc.property(milliseconds, milliseconds, fc.nat(999), (askedMs, backOffMs, thousandths) => {
      const wait = waitMs(askedMs, backOffMs, thousandths / 1000);
      expect(Number.isInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(Math.max(askedMs, backOffMs));
    }),
  );
});
