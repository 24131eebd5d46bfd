import { describe, expect, it } from 'vitest';
import { lookupsOf } from './search-plan';

const kinds = (word: string, mallKey: string | null = 'secret') =>
  lookupsOf(word, mallKey).map((lookup) => lookup.kind);

describe('what a word may be', () => {
  it('a number is an order or a waybill, written with or without dashes', () => {
    expect(lookupsOf('6000-1234-5678', null)).toEqual([
      { kind: 'orderNo', word: '6000-1234-5678' },
      { kind: 'waybillNo', word: '600012345678' },
    ]);
  });

  it('a phone is looked up by its key first, a relay number as it is', () => {
    expect(kinds('010-3456-7788')).toEqual(['phoneKey', 'orderNo', 'waybillNo']);
    expect(lookupsOf('0504-123-45678', 'secret')[0]).toEqual({
      kind: 'virtualPhone',
      word: '050412345678',
    });
  });

  it('a name is looked up by its beginning', () => {
    for (const word of ['한서', '박수령1'])
      expect(lookupsOf(word, 'secret')).toEqual([{ kind: 'name', word }]);
  });

  it('people are not looked up for who may not see them', () => {
    expect(kinds('한서윤', null)).toEqual([]);
    expect(kinds('010-3456-7788', null)).toEqual(['orderNo', 'waybillNo']);
  });

  it('a short number would find too many', () => {
    expect(kinds('123')).toEqual([]);
  });
});
