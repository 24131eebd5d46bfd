import { expect, it } from 'vitest';
import { outcomeOf, type Reply } from './outcome';

const after = (outcome: Reply['outcome'], attempt: number) =>
  outcomeOf({ outcome, message: 'why' }, attempt, 0.5);

it('asks again after silence, and leaves to people what stays unclear or was refused', () => {
  expect(after('accepted', 1)).toMatchObject({ state: 'done', message: '' });
  expect(after('already', 3)).toMatchObject({ state: 'done', message: '' });
  expect(after('rejected', 1)).toMatchObject({ state: 'failed', message: 'why' });
  expect(after('retry', 1)).toMatchObject({ state: 'queued', isUnheard: true });
  expect(after('unknown', 7)).toMatchObject({ state: 'queued', isUnheard: false });
  expect(after('retry', 8).state).toBe('failed');
  expect(after('unknown', 8).state).toBe('unknown');
});

it('waits longer each time, and never shorter than the channel asks', () => {
  expect(after('retry', 2).delayMs).toBeGreaterThan(after('retry', 1).delayMs);
  const busy = outcomeOf({ outcome: 'retry', message: '', retryAfterMs: 60_000 }, 1, 0);
  expect(busy.delayMs).toBe(60_000);
});
