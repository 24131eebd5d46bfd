import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import {
  builtInLayout,
  isUsable,
  type WaybillFileKind,
  type WaybillLayout,
} from './formats/waybill-layout';
import { readSheet } from './reading/read-sheet';
import { renderWaybills, type WaybillUnit } from './writing/render-waybills';
import { writeWaybillFile } from './writing/write-waybill-file';

const line = {
  lineKey: 'A-1-01',
  productNo: 'P-1',
  productName: '린넨 셔츠',
  optionName: '블랙 / L',
  sellerCode: 'SHIRT-L',
  quantity: 2,
};

const unit: WaybillUnit = {
  orderNo: 'A-1',
  unitNo: '2026112212345671',
  shipMethod: 'parcel',
  courier: 'cj',
  courierName: 'CJ대한통운',
  waybillNo: '012345678901',
  shippedAt: new Date('2026-11-22T16:00:00Z'),
  recipient: { name: '한서윤', phone: '010-3456-7788', postcode: '06236', address: '서울 1' },
  lines: [line, { ...line, lineKey: 'A-1-02', optionName: '화이트 / M', quantity: 1 }],
};

describe('what a marketplace is handed', () => {
  it('is four columns a 상품주문번호 for 스마트스토어', () => {
    expect(renderWaybills(builtInLayout('smartstore'), [unit])).toEqual({
      headers: ['상품주문번호', '배송방법', '택배사', '송장번호'],
      rows: [['2026112212345671', '택배,등기,소포', 'CJ대한통운', '012345678901']],
    });
  });

  it('is a row for each line where nobody knows better', () => {
    const { rows } = renderWaybills(builtInLayout('akmall'), [unit]);
    expect(rows.map((row) => row.slice(0, 5))).toEqual([
      ['A-1', '01', '린넨 셔츠', '블랙 / L', 2],
      ['A-1', '02', '린넨 셔츠', '화이트 / M', 1],
    ]);
  });

  it('names the courier as the marketplace does', () => {
    const { rows } = renderWaybills(builtInLayout('coupang'), [unit]);
    expect(rows[0]?.[2]).toBe('CJ 대한통운');
  });

  it('never shows a number that only we count by', () => {
    const counted = { ...unit, lines: [{ ...line, lineKey: '["A-1","p","o",1]' }] };
    const layout = layoutOf(['lineNo', 'lineKey', 'waybillNo']);
    expect(renderWaybills(layout, [counted]).rows).toEqual([['', '', '012345678901']]);
  });

  it('joins what differs between the lines of a unit, and adds their quantities', () => {
    const layout = {
      ...layoutOf(['lineNo', 'optionName', 'quantity', 'shippedOn']),
      rowPer: 'unit',
    } as const;
    expect(renderWaybills(layout, [unit]).rows).toEqual([
      ['01, 02', '블랙 / L, 화이트 / M', 3, '2026-11-23'],
    ]);
  });
});

describe('a layout', () => {
  it.each(['smartstore', 'coupang', 'auction', '11st', 'kakao', 'hottracks', 'brich'])(
    'of %s can be used as it is built in',
    (marketplace) => expect(isUsable(builtInLayout(marketplace))).toBe(true),
  );

  it('without the number, or without what it is of, is of no use', () => {
    expect(isUsable(layoutOf(['orderNo', 'courierName']))).toBe(false);
    expect(isUsable(layoutOf(['waybillNo', 'courierName']))).toBe(false);
  });
});

describe('the file', () => {
  it.each<WaybillFileKind>(['xlsx', 'xls', 'csv', 'csv949'])(
    'as %s gives back every digit and letter it was given',
    async (fileKind) => {
      const layout = { ...builtInLayout('smartstore'), fileKind };
      const { bytes } = await writeWaybillFile(layout, renderWaybills(layout, [unit]));
      const { headers, rows } = await readSheet(bytes, { maxRows: 10 });
      expect(headers).toEqual(['상품주문번호', '배송방법', '택배사', '송장번호']);
      expect(rows[0]?.cells).toEqual([
        '2026112212345671',
        '택배,등기,소포',
        'CJ대한통운',
        '012345678901',
      ]);
    },
  );

  it('is CP949 without a byte order mark where the marketplace reads only that', async () => {
    const layout = {
      ...layoutOf(['orderNo', 'productName', 'waybillNo']),
      fileKind: 'csv949',
    } as const;
    const { bytes } = await writeWaybillFile(layout, renderWaybills(layout, [unit]));
    expect(iconv.decode(Buffer.from(bytes), 'cp949')).toMatch(
      /^orderNo,productName,waybillNo\r\nA-1,린넨 셔츠,/,
    );
  });

  it('is a workbook of the old kind as xls', async () => {
    const layout = builtInLayout('smartstore');
    const { bytes, extension } = await writeWaybillFile(layout, renderWaybills(layout, [unit]));
    expect(extension).toBe('xls');
    expect(Buffer.from(bytes.subarray(0, 4)).toString('hex')).toBe('d0cf11e0');
  });
});

function layoutOf(fields: WaybillLayout['columns'][number]['value'][]): WaybillLayout {
  const columns = fields.map((value) => ({ header: String(value), value }));
  return { ...builtInLayout(''), columns };
}
