import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Nothing travels by these, and the screen offers the way back. */
const UNASKED = ['allocateChosen', 'allow', 'forbid', 'returnRows', 'see', 'vouch'];

type Button = { does: string | undefined; asks: boolean; isOfSelected: boolean };

function buttonsIn(source: string): Button[] {
  return source
    .split('<ActionButton')
    .slice(1)
    .map((rest) => rest.split('</ActionButton>')[0] ?? '')
    .map((button) => ({
      does: /action=\{(\w+)\}/.exec(button)?.[1],
      asks: button.includes('confirm='),
      isOfSelected: button.includes('selectionAs='),
    }));
}

const buttons = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx') && !name.endsWith('action-button.tsx'))
  .flatMap((name) => buttonsIn(readFileSync(path.join('app', name), 'utf8')));

it('asks once before something is done to all the selected rows', () => {
  const unasked = buttons.filter(({ asks, isOfSelected }) => isOfSelected && !asks);
  expect([...new Set(unasked.map(({ does }) => does))].sort()).toEqual(UNASKED);
});

it('asks before a mismatch is repaired, of one row as of many', () => {
  const repairs = buttons.filter(({ does }) => does === 'repair');
  expect(repairs.map(({ asks }) => asks)).toEqual([true, true]);
});
