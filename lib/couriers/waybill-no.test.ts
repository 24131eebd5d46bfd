import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { courierByName } from './courier-by-name';
import { courierKeys, courierName, couriers, trackingUrlOf } from './registry';
import { checkDigit, checkWaybillNo, normaliseWaybillNo } from './waybill-no';

describe('checkWaybillNo', () => {
  it.each([
    ['cj', '684809623814'],
    ['cj', '346685023785'],
    ['hanjin', '123456789013'],
    ['hanjin', '507897901630'],
    ['lotte', '317651308380'],
    ['logen', '92816272404'],
    ['epost', '6890123456789'],
    ['epost', 'EE123456785KR'],
    ['kdexp', '12345678901234'],
  ] as const)('accepts %s %s', (courier, no) => {
    expect(checkWaybillNo(courier, no)).toEqual({ verdict: 'ok' });
  });

  it.each([
    ['cj', '684809623815'],
    ['hanjin', '999999999999'],
    ['lotte', '317651308381'],
  ] as const)('refuses %s %s, whose last digit is not the check digit', (courier, no) => {
    expect(checkWaybillNo(courier, no)).toEqual({ verdict: 'refuse', reason: 'wrongCheckDigit' });
  });

  it('reads the CJ check digit from digits 3 to 11, so the first two are free', () => {
    expect(checkWaybillNo('cj', '004809623814').verdict).toBe('ok');
    expect(checkDigit('68480962381', couriers.hanjin.check)).not.toBe(4);
  });

  it('takes ten digits of CJ and fourteen of Hanjin without a check digit', () => {
    expect(checkWaybillNo('cj', '1234567890')).toEqual({ verdict: 'ok' });
    expect(checkWaybillNo('hanjin', '12345678901234')).toEqual({ verdict: 'ok' });
  });

  it('refuses a length that Lotte does not have and only warns for Logen and the post', () => {
    expect(checkWaybillNo('lotte', '3176513083')).toMatchObject({ verdict: 'refuse' });
    expect(checkWaybillNo('logen', '928162724')).toMatchObject({ verdict: 'warn' });
    expect(checkWaybillNo('epost', '68901')).toEqual({ verdict: 'warn', reason: 'wrongShape' });
  });

  it.each([
    '#N/A',
    '#REF!',
    '0',
    '00000000000',
    '미출력',
    '합계',
    '1234',
    'TRACKING',
    '12345/67890',
  ])('refuses %s, which no courier gives, whatever the courier', (no) => {
    for (const courier of courierKeys) {
      expect(checkWaybillNo(courier, normaliseWaybillNo(no))).toEqual({
        verdict: 'refuse',
        reason: 'notNumber',
      });
    }
  });

  it('takes numbers with letters and of unusual lengths where the rule is not certain', () => {
    for (const no of ['1Z999AA10123456784', 'JD014600006281230704', 'LX123456789CN', '92816']) {
      expect(checkWaybillNo('other', no).verdict).not.toBe('refuse');
    }
  });

  it('only warns when the Logen check digit fails, as that rule is not certain', () => {
    expect(checkWaybillNo('logen', '92816272405')).toEqual({
      verdict: 'warn',
      reason: 'wrongCheckDigit',
    });
  });

  it('tells a number that lost its zeros in a spreadsheet from a wrong one', () => {
    expect(checkWaybillNo('lotte', '7651308383')).toMatchObject({ reason: 'lostZeros' });
    expect(checkWaybillNo('lotte', '7651308384')).toMatchObject({ reason: 'wrongShape' });
  });

  it('refuses a number in scientific notation whatever the courier', () => {
    for (const courier of ['cj', 'other', 'kdexp'] as const) {
      expect(checkWaybillNo(courier, normaliseWaybillNo('6.8E+11'))).toEqual({
        verdict: 'refuse',
        reason: 'scientific',
      });
    }
  });

  it('refuses every CJ number with one digit of 3 to 12 changed by less than seven', () => {
    const change = fc.record({
      base: fc.stringMatching(/^\d{11}$/),
      at: fc.integer({ min: 2, max: 11 }),
      by: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(change, ({ base, at, by }) => {
        const good = base + checkDigit(base, couriers.cj.check);
        const digit = Number(good.charAt(at));
        const wrong = digit >= by ? digit - by : digit + by;
        fc.pre(wrong <= 9);
        const changed = good.slice(0, at) + wrong + good.slice(at + 1);
        expect(checkWaybillNo('cj', good).verdict).toBe('ok');
        expect(checkWaybillNo('cj', changed).verdict).toBe('refuse');
      }),
    );
  });
});

describe('normaliseWaybillNo', () => {
  it.each([
    ['6848-0962-3814', '684809623814'],
    [' 6848 0962 3814 ', '684809623814'],
    ['６８４８０９６２３８１４', '684809623814'],
    ["'0123456789", '0123456789'],
    ['ee123456785kr', 'EE123456785KR'],
  ])('reads %s as %s', (written, no) => {
    expect(normaliseWaybillNo(written)).toBe(no);
  });
});

describe('courierByName', () => {
  it.each([
    ['CJ대한통운', 'cj'],
    ['CJ 대한통운', 'cj'],
    ['cj택배', 'cj'],
    ['우체국', 'epost'],
    ['우체국 택배', 'epost'],
    ['롯데글로벌로지스', 'lotte'],
    ['롯데(현대)택배', 'lotte'],
    ['한진', 'hanjin'],
    ['로젠택배', 'logen'],
    ['logen', 'logen'],
  ])('knows %s', (name, key) => {
    expect(courierByName(name)).toBe(key);
  });

  it('knows every courier by its key, its names and its aliases, each name meaning one courier', () => {
    for (const [key, { koreanName, englishName, aliases }] of Object.entries(couriers)) {
      for (const name of [key, koreanName, englishName, ...aliases])
        expect(courierByName(name)).toBe(key);
    }
  });

  it('does not guess', () => {
    for (const name of ['', '택배', '아무택배', 'toString']) expect(courierByName(name)).toBeNull();
  });
});

it('calls a courier by its English name wherever it is not read in Korean', () => {
  expect(courierName('ko', 'cj')).toBe('CJ대한통운');
  const english = courierKeys.map((key) => courierName('en', key));
  expect(english).toContain('CJ Logistics');
  expect(english.filter((name) => /[가-힣]/.test(name))).toEqual([]);
  expect(courierName('en', 'nobody', '?')).toBe('?');
});

it('a tracking address carries the number, and there is none for a courier without a page', () => {
  expect(trackingUrlOf('lotte', '317651308380')).toContain('InvNo=317651308380');
  expect(trackingUrlOf('chunil', '12345678')).toBeNull();
  expect(trackingUrlOf(null, '12345678')).toBeNull();
});
