import { expect, it } from 'vitest';
import { changedFields } from './changed';

it('keeps of a change what was and what is, and nothing that stayed', () => {
  const before = { name: '컵', price: 12_000, tags: ['여름'], location: null };
  const after = { name: '컵', price: 1_200, tags: ['여름', '인기'], location: '' };
  expect(changedFields(before, after)).toEqual({
    before: { price: 12_000, tags: ['여름'], location: null },
    after: { price: 1_200, tags: ['여름', '인기'], location: '' },
  });
  expect(changedFields(before, before)).toEqual({ before: {}, after: {} });
  expect(changedFields(null, { name: '컵' })).toEqual({
    before: { name: null },
    after: { name: '컵' },
  });
});
