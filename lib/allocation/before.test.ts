import { expect, it } from 'vitest';
import { linePairs, readBefore } from './before';

it('reads back the run, the reason and the lines that were noted', () => {
  const lines = [
    { lineId: 11, before: 2 },
    { lineId: 12, before: 0 },
  ];
  expect(readBefore([7, 201, 2, 55, 1, ...linePairs(lines)])).toEqual({
    lastRunId: 7,
    rule: 201,
    values: [55, 1],
    lines,
  });
});

it('tells a reason without values from no reason', () => {
  expect(readBefore([7, 300, 0])).toMatchObject({ rule: 300, values: [], lines: [] });
  expect(readBefore([0, 0, 0, 11, 2])).toEqual({
    lastRunId: null,
    rule: null,
    values: null,
    lines: [{ lineId: 11, before: 2 }],
  });
});
