import { expect, it } from 'vitest';
import { ko } from '@/messages/ko';
import { emptyHint } from './empty-hint';

it('speaks of the search where one found nothing, else of what brings claims there', () => {
  expect(emptyHint('requested', false)).toBe('empty');
  expect(emptyHint('incoming', false)).toBe('emptyIncoming');
  expect(emptyHint('sold_out', false)).toBe('emptySoldOut');
  for (const list of ['requested', 'incoming', 'withdrawn'])
    expect(ko.claims[emptyHint(list, true)]).toContain('검색어');
});
