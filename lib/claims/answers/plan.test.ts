import { describe, expect, it } from 'vitest';
import { channelOf } from '@/lib/channels/registry';
import { claimVerbs } from '@/lib/channels/telling';
import {
  type AnswerableClaim,
  answerRules,
  outdatedNumber,
  standingOf,
  unanswerable,
} from './plan';

const cancel: AnswerableClaim = {
  kind: 'cancel',
  state: 'requested',
  channelState: 'requested',
  source: 'channel',
  isDecided: false,
  isAway: false,
  hasWaybill: true,
  isUnderWay: false,
  answered: [],
};

describe('an answer', () => {
  it('can be given to a waiting claim where the channel takes it', () => {
    expect(unanswerable(cancel, 'approve_cancel', {})).toBeNull();
    expect(unanswerable(cancel, 'approve_cancel', undefined)).toBe('noApi');
    expect(unanswerable(cancel, 'approve_return', {})).toBe('noApi');
    expect(unanswerable({ ...cancel, source: 'hand' }, 'approve_cancel', {})).toBe('noApi');
  });

  it('is given once, and not to what is decided', () => {
    expect(unanswerable({ ...cancel, isUnderWay: true }, 'approve_cancel', {})).toBe(
      'beingAnswered',
    );
    for (const state of ['accepted', 'done', 'rejected', 'withdrawn'] as const)
      expect(unanswerable({ ...cancel, state }, 'approve_cancel', {})).toBe('alreadyDecided');
  });

  it('never cancels what has left, and never says sent without a number', () => {
    expect(unanswerable({ ...cancel, isAway: true }, 'approve_cancel', {})).toBe('alreadyShipped');
    const noNumber = { ...cancel, hasWaybill: false };
    expect(unanswerable(noNumber, 'reject_cancel', { waybill: true })).toBe('noWaybill');
    expect(unanswerable(cancel, 'reject_cancel', { waybill: true })).toBeNull();
  });

  it('waits for the answer that the channel wants first, given here or in its seller centre', () => {
    const form = channelOf('coupang')?.capabilities.answers.approve_return;
    const back = { ...cancel, kind: 'return', state: 'accepted', isDecided: true } as const;
    expect(unanswerable(back, 'approve_return', form)).toBe('notReceived');
    expect(unanswerable({ ...back, state: 'done' }, 'approve_return', form)).toBe('notReceived');
    expect(
      unanswerable({ ...back, answered: ['receive_return'] }, 'approve_return', form),
    ).toBeNull();
    expect(unanswerable({ ...back, channelState: 'accepted' }, 'approve_return', form)).toBeNull();
    expect(unanswerable(back, 'receive_return', {})).toBeNull();
  });

  it('can follow a decision about what came back, but only once', () => {
    const back = { ...cancel, kind: 'return', state: 'done', isDecided: true } as const;
    expect(unanswerable(back, 'approve_return', {})).toBeNull();
    expect(unanswerable({ ...back, isDecided: false }, 'approve_return', {})).toBe(
      'alreadyDecided',
    );
    expect(unanswerable({ ...back, answered: ['approve_return'] }, 'approve_return', {})).toBe(
      'alreadyDecided',
    );
  });
});

describe('what the channel shows of an answer', () => {
  const requested = { kind: 'cancel', state: 'requested' } as const;

  it('is open while the request stands', () => {
    expect(standingOf('approve_cancel', requested, undefined)).toBe('open');
    expect(standingOf('reject_cancel', requested, { state: 'acknowledged' })).toBe('open');
  });

  it('is done when the claim says so', () => {
    expect(standingOf('approve_cancel', { ...requested, state: 'done' }, undefined)).toBe('done');
    expect(standingOf('reject_cancel', { ...requested, state: 'withdrawn' }, undefined)).toBe(
      'done',
    );
  });

  it('is done when only the unit says so', () => {
    expect(standingOf('approve_cancel', undefined, { state: 'cancelled' })).toBe('done');
    expect(standingOf('reject_cancel', undefined, { state: 'shipping' })).toBe('done');
    expect(standingOf('reject_cancel', { kind: 'return', state: 'requested' }, undefined)).toBe(
      'done',
    );
  });

  it('is over when the buyer or the marketplace was quicker', () => {
    expect(standingOf('approve_cancel', { ...requested, state: 'withdrawn' }, undefined)).toBe(
      'over',
    );
    expect(standingOf('reject_cancel', { ...requested, state: 'done' }, undefined)).toBe('over');
  });

  it('follows the goods of an exchange, where the channel speaks of them', () => {
    const exchange = { kind: 'exchange', state: 'accepted' } as const;
    const collected = { ...exchange, progress: 'collected' } as const;
    expect(standingOf('receive_exchange', collected, undefined)).toBe('done');
    expect(standingOf('send_exchange', collected, undefined)).toBe('open');
    expect(standingOf('send_exchange', { ...exchange, progress: 'resent' }, undefined)).toBe(
      'done',
    );
    expect(standingOf('receive_exchange', exchange, undefined)).toBe('unclear');
  });

  it('is unclear where neither says anything', () => {
    for (const verb of claimVerbs) expect(standingOf(verb, undefined, undefined)).toBe('unclear');
  });
});

it('knows the number of an exchange that has changed since the channel was told', () => {
  const told = (verb: 'send_exchange' | 'receive_exchange', state: string, waybillNo: string) => ({
    ...{ verb, state, waybillNo },
  });
  const answers = [
    told('send_exchange', 'failed', '3'),
    told('send_exchange', 'done', '2'),
    told('receive_exchange', 'done', ''),
  ];
  expect(outdatedNumber(answers, '4')).toBe('2');
  expect(outdatedNumber(answers, '2')).toBeNull();
  expect(outdatedNumber(answers, null)).toBeNull();
  expect(outdatedNumber(answers.slice(2), '4')).toBeNull();
});

it.each(claimVerbs)('%s ends in another state than it begins in', (verb) => {
  const { from, done }: { from: readonly string[]; done: readonly string[] } = answerRules[verb];
  expect(done).not.toContain(from[0]);
});
