import { describe, expect, it } from 'vitest';
import { courierKeys } from '@/lib/couriers/registry';
import { courierTemplates } from './courier-templates';
import { recogniseCourierSheet } from './recognise-courier-sheet';

describe('recogniseCourierSheet', () => {
  it.each(courierTemplates.map((template) => [template.koreanName, template] as const))(
    'knows %s when it comes back with numbers filled in',
    (_name, { courier, columns }) => {
      const headers = columns.map(({ header }) => header);
      const answered =
        headers.includes('운송장번호') || headers.includes('등기번호')
          ? headers
          : [...headers, '운송장번호'];
      const match = recogniseCourierSheet(answered);
      expect(match?.courier).toBe(courier);
      expect(courierKeys).toContain(match?.courier);
      expect(answered[match?.columns.shipmentNo ?? -1]).toBe('고객주문번호');
      for (const field of [
        'waybillNo',
        'recipientName',
        'recipientPhone',
        'address',
        'productName',
      ]) {
        expect(match?.columns).toHaveProperty(field);
      }
    },
  );

  it('takes the spellings of CJ as one', () => {
    for (const address of [
      '받는분주소(전체, 분할)',
      '받는분주소 (전체,분할)',
      '받는분주소전체분할',
    ]) {
      const match = recogniseCourierSheet(['운송장번호', '고객주문번호', '받는분 성명', address]);
      expect(match).toEqual({
        courier: 'cj',
        columns: { waybillNo: 0, shipmentNo: 1, recipientName: 2, address: 3 },
      });
    }
  });

  it('leaves the courier open where any could have written the headers', () => {
    expect(recogniseCourierSheet(['배송번호', '배송업체', '송장번호'])).toEqual({
      courier: null,
      columns: { shipmentNo: 0, courierName: 1, waybillNo: 2 },
    });
  });

  it('is null without a waybill number or without anything to find the shipment by', () => {
    expect(recogniseCourierSheet(['고객주문번호', '받는분성명'])).toBeNull();
    expect(recogniseCourierSheet(['운송장번호', '무게'])).toBeNull();
  });

  it('is null with only half of what a shipment is found by', () => {
    expect(recogniseCourierSheet(['송장번호', '받는분'])).toBeNull();
    expect(recogniseCourierSheet(['송장번호', '주문번호'])).toBeNull();
    expect(recogniseCourierSheet(['송장번호', '주문번호', '받는분'])).not.toBeNull();
  });
});
