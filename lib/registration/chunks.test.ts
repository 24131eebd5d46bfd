import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunksOf } from './chunks';

const row = (rowNo: number, orderNo: string) => ({ rowNo, orderNo });

it('keeps the lines of an order together, wherever they stand in the file', () => {
  const rows = [row(2, 'A'), row(3, 'B'), row(4, 'C'), row(5, 'A')];
  expect(chunksOf(rows, 2)).toEqual([
    [2, 5],
    [3, 4],
  ]);
});

it('takes an order larger than a portion whole', () => {
  const rows = [row(2, 'A'), row(3, 'A'), row(4, 'A'), row(5, 'B')];
  expect(chunksOf(rows, 2)).toEqual([[2, 3, 4], [5]]);
});

it('puts every row into exactly one portion, and no order into two', () => {
  const file = fc.array(fc.nat(8), { maxLength: 60 });
  fc.assert(
    fc.property(file, fc.integer({ min: 1, max: 9 }), (orders, size) => {
      const rows = orders.map((order, index) => row(index + 2, `O-${order}`));
      const chunks = chunksOf(rows, size);
      expect(chunks.flat().sort((a, b) => a - b)).toEqual(rows.map(({ rowNo }) => rowNo));
      const homes = chunks.map((chunk) => new Set(chunk.map((rowNo) => orders[rowNo - 2])));
      const seen = homes.flatMap((orderNos) => [...orderNos]);
      expect(new Set(seen).size).toBe(seen.length);
    }),
  );
});
