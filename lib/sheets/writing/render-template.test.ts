import { describe, expect, it } from 'vitest';
import { courierTemplates } from '../formats/courier-templates';
import {
  type SheetTemplate,
  sheetTemplateSchema,
  type TemplateValue,
} from '../formats/sheet-template';
import { renderTemplate, type TemplateItem, type TemplateShipment } from './render-template';

const mug = { productName: '머그컵', optionName: '하양', itemCode: 'MUG-W', quantity: 2 };
const plate = { productName: '접시', optionName: '', itemCode: 'PLATE', quantity: 1 };

const shipment: TemplateShipment = {
  shipmentNo: '1000123',
  orderNo: '20261122-1 외 1건',
  channelName: '스마트스토어',
  orderedAt: new Date('2026-11-22T01:30:00Z'),
  recipient: {
    name: '김하늘',
    phone: '02-123-4567',
    mobile: '010-1234-5678',
    postcode: '04524',
    address1: '서울특별시 중구 세종대로 110',
    address2: '1203호',
  },
  sender: {
    name: '모아상점',
    phone: '02-000-0000',
    postcode: '06236',
    address: '서울 강남구 테헤란로 1',
  },
  note: '문 앞',
  freightTerm: 'collect',
  boxCount: 1,
  items: [mug, plate],
};

describe('renderTemplate', () => {
  it('gives one row per shipment, an item field standing for all items', () => {
    expect(rowsOf('shipment', ['shipmentNo', 'productName', 'quantity', 'totalQuantity'])).toEqual([
      ['1000123', '머그컵, 접시', '2, 1', '3'],
    ]);
  });

  it('gives one row per item where the template says so', () => {
    const join: TemplateValue = { join: ['productName', 'optionName', 'quantity'] };
    expect(rowsOf('item', ['shipmentNo', 'itemCode', 'quantity', join])).toEqual([
      ['1000123', 'MUG-W', '2', '머그컵 하양 2개'],
      ['1000123', 'PLATE', '1', '접시 1개'],
    ]);
  });

  it('writes fixed values, the courier words for the freight term and dates on Korean clocks', () => {
    const freightTerm = { freightTerm: { prepaid: '01', collect: '02' } };
    expect(
      rowsOf('shipment', [{ fixed: '일반' }, freightTerm, 'orderedAt', 'recipientAddress']),
    ).toEqual([['일반', '02', '2026-11-22 10:30:00', '서울특별시 중구 세종대로 110 1203호']]);
  });

  it('puts the only phone number where the courier requires one, and never twice', () => {
    const fields: TemplateValue[] = ['recipientContact', 'recipientOtherContact'];
    const withPhones = (mobile: string, phone: string) => ({
      ...shipment,
      recipient: { ...shipment.recipient, mobile, phone },
    });
    expect(rowsOf('shipment', fields, withPhones('010-1', '02-1'))).toEqual([['010-1', '02-1']]);
    expect(rowsOf('shipment', fields, withPhones('', '02-1'))).toEqual([['02-1', '']]);
    expect(rowsOf('shipment', fields, withPhones('010-1', ''))).toEqual([['010-1', '']]);
  });

  it.each<[number, readonly TemplateItem[], string]>([
    [33, [mug, plate], '머그컵 하양 2개, 접시 1개'],
    [25, [mug, plate], '머그컵 하양 2개, 접시 1개'],
    [24, [mug, plate], '머그컵 하양 2개 외 1건'],
    [22, [mug, plate], '머그컵 하양 2개 외 1건'],
    [21, [mug, plate], '머… 하양 2개 외 1건'],
    [20, [{ ...plate, productName: '가'.repeat(50) }], `${'가'.repeat(7)}… 1개`],
    [20, [{ ...mug, productName: '가'.repeat(50) }], '가가가가… 하양 2개'],
    [20, [{ ...mug, optionName: '나'.repeat(50) }], '… 나나나나나… 2개'],
    [20, [], ''],
  ])('fits items into %i bytes, Korean counting two', (maxBytes, items, text) => {
    const join: TemplateValue = { join: ['productName', 'optionName', 'quantity'], maxBytes };
    expect(rowsOf('shipment', [join], { ...shipment, items })).toEqual([[text]]);
  });
});

describe('the built-in templates', () => {
  it.each(courierTemplates.map((template) => [template.koreanName, template] as const))(
    '%s is one that the editor could have made, and carries 배송번호 as 고객주문번호',
    (_name, template) => {
      expect(sheetTemplateSchema.safeParse(template).success).toBe(true);
      const { headers, rows } = renderTemplate(template, [shipment]);
      expect(rows[0]?.[headers.indexOf('고객주문번호')]).toBe('1000123');
      for (const value of [
        '김하늘',
        '010-1234-5678',
        '서울특별시 중구 세종대로 110 1203호',
        '머그컵 하양 2개, 접시 1개',
        '문 앞',
      ]) {
        expect(rows[0]).toContain(value);
      }
    },
  );

  it('cover the five couriers', () => {
    expect(courierTemplates.map(({ courier }) => courier)).toEqual([
      'cj',
      'hanjin',
      'lotte',
      'logen',
      'epost',
    ]);
  });
});

function rowsOf(
  rowPer: SheetTemplate['rowPer'],
  values: TemplateValue[],
  given: TemplateShipment = shipment,
): string[][] {
  const columns = values.map((value, index) => ({ header: String(index), value }));
  return renderTemplate({ koreanName: '시험', rowPer, columns }, [given]).rows;
}
