import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../json';
import { fixture } from '../testing';
import { toOrders, toReading } from './mapper';

const answer = z.object({
  Data: z.object({ RequestOrders: z.array(z.record(z.string(), z.unknown())) }),
});
const rows = answer.parse(parseJson(fixture('esm/fixtures/orders.json'))).Data.RequestOrders;
const row = (index: number) => rows[index] ?? {};

it('takes every option of a cart for an order of its own, under the number of the cart', () => {
  const { orders, malformed } = toOrders(rows);
  expect(malformed).toEqual([]);
  expect(
    orders.map(({ orderNo, marketOrderNo, lines }) => [orderNo, marketOrderNo, lines.length]),
  ).toEqual([
    ['4012345670', '5412345678', 1],
    ['4012345671', '5412345678', 1],
    ['4012345999', '5412345999', 1],
    ['40123459991234567', '54123459991234567', 1],
  ]);
});

it('reads an order as the marketplace gave it', () => {
  const [order] = toOrders([row(0)]).orders;
  expect(order).toMatchObject({
    orderedAt: new Date('2026-01-15T00:12:40.727Z'),
    paidAt: new Date('2026-01-15T00:13:02.500Z'),
    orderer: { name: '도하린', phone: '0502-3311-0042', mobile: '0502-3311-0042' },
  });
  expect(order?.lines).toEqual([
    {
      lineKey: '4012345670',
      channelUnitNo: '4012345670',
      productCode: '560000053',
      productName: '포근 기모 조거팬츠',
      option: '그레이/L / 추가: 벨트 1개',
      sellerOptionCode: '',
      sellerProductCode: 'P00000KA',
      quantity: 2,
      cancelledQuantity: 0,
      claimedQuantity: 0,
      unitPrice: 20900,
      amount: 41800,
      currency: 'KRW',
      state: 'acknowledged',
      rawState: '2',
      recipient: {
        name: '도하린',
        phone: '02-333-0100',
        mobile: '0502-3311-0042',
        postcode: '03412',
        address1: '서울특별시 은평구 새별길 24',
        address2: '303호 (달맞이빌라)',
        note: '문 앞',
      },
      freightTerm: 'prepaid',
      marketShipped: false,
      shipBy: new Date('2026-01-17T14:59:59Z'),
    },
  ]);
});

it('bears with numbers that are still being made, an undivided address and 착불', () => {
  const [order] = toOrders([row(1)]).orders;
  expect(order?.lines[0]).toMatchObject({
    productCode: '560000106',
    option: '',
    state: 'paid',
    freightTerm: 'collect',
    shipBy: null,
    recipient: {
      phone: '',
      mobile: '',
      postcode: '138210',
      address1: '경상남도 의령군 의령읍 들샘로 8',
      address2: '',
    },
  });
});

it('leaves alone what travels from the warehouse of the marketplace', () => {
  const [order] = toOrders([row(2)]).orders;
  expect(order?.lines[0]).toMatchObject({ marketShipped: true, state: 'shipping' });
  expect(order?.lines[0]?.recipient).toMatchObject({ mobile: '010-5555-0000', phone: '' });
  const [seller] = toOrders([{ ...row(2), DistrType: 'SL' }]).orders;
  expect(seller?.lines[0]?.marketShipped).toBe(false);
});

it('tells how many of which option, and lets a gift without an address come', () => {
  const [order] = toOrders([row(3)]).orders;
  expect(order?.lines[0]).toMatchObject({
    option: '블랙 1개 / 화이트 2개',
    unitPrice: 9900,
    amount: 29800,
    recipient: { name: '', address1: '' },
  });
});

it.each([
  ['an unknown status', { OrderStatus: 9 }, 'OrderStatus'],
  ['no piece at all', { ContrAmount: 0 }, 'ContrAmount'],
  ['an amount that is none', { OrderAmount: '만원' }, 'OrderAmount: not an amount'],
  ['a time that is none', { OrderDate: 'yesterday' }, 'OrderDate: not a time'],
  ['a way of delivery that nobody knows', { DistrType: 'ZZ' }, 'DistrType'],
])('sets an order with %s aside and keeps the rest of the page', (_, broken, reason) => {
  const { orders, malformed } = toOrders([{ ...row(0), ...broken }, row(1), 'nonsense']);
  expect(orders.map(({ orderNo }) => orderNo)).toEqual(['4012345671']);
  expect(malformed[0]).toMatchObject({ orderNo: '4012345670' });
  expect(malformed[0]?.reason).toContain(reason);
  expect(malformed[1]).toMatchObject({ orderNo: null, raw: 'nonsense' });
});

it('reads number and courier back', () => {
  expect(toReading(row(2))).toMatchObject({
    unitNo: '4012345999',
    state: 'shipping',
    courierCode: '10013',
    waybillNo: '684809623814',
    claimOpen: false,
  });
  expect(toReading('nonsense')).toBeNull();
});
