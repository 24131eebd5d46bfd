import { expect, it } from 'vitest';
import { runKinds } from '@/lib/history/runs';
import { touchRules } from '@/lib/shipments/runs/touches';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';

/** Reasons of single parcels that no run counts. */
const NEVER_COUNTED = ['reopened', 'touchedSince', 'linesDeleted', 'cameApart', 'heldApart'];

/** What the runs of the stages count beside what arrives from outside. */
const counted = [
  'answers',
  'bundlesApart',
  'bundlesHeld',
  'freed',
  'gifts',
  'giftsTakenBack',
  'givenBack',
  'held',
  'matched',
  'matches',
  'open',
  'rematched',
  'units',
];

it.each([
  ['Korean', ko.history],
  ['English', en.history],
])('has a word in %s for each kind of run and for all that runs count', (_, words) => {
  const touches = Object.keys(touchRules).filter((name) => !NEVER_COUNTED.includes(name));
  const named = Object.keys(words.counts);
  expect([...touches, ...counted].filter((name) => !named.includes(name))).toEqual([]);
  expect(runKinds.filter((kind) => !(kind in words.kinds))).toEqual([]);
});
