import { expect, it } from 'vitest';
import { type DrawingContent, packContent, unpackContent } from './content';

it('comes out of the other process as it went in, moments too', () => {
  const content: DrawingContent = {
    kind: 'sheet',
    sheet: {
      sheetName: '오류행',
      headers: ['주문번호', '주문일', '수량', '비고'],
      rows: [
        ['0012', new Date('2026-11-22T04:05:06.789Z'), 3, null],
        ['2026-11-22T04:05:06.789Z', null, -1.5, '=1+1 "따옴표"\n줄'],
      ],
      textColumns: [0],
      dropdowns: [{ column: 3, choices: ['상온', '냉장'] }],
    },
  };
  expect(unpackContent(packContent(content))).toEqual(content);
});
