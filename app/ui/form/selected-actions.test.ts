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

/** What nothing takes back: pieces written off or received, and what is lost by it. */
const FINAL = {
  ActionButton: ['decideAddress', 'repair', 'resetLayout', 'takeOut'],
  ActionForm: ['editMany', 'exchange', 'receive', 'reportShort', 'resendParcel'],
} as const;

it.each(['ActionButton', 'ActionForm'] as const)(
  'asks once before an %s does it for good',
  (tag) => {
    const drawn = elementsDrawn(tag).map((element) => ({
      does: actionOf(element) ?? '',
      asks: element.source.includes('confirm='),
    }));
    const meant = drawn.filter(({ does }) => FINAL[tag].some((name) => name === does));
    expect([...new Set(meant.map(({ does }) => does))].sort()).toEqual([...FINAL[tag]]);
    expect(meant.filter(({ asks }) => !asks)).toEqual([]);
  },
);

it('asks before a mismatch is repaired, of one row as of many', () => {
  const repairs = buttons.filter(({ does }) => does === 'repair');
  expect(repairs.map(({ asks }) => asks)).toEqual([true, true]);
});
