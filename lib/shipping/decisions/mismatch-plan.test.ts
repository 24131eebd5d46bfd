import { expect, it } from 'vitest';
import { type MismatchFacts, suggestedRepair, whyOf } from './mismatch-plan';

const shipped: MismatchFacts = {
  stage: 'shipped',
  holdKinds: [],
  shipMethod: 'parcel',
  channelStates: ['acknowledged'],
  pushStates: ['done'],
  staysAway: null,
};

it('suggests to push again what has left and the channel does not know of', () => {
  expect(suggestedRepair(shipped)).toBe('pushAgain');
  expect(suggestedRepair({ ...shipped, pushStates: ['failed'] })).toBe('pushAgain');
  expect(suggestedRepair({ ...shipped, pushStates: ['waiting'] })).toBeNull();
  expect(suggestedRepair({ ...shipped, pushStates: ['stopped'] })).toBeNull();
  expect(suggestedRepair({ ...shipped, channelStates: ['shipping'] })).toBeNull();
});

it('suggests to bring back what the channel has cancelled meanwhile', () => {
  expect(suggestedRepair({ ...shipped, channelStates: ['cancelled'] })).toBe('unship');
  expect(
    suggestedRepair({ ...shipped, stage: 'delivered', channelStates: ['cancelled'] }),
  ).toBeNull();
});

it('suggests to mark as shipped what the channel says has left, if it may leave here', () => {
  const open: MismatchFacts = {
    ...shipped,
    stage: 'invoiced',
    channelStates: ['shipping'],
    pushStates: [],
  };
  expect(suggestedRepair(open)).toBe('markShipped');
  expect(suggestedRepair({ ...open, holdKinds: ['shipped_by_channel'] })).toBe('markShipped');
  expect(suggestedRepair({ ...open, holdKinds: ['claim'] })).toBe('hold');
  expect(suggestedRepair({ ...open, stage: 'ready' })).toBe('hold');
  expect(
    suggestedRepair({ ...open, stage: 'ready', holdKinds: ['shipped_by_channel'] }),
  ).toBeNull();
  expect(suggestedRepair({ ...open, channelStates: ['acknowledged'] })).toBeNull();
});

it('suggests to bring nothing back whose goods came in already, and says so', () => {
  const cancelled: MismatchFacts = { ...shipped, channelStates: ['cancelled'] };
  expect(whyOf(cancelled)).toBe('unship');
  for (const staysAway of ['received', 'purged'] as const) {
    expect(suggestedRepair({ ...cancelled, staysAway })).toBeNull();
    expect(whyOf({ ...cancelled, staysAway })).toBe(staysAway);
  }
  const waiting: MismatchFacts = {
    ...{ ...shipped, stage: 'ready', channelStates: ['shipping'], staysAway: 'received' },
    holdKinds: ['shipped_by_channel'],
  };
  expect(whyOf(waiting)).toBe('none');
});
