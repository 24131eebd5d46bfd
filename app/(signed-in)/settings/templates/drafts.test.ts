import { expect, it } from 'vitest';
import { templateValueSchema } from '@/lib/sheets/formats/sheet-template';
import { type ColumnDraft, kindOf, moved, toggled, valueKinds, valueOfKind } from './drafts';

const drafts: ColumnDraft[] = ['가', '나', '다'].map((header, key) => ({
  key,
  header,
  value: { fixed: '' },
}));

const headers = (moving: ColumnDraft[]) => moving.map(({ header }) => header).join('');

it('moves a column one place, and not beyond the ends', () => {
  expect(headers(moved(drafts, 2, -1))).toBe('가다나');
  expect(headers(moved(drafts, 0, 1))).toBe('나가다');
  expect(headers(moved(drafts, 0, -1))).toBe('가나다');
  expect(headers(moved(drafts, 2, 1))).toBe('가나다');
});

it('every kind that can be chosen starts as a legal value of that kind', () => {
  for (const kind of valueKinds) {
    const value = templateValueSchema.parse(valueOfKind(kind));
    expect(kindOf(value)).toBe(kind);
  }
});

it('joins the fields in the order they were ticked, and always one at least', () => {
  expect(toggled(['quantity'], 'productName')).toEqual(['quantity', 'productName']);
  expect(toggled(['quantity', 'productName'], 'quantity')).toEqual(['productName']);
  expect(toggled(['quantity'], 'quantity')).toEqual(['quantity']);
});
