import { expect, it } from 'vitest';
import { answersOf, choiceOf, withAnswer, withBase, withRest } from './review-choices';

const group = { rows: [11, 12, 13].map((id) => ({ id, seen: `${id} as shown` })) };
const seen = group.rows.map((row) => row.seen);
const members = (...given: [number, boolean][]) =>
  given.map(([shipmentId, together]) => ({ shipmentId, together }));

it('the first row is the base, and nothing is said without an answer', () => {
  expect(choiceOf(new Map(), group).base).toBe(11);
  expect(answersOf(new Map())).toEqual([]);
});

it('says only what was answered', () => {
  const choices = withAnswer(withAnswer(new Map(), group, [12], true), group, [12], false);
  expect(answersOf(choices)).toEqual([
    { baseShipmentId: 11, members: members([12, false]), leavesOpen: true, seen },
  ]);
});

it('the base itself is never a member', () => {
  const choices = withAnswer(new Map(), group, [11, 12, 13], true);
  expect(answersOf(choices)).toEqual([
    { baseShipmentId: 11, members: members([12, true], [13, true]), leavesOpen: false, seen },
  ]);
});

it('a new base takes its answer back, and the former base joins it', () => {
  const choices = withBase(withAnswer(new Map(), group, [12, 13], true), group, 13);
  expect(answersOf(choices)).toEqual([
    { baseShipmentId: 13, members: members([12, true], [11, true]), leavesOpen: false, seen },
  ]);
});

it('gives the rest of all groups one answer, and leaves what was answered', () => {
  const other = { rows: [21, 22].map((id) => ({ id, seen: `${id} as shown` })) };
  const choices = withRest(withAnswer(new Map(), group, [12], false), [group, other], true);
  expect(answersOf(choices).map((answer) => answer.members)).toEqual([
    members([12, false], [13, true]),
    members([22, true]),
  ]);
});

it('an answer outlives its page, and says nothing of a group that has changed since', () => {
  const other = { rows: [21, 22].map((id) => ({ id, seen: `${id} as shown` })) };
  const choices = withAnswer(withAnswer(new Map(), group, [12], true), other, [22], false);
  expect(answersOf(choices).map(({ baseShipmentId }) => baseShipmentId)).toEqual([11, 21]);
  const changed = {
    rows: group.rows.map((row) => ({ ...row, seen: `${row.seen}, then changed` })),
  };
  expect(choiceOf(choices, changed).together.size).toBe(0);
});
