import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../json';
import { fixture } from '../testing';
import { toOrders, toReading } from './mapper';

const answer = z.object({ data: z.array(z.record(z.string(), z.unknown())) });
const sheets = () => answer.parse(parseJson(fixture('coupang/fixtures/order-sheets.json'))).data;
const sheet = (index: number) => sheets()[index] ?? {};

it('joins the boxes of one order and keeps each line in its own box', () => {
  const { orders, malformed } = toOrders(sheets());
  expect(malformed).toEqual([]);
  expect(orders.map((order) => order.orderNo)).toEqual([
    '22000009546234',
    '22000009546630',
    '22000009547001',
  ]);
  expect(orders[0]?.lines.map((line) => [line.lineKey, line.channelUnitNo])).toEqual([
    ['22000009546234-3242596358', '642538970006401429'],
    ['22000009546234-3242596359', '642538970006401429'],
    ['22000009546234-3261300431', '642538970006401430'],
  ]);
  expect(orders[0]?.raw).toHaveLength(2);
});

it('reads a line as the marketplace gave it', () => {
  const [order] = toOrders([sheet(0)]).orders;
  expect(order).toMatchObject({
    marketOrderNo: '22000009546234',
    orderedAt: new Date('2026-01-15T00:12:40Z'),
    paidAt: new Date('2026-01-15T00:13:02Z'),
    orderer: { name: '도하린', phone: '', mobile: '0502-3311-0042' },
  });
  expect(order?.lines[0]).toEqual({
    lineKey: '22000009546234-3242596358',
    channelUnitNo: '642538970006401429',
    productCode: '3242596358',
    productName: '포근 기모 조거팬츠',
    option: '그레이 / L',
    sellerOptionCode: 'JOG-GR-L',
    sellerProductCode: '',
    quantity: 2,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    unitPrice: 19900,
    amount: 39800,
    currency: 'KRW',
    state: 'acknowledged',
    rawState: 'INSTRUCT',
    recipient: {
      name: '도하린',
      phone: '',
      mobile: '0502-3311-0042',
      postcode: '03412',
      address1: '서울특별시 은평구 새별길 24',
      address2: '303호 (달맞이빌라)',
      note: '문 앞',
    },
    freightTerm: 'prepaid',
    marketShipped: false,
    shipBy: new Date('2026-01-16T14:59:59Z'),
  });
});

it('takes only what is cancelled off; what waits for an answer is an open claim', () => {
  const [order] = toOrders([sheet(0)]).orders;
  expect(order?.lines[1]).toMatchObject({
    quantity: 3,
    cancelledQuantity: 1,
    claimedQuantity: 1,
    state: 'acknowledged',
  });
});

it('knows what the marketplace ships itself, and puts a shown real number before the virtual one', () => {
  const [order] = toOrders([sheet(2)]).orders;
  expect(order?.lines[0]).toMatchObject({
    marketShipped: true,
    state: 'shipping',
    recipient: { mobile: '010-2000-3000', phone: '0504-1234-5678', note: '' },
  });
});

it('tells a cancelled item from a confirmed one in the same delivered box', () => {
  const [order] = toOrders([sheet(3)]).orders;
  expect(order?.paidAt).toBeNull();
  expect(order?.lines).toMatchObject([
    { state: 'cancelled', cancelledQuantity: 1 },
    { state: 'confirmed', cancelledQuantity: 0, amount: 12000, shipBy: null },
  ]);
});

it('leaves what a bundle option means to a person: its code is that of one piece', () => {
  const items = z.array(z.record(z.string(), z.unknown())).parse(sheet(0).orderItems);
  const codeOf = (upBundleSize: unknown) => {
    const orderItems = items.map((item) => ({ ...item, upBundleSize }));
    return toOrders([{ ...sheet(0), orderItems }]).orders[0]?.lines[0]?.sellerOptionCode;
  };
  expect([codeOf(3), codeOf('2')]).toEqual(['', '']);
  expect(codeOf(1)).toBe(codeOf(null));
  expect(codeOf(1)).not.toBe('');
});

it('reads what the buyer wrote for single items after the message for the courier', () => {
  const [first, second] = z.array(z.record(z.string(), z.unknown())).parse(sheet(0).orderItems);
  const noteOf = (...orderItems: unknown[]) =>
    toReading({ ...sheet(0), orderItems })?.recipient?.note;
  const engraved = {
    ...first,
    etcInfoHeader: '각인',
    etcInfoValues: ['하린', '도윤', ' ', '하린'],
  };
  expect(noteOf(engraved)).toBe('문 앞 / 각인: 하린, 도윤');
  expect(noteOf({ ...first, etcInfoValue: '선물 포장' })).toBe('문 앞 / 선물 포장');
  expect(noteOf({ ...first, etcInfoValue: '하린', etcInfoValues: ['하린', 7] })).toBe(
    '문 앞 / 하린, 7',
  );
  expect(noteOf(engraved, second)).toBe('문 앞 / 그레이/L: 각인: 하린, 도윤');
  expect(noteOf({ ...first, etcInfoHeader: {}, etcInfoValue: {}, etcInfoValues: '?' })).toBe(
    '문 앞',
  );
});

it('reads the plain prices and zoneless times of v4', () => {
  const [item] = z.array(z.record(z.string(), z.unknown())).parse(sheet(1).orderItems);
  const v4 = {
    ...sheet(1),
    orderedAt: '2026-01-15T09:12:40',
    orderItems: [{ ...item, salesPrice: 8900, orderPrice: 8900 }],
  };
  const [order] = toOrders([v4]).orders;
  expect(order?.orderedAt).toEqual(new Date('2026-01-15T00:12:40Z'));
  expect(order?.lines[0]).toMatchObject({
    unitPrice: 8900,
    currency: 'KRW',
  });
});

it.each([
  ['an unknown status', { status: 'TELEPORTED' }, 'status'],
  ['no receiver', { receiver: null }, 'receiver'],
  ['no items', { orderItems: [] }, 'orderItems'],
  ['a time that is none', { orderedAt: 'yesterday' }, 'orderedAt: not a time'],
  ['a box without a number', { shipmentBoxId: null }, 'shipmentBoxId'],
])('sets a sheet with %s aside and keeps the rest of the page', (_, broken, reason) => {
  const { orders, malformed } = toOrders([{ ...sheet(0), ...broken }, sheet(1), 'nonsense']);
  expect(orders.map((order) => order.lines.length)).toEqual([1]);
  expect(malformed[0]).toMatchObject({ orderNo: '22000009546234' });
  expect(malformed[0]?.reason).toContain(reason);
  expect(malformed[1]).toMatchObject({ orderNo: null, raw: 'nonsense' });
});

it('names no personal data in the reason', () => {
  const receiver = { name: 7, addr1: '서울특별시 은평구 새별길 24' };
  expect(toOrders([{ ...sheet(0), receiver }]).malformed[0]?.reason).not.toMatch(/은평구|7/);
});

it('reads a box back with its courier by code', () => {
  expect(toReading(sheet(2))).toMatchObject({
    unitNo: '642538970006401431',
    state: 'shipping',
    rawState: 'DELIVERING',
    courierCode: 'CJGLS',
    waybillNo: '684809623814',
    claimOpen: false,
  });
  expect(toReading(sheet(0))).toMatchObject({ courierCode: '', waybillNo: '', claimOpen: true });
  expect(toReading({ shipmentBoxId: 1 })).toBeNull();
});
