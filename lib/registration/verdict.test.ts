import { expect, it } from 'vitest';
import { countedLineKeys } from './key';
import { type KeptRow, keptOf, rowReader } from './rows';
import { firstsOfTheirKind, judgeRows } from './verdict';

it('is judged by little of what a row says, as that is kept of a whole file', () => {
  const headers = ['번호', '이름', '주소', '전화', '상품', '개수'];
  const readRow = rowReader({
    marketplace: 'manual',
    format: null,
    headers,
    columns: {
      ...{ orderNo: 0, recipientName: 1, address1: 2, recipientMobile: 3 },
      ...{ productName: 4, quantity: 5 },
    },
    isClosed: false,
    uploadedAt: new Date('2026-11-22T01:00:00Z'),
  });
  const cells = ['A-1', '윤슬아', '서울 강남구 테헤란로 152', '010-2222-3333', '셔츠', '1'];
  const [good, bad] = [cells, cells.with(5, '0')].map((row, at) =>
    keptOf(readRow({ rowNo: at + 2, cells: row })),
  );
  const said = { recipientName: '윤슬아', productName: '셔츠', option: '' };
  expect(good).toEqual({
    ...{ rowNo: 2, orderNo: 'A-1', original: null, said, problems: null },
    ...{ lineKey: keyOf('A-1'), warnings: [], sellerId: '' },
  });
  expect(bad).toMatchObject({ rowNo: 3, said, lineKey: null, problems: [{ shown: '0' }] });
  expect(JSON.stringify([good, bad])).not.toMatch(/테헤란로|2222/);
});

it('compares each later row of a kind with its first, and warns of one that says the same', () => {
  const nextKey = countedLineKeys();
  const rows = ['A-1', 'A-2', 'A-1', 'A-1'].map((orderNo, at) =>
    keptRow(at + 2, orderNo, nextKey({ ...product, orderNo })),
  );
  expect([...firstsOfTheirKind(rows)]).toEqual([
    [4, 2],
    [5, 2],
  ]);
  const judged = judgeRows(rows, {
    standingOf: () => 'new',
    foreign: new Set(),
    repeated: new Map([[5, 2]]),
  });
  expect(judged.map(({ outcome }) => outcome)).toEqual(['new', 'new', 'new', 'warned']);
  expect(judged[3]?.problems).toMatchObject([{ problem: 'saidBefore', shown: '2' }]);
});

it('compares no row with a first one that is bad', () => {
  const nextKey = countedLineKeys();
  const keys = [1, 2].map(() => nextKey({ ...product, orderNo: 'A-1' }));
  const { orderNo, said, original } = keptRow(2, 'A-1', '');
  const bad: KeptRow = { rowNo: 2, orderNo, said, original, lineKey: null, problems: [] };
  expect(firstsOfTheirKind([bad, keptRow(3, 'A-1', keys[1] ?? '')]).size).toBe(0);
});

const product = { productCode: '', productName: '셔츠', option: '' };
const keyOf = (orderNo: string) => countedLineKeys()({ ...product, orderNo });

function keptRow(rowNo: number, orderNo: string, lineKey: string): KeptRow {
  const said = { recipientName: '윤슬아', productName: '셔츠', option: '' };
  return {
    ...{ rowNo, orderNo, lineKey, said, original: null },
    ...{ problems: null, warnings: [], sellerId: '' },
  };
}
