import { expect, it } from 'vitest';
import { stateAfter } from './state-after';

it('asks again after silence, and leaves to people what stays unclear or was refused', () => {
  expect(stateAfter({ outcome: 'accepted' }, 1)).toBe('done');
  expect(stateAfter({ outcome: 'already' }, 3)).toBe('done');
  expect(stateAfter({ outcome: 'rejected' }, 1)).toBe('failed');
  expect(stateAfter({ outcome: 'retry' }, 1)).toBe('queued');
  expect(stateAfter({ outcome: 'unknown' }, 7)).toBe('queued');
  expect(stateAfter({ outcome: 'retry' }, 8)).toBe('failed');
  expect(stateAfter({ outcome: 'unknown' }, 8)).toBe('unknown');
});
