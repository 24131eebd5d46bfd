import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';
import { addedHeaders, columnsOf, headersFingerprint, mappingOf, missingFields } from './columns';

const headers = ['번호', '받는 분', '연락처', '연락처', '주소'];

it('knows the columns of a sheet of bad rows in each language', () => {
  const said = (['upload', 'row', 'reason'] as const).flatMap((word) =>
    [ko, en].map(({ files }) => files.badRows[word]),
  );
  expect(addedHeaders).toEqual(said);
});

describe('a column mapping', () => {
  it('finds its columns again, equal names by their order', () => {
    const columns = { orderNo: 0, recipientName: 1, recipientMobile: 2, recipientPhone: 3 };
    expect(columnsOf(headers, mappingOf(headers, columns))).toEqual(columns);
  });

  it('follows columns that changed places', () => {
    const mapping = mappingOf(headers, { orderNo: 0, address1: 4 });
    expect(columnsOf(['주소', '받는 분', '번호'], mapping)).toEqual({ orderNo: 2, address1: 0 });
  });

  it('is remembered under the names alone, in any order, also of a sheet of bad rows', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(headers, { minLength: headers.length }),
        (shuffled) =>
          headersFingerprint([...shuffled, ...addedHeaders]) === headersFingerprint(headers),
      ),
    );
    expect(headersFingerprint(headers.slice(1))).not.toBe(headersFingerprint(headers));
  });
});

it('an order needs number, recipient, address, quantity and what was ordered', () => {
  expect(missingFields({})).toEqual([
    'orderNo',
    'recipientName',
    'address1',
    'quantity',
    'productName',
  ]);
  const columns = { orderNo: 0, recipientName: 1, address1: 2, quantity: 3, productNo: 4 };
  expect(missingFields(columns)).toEqual([]);
});
