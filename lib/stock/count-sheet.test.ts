import { expect, it } from 'vitest';
import { columnsOf, judgeCountRows, readCountRow, type Shelf } from './count-sheet';

const shelf = (onHand: number): Shelf => ({ name: '셔츠', onHand, allocated: 0 });

function judged(rows: (string | number | null)[][], shelves: Record<string, Shelf>) {
  const columns = columnsOf(['품목코드', '현재고']);
  if (!columns) throw new Error('no columns');
  const read = rows.map((cells, index) => readCountRow(columns, { rowNo: index + 2, cells }));
  return judgeCountRows(read, new Map(Object.entries(shelves))).map(({ outcome, problems }) => [
    outcome,
    ...problems.map(({ problem, column, shown }) => [problem, column, shown].join(' ').trim()),
  ]);
}

it('tells what is changed from what lies there already', () => {
  expect(
    judged(
      [
        ['A', 10],
        ['B', '1,200개'],
        ['C', 0],
      ],
      { A: shelf(10), B: shelf(0), C: shelf(3) },
    ),
  ).toEqual([['known'], ['warned'], ['warned']]);
});

it('says on the row what is wrong, with the name of the column', () => {
  expect(
    judged(
      [
        ['', 1],
        ['A', null],
        ['B', -1],
        ['C', '많이'],
        ['X', 1],
        [1.2e17, 1],
        ['B', 2],
        ['D', 2_000_000],
      ],
      { A: shelf(0), B: shelf(0), C: shelf(0), D: shelf(0) },
    ),
  ).toEqual([
    ['bad', 'noCode 품목코드'],
    ['bad', 'noQty 현재고'],
    ['bad', 'wrongNumber 현재고 -1'],
    ['bad', 'wrongNumber 현재고 많이'],
    ['bad', 'unknownCode 품목코드 X'],
    ['bad', 'damaged 품목코드 120000000000000000'],
    ['bad', 'repeated 품목코드 4'],
    ['bad', 'wrongNumber 현재고 2000000'],
  ]);
});

it('reads what was counted rather than what the books had said', () => {
  expect(columnsOf(['상품명', '품목 코드', '현재고', '실사 수량'])).toEqual({
    variantCode: 1,
    qty: 3,
  });
  expect(columnsOf(['Variant code', 'On hand', 'Counted'])).toEqual({ variantCode: 0, qty: 2 });
  expect(columnsOf(['품목코드', '상품명'])).toBeNull();
});
