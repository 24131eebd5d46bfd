import { expect, it } from 'vitest';
import { judgeMatchRows, keyName, matchesIn } from './import-plan';
import { columnsOf, type Known, matchColumns, readMatchRow } from './match-sheet';

const known: Known = {
  channelByName: new Map([['쿠팡(a)', 1]]),
  variantByCode: new Map([
    ['V1', 11],
    ['V2', 12],
  ]),
};

const headers = Object.values(matchColumns);
const columns = columnsOf(headers) ?? {};

const read = (...rows: (string | number)[][]) =>
  rows.map((cells, index) => readMatchRow(columns, { rowNo: index + 2, cells }, known));

const problemsOf = (rows: ReturnType<typeof judgeMatchRows>) =>
  rows.map((row) => row.problems.map(({ problem, column }) => `${row.rowNo} ${column} ${problem}`));

it('reads a kit from the rows of one key, and no goods from their word', () => {
  const rows = read(
    ['쿠팡(a)', 'C1', '선물세트', '', 'V1', 2],
    ['쿠팡(a)', 'C1', '선물세트', '', 'V2', ''],
    ['쿠팡(a)', 'FEE', '추가금', '', '매칭불필요', ''],
  );
  expect(judgeMatchRows(rows, new Map()).map((row) => row.outcome)).toEqual(['new', 'new', 'new']);
  expect(matchesIn(rows)).toMatchObject([
    {
      productKey: 'C1',
      items: [
        { variantId: 11, qty: 2 },
        { variantId: 12, qty: 1 },
      ],
    },
    { productKey: 'FEE', items: [] },
  ]);
});

it('tells a changed match from one that stands so already', () => {
  const rows = read(['쿠팡(a)', 'C1', '', '블랙', 'V1', 1], ['쿠팡(a)', 'C2', '', '블랙', 'V1', 1]);
  const [first, second] = rows.map(keyName);
  const meanings = new Map([
    [first ?? '', '11x1'],
    [second ?? '', '11x2'],
  ]);
  expect(judgeMatchRows(rows, meanings).map((row) => row.outcome)).toEqual(['known', 'warned']);
});

it('names the row and the Korean column of what is wrong', () => {
  const rows = read(
    ['옥션(b)', 'C1', '', '', 'V1', 1],
    ['쿠팡(a)', '', '', '', 'V1', 1],
    ['쿠팡(a)', 'C2', '', '', 'V9', 1],
    ['쿠팡(a)', 'C3', '', '', '', 1],
    ['쿠팡(a)', 'C4', '', '', 'V1', 0],
    ['쿠팡(a)', '1.23457E+17', '', '', 'V1', 1],
  );
  expect(problemsOf(judgeMatchRows(rows, new Map())).flat()).toEqual([
    '2 판매처 unknownChannel',
    '3 판매처 상품코드 noProduct',
    '4 품목코드 unknownVariant',
    '5 품목코드 noVariant',
    '6 1개당 수량 wrongQuantity',
    '7 판매처 상품코드 damaged',
  ]);
});

it('takes a key whole or not at all', () => {
  const rows = read(
    ['쿠팡(a)', 'C1', '', '', 'V1', 1],
    ['쿠팡(a)', 'C1', '', '', 'V9', 1],
    ['쿠팡(a)', 'C2', '', '', 'V1', 1],
    ['쿠팡(a)', 'C2', '', '', 'V1', 3],
    ['쿠팡(a)', 'C3', '', '', 'V1', 1],
    ['쿠팡(a)', 'C3', '', '', '매칭불필요', 1],
  );
  const judged = judgeMatchRows(rows, new Map());
  expect(judged.map((row) => row.outcome)).toEqual(Array(6).fill('bad'));
  expect(problemsOf(judged).flat()).toEqual([
    '2 품목코드 siblingBad',
    '3 품목코드 unknownVariant',
    '4 품목코드 siblingBad',
    '5 품목코드 repeated',
    '6 품목코드 siblingBad',
    '7 품목코드 mixed',
  ]);
});

it('knows what it cannot read at all', () => {
  expect(columnsOf(['판매처', '판매처 상품명', '품목코드'])).not.toBeNull();
  expect(columnsOf(['판매처', '품목코드'])).toBeNull();
  expect(columnsOf(['판매처 상품코드', '품목코드'])).toBeNull();
});
