import { expect, it } from 'vitest';
import { answeredPairs, planAnswered } from './answer-plan';
import type { Answer, Candidate } from './parcel';
import { candidate, plainRules } from './testing-candidates';

const withMobile = (id: number, mobile: string, change: Partial<Candidate> = {}) =>
  candidate(id, { recipient: { mobiles: [mobile] }, ...change });

function answered(base: Candidate, together: Candidate[], apart: Candidate[] = []) {
  const pairs = [...answeredPairs([{ base, together, apart }])];
  const answers = new Map<string, Answer>(
    pairs.map(([pair, isTogether], at) => [pair, { id: at + 1, isTogether }]),
  );
  return planAnswered({ base, together, apart }, plainRules, answers);
}

it('remembers each two of those together, and each apart with each of them', () => {
  const [a, b, c, d] = ['m1', 'm2', 'm3', 'm4'].map((mobile, at) => withMobile(at + 1, mobile));
  if (!a || !b || !c || !d) throw new Error('Four are given');
  const pairs = answeredPairs([{ base: a, together: [b, c], apart: [d] }]);
  expect([...pairs.values()].filter(Boolean)).toHaveLength(3);
  expect([...pairs.values()].filter((isTogether) => !isTogether)).toHaveLength(3);
});

it('needs no answer for recipients that are the same anyway', () => {
  expect(answeredPairs([{ base: candidate(1), together: [candidate(2)], apart: [] }]).size).toBe(0);
});

it('bundles those together, each with its answer', () => {
  const { joined, refused } = answered(withMobile(1, 'm1'), [withMobile(2, 'm2')]);
  expect(joined).toEqual([{ id: 2, reason: { rule: 'joinedByAnswer', values: [1, 1] } }]);
  expect(refused).toEqual([]);
});

it('one pair answered both ways is bundled now and remembered apart', () => {
  const virtual = { mobiles: [], hasVirtualPhone: true };
  const [a, b, c] = [1, 2, 3].map((id) => candidate(id, { recipient: virtual }));
  if (!a || !b || !c) throw new Error('Three are given');
  expect([...answeredPairs([{ base: a, together: [b], apart: [c] }]).values()]).toEqual([false]);
  const { joined, apart } = answered(a, [b], [c]);
  expect(joined.map((one) => one.id)).toEqual([2]);
  expect(apart).toEqual([{ id: 3, reason: { rule: 'answeredApart', values: [1, 1] } }]);
});

it.each<[string, Candidate, Candidate, string]>([
  ['a lock', withMobile(1, 'm1'), withMobile(2, 'm2', { isBundleLocked: true }), 'locked'],
  [
    'a locked base',
    withMobile(1, 'm1', { isBundleLocked: true }),
    withMobile(2, 'm2'),
    'partnerLeftOut',
  ],
  ['freight terms', withMobile(1, 'm1'), withMobile(2, 'm2', { freightTerm: 2 }), 'freightTerm'],
  [
    'another recipient',
    withMobile(1, 'm1'),
    candidate(2, { recipient: { nameKey: 'jiho' } }),
    'otherThanMember',
  ],
])('an answer does not overrule %s', (_, base, member, rule) => {
  const { joined, refused } = answered(base, [member]);
  expect(joined).toEqual([]);
  expect(refused.map((one) => one.reason.rule)).toEqual([rule]);
});
