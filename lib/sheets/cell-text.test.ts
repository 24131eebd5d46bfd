import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellInstant, cellText, cellWholeNumber, koreanClock } from './cell-text';

describe('cellText', () => {
  it.each([
    [null, ''],
    [' 00123 ', '00123'],
    ['123456789012345678', '123456789012345678'],
    [680000001234, '680000001234'],
    [2024112312345671, '2024112312345671'],
    [-5, '-5'],
    [0.1 + 0.2, '0.3'],
    ['1E5', '1E5'],
    ['BOX-1.5E+1', 'BOX-1.5E+1'],
    ['\u1112\u1161\u11ab', '한'],
    ['#N/A호', '#N/A호'],
  ])('of %j is %j', (cell, text) => {
    expect(cellText(cell)).toEqual({ kind: 'text', text });
  });

  it.each(['1.23E+17', '6.8e+11', '1E+12', 123456789012345680, 2024112312345670, 1e21])(
    'of %s is damaged: its digits are gone',
    (cell) => {
      expect(cellText(cell).kind).toBe('damaged');
    },
  );

  it.each(['#N/A', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '#NUM!', '#NULL!'])(
    'of %s is what a formula could not say',
    (cell) => {
      expect(cellText(cell)).toEqual({ kind: 'damaged', damage: 'cellError', shown: cell });
    },
  );

  it('of a date is damaged: a spreadsheet made it of 1-2-3', () => {
    expect(cellText(new Date('2001-02-02T15:00:00Z'))).toEqual({
      kind: 'damaged',
      damage: 'dateCell',
      shown: '2001-02-03 00:00:00',
    });
  });

  it('gives every whole number of up to fifteen digits back digit by digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (number) => {
        expect(cellText(number)).toEqual({
          kind: 'text',
          text: number.toLocaleString('en-US').replaceAll(',', ''),
        });
      }),
    );
  });
});

describe('cellInstant', () => {
  it.each([
    '2026-11-22 13:05:09',
    '2026/11/22 13:05:09',
    '2026.11.22 13:05:09',
    '2026-11-22T13:05:09',
    '2026-11-22 13:05:09.0',
    '2026년 11월 22일 오후 1:05:09',
    '2026-11-22 PM 01:05:09',
    '20261122130509',
    20261122130509,
  ])('reads %s as a moment in Korea', (cell) => {
    expect(cellInstant(cell)).toEqual(new Date('2026-11-22T04:05:09Z'));
  });

  it.each(['2026-11-22', '2026.11.22.', '20261122', '2026-11-22 오전 12:00'])(
    'reads %s as midnight in Korea',
    (cell) => {
      expect(cellInstant(cell)).toEqual(new Date('2026-11-21T15:00:00Z'));
    },
  );

  it.each(['', '어제', '2026-02-31', '2026-13-01', '2026-11-22 25:00', '010-1234-5678', 45000.5])(
    'does not read %s as a date',
    (cell) => {
      expect(cellInstant(cell)).toBeNull();
    },
  );

  it('and koreanClock undo each other to the second', () => {
    const years = { min: new Date('1970-01-02'), max: new Date('2100-01-01'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        date.setMilliseconds(0);
        expect(cellInstant(koreanClock(date))).toEqual(date);
      }),
    );
  });
});

it.each([
  [3, 3],
  ['3', 3],
  ['1,200원', 1200],
  ['₩1,200', 1200],
  ['3개', 3],
  ['2.0', 2],
  ['-1', -1],
  ['', null],
  ['두 개', null],
  [1.5, null],
  ['1.5', null],
])('cellWholeNumber of %j is %j', (cell, number) => {
  expect(cellWholeNumber(cell)).toBe(number);
});
