import { expect, it } from 'vitest';
import { planRange } from './range-plan';

const lacking = { hasNumber: false, isRequested: false, isPrinted: false, isLeftToSupplier: false };
const requested = { ...lacking, isRequested: true };
const numbered = { ...lacking, hasNumber: true };
const supplied = { ...lacking, isLeftToSupplier: true };
const printed = { ...numbered, isPrinted: true };
const range = [lacking, requested, supplied, numbered, printed];

it('numbers what lacks a number, and prints each label once', () => {
  expect(planRange(range, true)).toEqual({
    toNumber: [lacking],
    toPrint: [numbered],
    stays: ['requested', 'sentBySupplier', 'printed'],
  });
});

it('prints what has its number where no label of a new one could be printed', () => {
  expect(planRange(range, false)).toEqual({
    toNumber: [],
    toPrint: [numbered],
    stays: ['unprintable', 'requested', 'sentBySupplier', 'printed'],
  });
});
