import { expect, it } from 'vitest';
import { actionOf, elementsDrawn } from './testing-buttons';

/** Nothing travels by these, and the screen offers the way back. */
const UNASKED = ['allocateChosen', 'allow', 'forbid', 'returnRows', 'see', 'vouch'];

const buttons = elementsDrawn('ActionButton').map((button) => ({
  does: actionOf(button),
  asks: button.source.includes('confirm='),
  isOfSelected: button.source.includes('selectionAs='),
}));

it('asks once before something is done to all the selected rows', () => {
  const unasked = buttons.filter(({ asks, isOfSelected }) => isOfSelected && !asks);
  expect([...new Set(unasked.map(({ does }) => does))].sort()).toEqual(UNASKED);
});

it('asks before a mismatch is repaired, of one row as of many', () => {
  const repairs = buttons.filter(({ does }) => does === 'repair');
  expect(repairs.map(({ asks }) => asks)).toEqual([true, true]);
});
