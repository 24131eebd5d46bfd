import { expect, it } from 'vitest';
import { restAfter } from './opened';

it('goes on behind the line that was shown, also where earlier ones were passed over', () => {
  expect(restAfter({ kind: 'queue', lineIds: [1, 2, 3, 4] }, 2)).toEqual([3, 4]);
  expect(restAfter({ kind: 'queue', lineIds: [1] }, 1)).toEqual([]);
});

it('ends where nothing of the queue waits any more', () => {
  expect(restAfter({ kind: 'queue', lineIds: [1, 2, 3] }, null)).toEqual([]);
});

it('has nothing behind a line alone or a remembered match', () => {
  expect(restAfter({ kind: 'line', lineId: 1 }, 1)).toEqual([]);
  expect(restAfter({ kind: 'match', matchId: 1 }, null)).toEqual([]);
});
