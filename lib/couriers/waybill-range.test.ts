import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CourierKey } from './registry';
import { checkWaybillNo } from './waybill-no';
import { issuesFromRange, readWaybillRange, serialOf, waybillNoFromSerial } from './waybill-range';

const couriersWithRule = fc.constantFrom('cj', 'hanjin', 'lotte');
/** From 1: a number of noughts alone is none. */
const serials = fc.integer({ min: 1, max: 99_999_999_000 });

describe('a number range', () => {
  it('gives full numbers with consecutive serials, both ends included', () => {
    expect([...numbersOf('hanjin', '123456789013', '123456789035')]).toEqual([
      '123456789013',
      '123456789024',
      '123456789035',
    ]);
  });

  it('holds exactly as many different, valid numbers as it says', () => {
    const range = fc.record({
      courier: couriersWithRule,
      serial: serials,
      extra: fc.nat({ max: 300 }),
    });
    fc.assert(
      fc.property(range, ({ courier, serial, extra }) => {
        const from = waybillNoFromSerial(courier, serial);
        const to = waybillNoFromSerial(courier, serial + extra);
        const numbers = [...numbersOf(courier, from, to)];
        expect(readWaybillRange(courier, from, to)).toMatchObject({ count: extra + 1 });
        expect(new Set(numbers).size).toBe(extra + 1);
        expect([numbers[0], numbers.at(-1)]).toEqual([from, to]);
        for (const no of numbers) expect(checkWaybillNo(courier, no).verdict).toBe('ok');
      }),
    );
  });

  it('comes back to its serial through the full number, leading zeros kept', () => {
    fc.assert(
      fc.property(couriersWithRule, serials, (courier, serial) => {
        const no = waybillNoFromSerial(courier, serial);
        expect(no).toHaveLength(12);
        expect(serialOf(courier, no)).toBe(serial);
      }),
    );
  });

  it.each([
    ['cj', '684809623814', '684809623815', 'wrongTo'],
    ['cj', '68480962381', '684809623814', 'wrongFrom'],
    ['lotte', '317651308380', '317651308376', 'reversed'],
    ['hanjin', '12345678901234', '12345678901235', 'wrongFrom'],
    ['logen', '92816272404', '92816272404', 'noCertainRule'],
    ['epost', '6890123456789', '6890123456789', 'noCertainRule'],
  ] as const)('of %s from %s to %s is refused: %s', (courier, from, to, refused) => {
    expect(readWaybillRange(courier, from, to)).toEqual({ refused });
  });

  it('is only for couriers whose check digit is certain', () => {
    expect(issuesFromRange('cj')).toBe(true);
    expect(issuesFromRange('logen')).toBe(false);
    expect(() => waybillNoFromSerial('logen', 1)).toThrow(RangeError);
  });

  it('never runs over the length of the number', () => {
    expect(() => waybillNoFromSerial('cj', 100_000_000_000)).toThrow(RangeError);
    expect(() => waybillNoFromSerial('cj', -1)).toThrow(RangeError);
    expect(() => waybillNoFromSerial('cj', 1.5)).toThrow(RangeError);
  });
});

function* numbersOf(courier: CourierKey, fromNo: string, toNo: string) {
  const range = readWaybillRange(courier, fromNo, toNo);
  if ('refused' in range) throw new RangeError(range.refused);
  for (let serial = range.firstSerial; serial <= range.lastSerial; serial++)
    yield waybillNoFromSerial(courier, serial);
}
