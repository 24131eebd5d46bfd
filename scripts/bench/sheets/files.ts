import iconv from 'iconv-lite';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { orderTemplate } from '@/lib/sheets/formats/order-template';
import type { CellValue } from '@/lib/sheets/sheet';
import { writeCsv } from '@/lib/sheets/writing/write-csv';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { CHANNEL_PRODUCTS, optionOf } from '../orders';

export const PASSWORD = 'bench-1234';
const ROWS_OF_THREE_ORDERS = 4;

/** Our own template as Excel in Korea saves it; every third order has two lines. */
export function orderCsv(rowCount: number): Uint8Array {
  const headers = orderTemplate.map(({ header }) => header);
  const rows = Array.from({ length: rowCount }, (_, index) => {
    const values = orderRow(index);
    return orderTemplate.map(({ field }) => values[field] ?? null);
  });
  const text = Buffer.from(writeCsv({ headers, rows })).toString('utf8');
  return iconv.encode(text.replace('\ufeff', ''), 'cp949');
}

function orderRow(index: number): Record<string, CellValue> {
  const [group, place] = [Math.floor(index / ROWS_OF_THREE_ORDERS), index % ROWS_OF_THREE_ORDERS];
  const order = group * 3 + Math.max(place - 1, 0);
  const product = (index * 37) % CHANNEL_PRODUCTS;
  return {
    orderNo: `S${order}`,
    lineNo: String(place),
    orderedAt: '2026-03-02 08:30',
    paidAt: '2026-03-02 08:31',
    ordererName: `주문자${order}`,
    ordererPhone: mobileOf(order),
    recipientName: `수령자${order}`,
    recipientMobile: mobileOf(order),
    postcode: String(10_000 + (order % 50_000)),
    address1: `경기도 이천시 마장면 물류로 ${order}`,
    address2: `${101 + (order % 20)}동 ${101 + (order % 1900)}호`,
    note: '문 앞에 놓아 주세요',
    freightTerm: '선불',
    productNo: `C${product}`,
    productName: `상품 ${product}`,
    optionName: optionOf(product),
    quantity: 1 + (index % 3),
    unitPrice: 10_000,
    amount: 10_000 * (1 + (index % 3)),
  };
}

function mobileOf(person: number): string {
  return `010-${1000 + (person % 9000)}-${String(person % 10_000).padStart(4, '0')}`;
}

export type Parcel = { id: number; recipientName: string };

/** What a courier's program gives back: many columns of its own, behind a password. */
export function courierSheet(parcels: readonly Parcel[], columns: number): Promise<Uint8Array> {
  const known = ['운송장번호', '고객주문번호', '받는분성명', '받는분주소(전체, 분할)', '품목명'];
  const others = Array.from({ length: columns - known.length }, (_, index) => `항목${index + 1}`);
  const rows = parcels.map(({ id, recipientName }, index) => [
    waybillNoFromSerial('cj', 30_000_000_000 + index),
    String(id),
    recipientName,
    `경기도 이천시 마장면 물류로 ${index}`,
    '상품 외 1건',
    ...others.map((_, column) =>
      column % 3 === 0 ? index * column : `값 ${column} ${index % 97}`,
    ),
  ]);
  return writeXlsx({
    sheetName: '운송장',
    headers: [...known, ...others],
    rows,
    textColumns: [0, 1],
    password: PASSWORD,
  });
}
