import { expect, it } from 'vitest';
import {
  ChannelAnswerError,
  ChannelBusyError,
  type ChannelError,
  ChannelRefusedError,
  ChannelUnavailableError,
} from './errors';
import type { UnitResult } from './unit';
import { batchesOf, writeInTurn } from './writing';

const units = ['a', 'b', 'c'].map((unitNo) => ({ unitNo }));
const accepted = (unitNo: string): UnitResult => ({
  unitNo,
  outcome: 'accepted',
  code: '',
  message: '',
});

async function writeWith(failures: Record<string, ChannelError>, size = 1) {
  const sent: string[] = [];
  const results = await writeInTurn(batchesOf(units, size), async (batch) => {
    const names = batch.map(({ unitNo }) => unitNo);
    sent.push(names.join(''));
    for (const name of names) {
      const failure = failures[name];
      if (failure) throw failure;
    }
    return names.map(accepted);
  });
  const outcomes = results.map(({ unitNo, outcome, code }) =>
    `${unitNo} ${outcome} ${code}`.trim(),
  );
  return { sent, outcomes, results };
}

it('stops at a busy marketplace and says when to come back', async () => {
  const { sent, outcomes, results } = await writeWith({ b: new ChannelBusyError(9000) });
  expect(sent).toEqual(['a', 'b']);
  expect(outcomes).toEqual(['a accepted', 'b retry busy', 'c retry unsent']);
  expect(results[2]?.retryAfterMs).toBe(9000);
});

it('calls what may have arrived unknown, and what certainly did not a retry', async () => {
  const silent = await writeWith({ b: new ChannelUnavailableError('no answer in time', true) });
  expect(silent.outcomes).toEqual(['a accepted', 'b unknown unavailable', 'c retry unsent']);
  const closed = await writeWith({ b: new ChannelUnavailableError('ECONNREFUSED', false) });
  expect(closed.outcomes[1]).toBe('b retry unavailable');
  const garbage = await writeWith({ b: new ChannelAnswerError('not JSON') });
  expect(garbage.outcomes[1]).toBe('b unknown answer');
});

it('goes on after a refusal that is about one request only', async () => {
  const { outcomes } = await writeWith({
    b: new ChannelRefusedError('request', 400, 'BAD', '송장번호 형식'),
  });
  expect(outcomes).toEqual(['a accepted', 'b rejected BAD', 'c accepted']);
});

it('stops at a refused key without blaming the units', async () => {
  const { outcomes } = await writeWith({
    a: new ChannelRefusedError('credential', 401, '401', 'no key'),
  });
  expect(outcomes).toEqual(['a retry refused', 'b retry unsent', 'c retry unsent']);
});

it('sends a refused batch again one by one, so that a bad unit spoils no other', async () => {
  const { sent, outcomes } = await writeWith(
    { b: new ChannelRefusedError('request', 400, 'BAD', '송장번호 형식') },
    3,
  );
  expect(sent).toEqual(['abc', 'a', 'b', 'c']);
  expect(outcomes).toEqual(['a accepted', 'b rejected BAD', 'c accepted']);
});

it('lets an error of our own through', async () => {
  await expect(
    writeInTurn([units], async () => {
      throw new TypeError('bug');
    }),
  ).rejects.toThrow(TypeError);
});

it('puts neighbours together up to the size and never reorders', () => {
  const even = (a: number, b: number) => a % 2 === b % 2;
  expect(batchesOf([1, 3, 5, 2, 4, 7], 2, even)).toEqual([[1, 3], [5], [2, 4], [7]]);
});
