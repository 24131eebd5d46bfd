import { expect, it } from 'vitest';
import {
  ChannelAnswerError,
  ChannelBusyError,
  ChannelRefusedError,
  ChannelUnavailableError,
} from '@/lib/channels/errors';
import { backOffMs } from '@/lib/leases/lease';
import { failureOf, NoConnection } from './failure';

it('waits as long as a busy marketplace asks, a little apart from the others, and ever longer', () => {
  const failure = failureOf(new ChannelBusyError(60_000));
  expect(failure.kind).toBe('busy');
  expect(failure.retryInMs?.(1, 0)).toBe(60_000);
  expect(failure.retryInMs?.(1, 1)).toBe(72_000);
  expect(failure.retryInMs?.(9, 1)).toBe(600_000);
});

it('tries again after silence and garbage', () => {
  expect(failureOf(new ChannelUnavailableError('HTTP 503', true)).retryInMs).not.toBeNull();
  expect(failureOf(new ChannelAnswerError('not JSON')).retryInMs).not.toBeNull();
});

it('does not try again what was refused: a person must act', () => {
  const refused = new ChannelRefusedError('credential', 401, 'E1', 'bad key');
  expect(failureOf(refused)).toEqual({ kind: 'credential', detail: 'E1 bad key', retryInMs: null });
  expect(failureOf(new ChannelRefusedError('request', 400, 'E2', 'no')).kind).toBe('refused');
  expect(failureOf(new NoConnection()).retryInMs).toBeNull();
});

it('backs off ever longer, up to ten minutes, spread by half', () => {
  expect([1, 2, 3, 20].map((attempt) => backOffMs(attempt, 1))).toEqual([
    5_000, 10_000, 20_000, 600_000,
  ]);
  expect(backOffMs(3, 0)).toBe(10_000);
});
