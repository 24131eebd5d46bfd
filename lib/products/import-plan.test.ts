import { expect, it } from 'vitest';
import { judgeVariantRows, type Known } from './import-plan';
import { columnsOf, headerNames, readVariantRow } from './variant-sheet';

const headers = [
  '품목코드',
  '상품명',
  '옵션',
  '판매가',
  '온도',
  '합포 최대',
  '옵션태그',
  '공급사 직송',
  '상품코드',
];
const columns = columnsOf(headers) ?? {};

const known: Known = {
  products: new Map([['P1', '티셔츠']]),
  variants: new Map([
    [
      'V1',
      {
        productCode: 'P1',
        productName: '티셔츠',
        option: '블랙',
        barcode: '',
        price: 1000,
        supplierName: '',
        temperature: 'ambient',
        bundling: 'normal',
        maxPerParcel: 0,
        tags: ['여름'],
        location: '',
        safetyQty: 0,
        isSupplierShipped: false,
      },
    ],
  ]),
};

const judge = (...rows: (string | number | null)[][]) =>
  judgeVariantRows(
    rows.map((cells, index) => readVariantRow(columns, { rowNo: index + 2, cells })),
    known,
  );

it('asks for no column but the code', () => {
  expect(columnsOf(['상품명'])).toBeNull();
  expect(columnsOf(['품목 코드'])).toEqual({ variantCode: 0 });
  expect(headerNames).toContain('공급사 직송');
});

it('tells new, changed and unchanged rows, and what changes', () => {
  const rows = judge(
    ['V1', '티셔츠', '블랙', 1000],
    ['V2', null, '화이트', '1,200', null, null, null, null, 'P1'],
    ['V1b', '양말', null, 500],
  );
  expect(rows.map((row) => row.outcome)).toEqual(['known', 'new', 'new']);
  const [changed] = judge(['V1', null, null, 1500, '냉장', 3, '-']);
  expect(changed).toMatchObject({
    outcome: 'warned',
    changes: ['판매가', '온도', '합포 최대', '옵션태그'],
    given: { price: 1500, temperature: 'chilled', maxPerParcel: 3, tags: [] },
  });
});

it('leaves what an empty cell says nothing of', () => {
  const [row] = judge(['V1', null, '', null, '  ']);
  expect(row).toMatchObject({ outcome: 'known', given: {} });
});

it.each([
  [['', '이름'], 'noCode', '품목코드'],
  [['V9', ''], 'noName', '상품명'],
  [['V1', '-'], 'noName', '상품명'],
  [['V9', '이름', '', '비쌈'], 'wrongNumber', '판매가'],
  [['V9', '이름', '', -1], 'wrongNumber', '판매가'],
  [['V9', '이름', '', '', '미지근'], 'wrongWord', '온도'],
  [['V1', '', '', '', '', '', '', '', 'P2'], 'otherProduct', '상품코드'],
  [['1.23E+17', '이름'], 'damaged', '품목코드'],
  [['V'.repeat(51), '이름'], 'tooLong', '품목코드'],
])('refuses %j as %s', (cells, problem, column) => {
  const [row] = judge(cells);
  expect(row?.outcome).toBe('bad');
  expect(row?.problems[0]).toMatchObject({ problem, column });
});

it('refuses a code given twice, and two names of one product', () => {
  const twice = judge(['V9', '이름'], ['V9', '이름']);
  expect(twice.map((row) => row.outcome)).toEqual(['new', 'bad']);
  expect(twice[1]?.problems).toEqual([{ problem: 'repeated', column: '품목코드', shown: '2' }]);
  const named = judge(
    ['V8', '컵', '', '', '', '', '', '', 'P8'],
    ['V9', '머그', '', '', '', '', '', '', 'P8'],
  );
  expect(named[1]?.problems[0]).toMatchObject({ problem: 'nameDiffers', shown: '컵' });
});
