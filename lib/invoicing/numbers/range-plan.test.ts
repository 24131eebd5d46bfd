import { expect, it } from 'vitest';
import { planRange } from './range-plan';

const lacking = { hasNumber: false, isRequested: false, isPrinted: false };
const requested = { ...lacking, isRequested: true };
const numbered = { ...lacking, hasNumber: true };
const printed = { ...numbered, isPrinted: true };
const range = [lacking, requested, numbered, printed];

it('numbers what lacks a number, and prints each label once', () => {
  expect(planRange(range, true)).toEqual({
    toNumber: [lacking],
    toPrint: [numbered],
    stays: ['requested', 'printed'],
  });
});

it('prints what has its number where no label of a new one could be printed', () => {
  expect(planRange(range, false)).toEqual({
    toNumber: [],
    toPrint: [numbered],
    stays: ['unprintable', 'requested', 'printed'],
  });
});
