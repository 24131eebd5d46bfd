import { describe, expect, it } from 'vitest';
import { parseJson } from '../json';
import { fixture } from '../testing';
import { openClaims } from './claim-mapper';
import { readRows, toReading } from './mapper';
import { parseRow } from './product-order';

type Wire = { order: object; productOrder: Record<string, unknown> } & Record<string, unknown>;

const text = fixture('smartstore/fixtures/product-orders.json');
const { data } = parseJson(text) as { data: Wire[] };
const read = readRows(data);

function wire(productOrderId: string): Wire {
  const found = data.find(({ productOrder }) => productOrder.productOrderId === productOrderId);
  if (!found) throw new Error(`No ${productOrderId} in the fixture`);
  return found;
}

function line(productOrderId: string) {
  const found = read.orders
    .flatMap(({ lines }) => lines)
    .find(({ lineKey }) => lineKey === productOrderId);
  if (!found) throw new Error(`No line ${productOrderId}`);
  return found;
}

function changed(productOrderId: string, members: object): Wire {
  const row = wire(productOrderId);
  return { ...row, productOrder: { ...row.productOrder, ...members } };
}

const only = (row: Wire) => readRows([row]).orders[0]?.lines[0];

describe('an order of SmartStore', () => {
  it('is the product orders of one number together', () => {
    const [first] = read.orders;
    expect(first).toMatchObject({
      orderNo: '2026011510000011',
      marketOrderNo: '2026011510000011',
      orderedAt: new Date('2026-01-14T23:20:31Z'),
      paidAt: new Date('2026-01-14T23:21:02Z'),
      orderer: { name: '한가람', phone: '', mobile: '010-0231-5567' },
    });
    expect(first?.lines.map(({ lineKey }) => lineKey)).toEqual([
      '2026011520000101',
      '2026011520000102',
    ]);
    expect(first?.raw).toHaveLength(2);
  });

  it('is not ours before it is paid', () => {
    expect(read.orders.map(({ orderNo }) => orderNo)).not.toContain('2026011510000018');
    expect(read.malformed).toEqual([]);
  });

  it('names product, option, codes, price and time limit of each line', () => {
    expect(line('2026011520000101')).toMatchObject({
      channelUnitNo: '2026011520000101',
      productCode: '8410003712',
      productName: '면 20수 기모 맨투맨',
      option: '색상: 블랙 / 사이즈: L',
      sellerOptionCode: 'MTM-BK-L',
      sellerProductCode: 'MTM20',
      quantity: 2,
      unitPrice: 19900,
      amount: 38300,
      currency: 'KRW',
      freightTerm: 'prepaid',
      marketShipped: false,
      shipBy: new Date('2026-01-19T14:59:59Z'),
      recipient: {
        name: '한가람',
        phone: '',
        mobile: '010-0231-5567',
        postcode: '03925',
        address1: '서울특별시 마포구 월드컵북로 396',
        address2: '누리꿈스퀘어 1203호',
        note: '부재 시 경비실에 맡겨주세요',
      },
    });
  });

  it('tells the courier how to get in, and who pays him', () => {
    expect(line('2026011520000102')).toMatchObject({
      option: '',
      unitPrice: 6000,
      freightTerm: 'collect',
      recipient: { note: '부재 시 경비실에 맡겨주세요 / 문 앞 / 공동현관 #1203' },
    });
  });

  it.each([
    ['PAYED', 'NOT_YET', 'paid', 'PAYED/NOT_YET'],
    ['PAYED', 'OK', 'acknowledged', 'PAYED/OK'],
    ['DELIVERING', 'OK', 'shipping', 'DELIVERING'],
    ['DELIVERED', 'OK', 'delivered', 'DELIVERED'],
    ['PURCHASE_DECIDED', 'OK', 'confirmed', 'PURCHASE_DECIDED'],
    ['CANCELED', 'OK', 'cancelled', 'CANCELED'],
    ['RETURNED', 'OK', 'returned', 'RETURNED'],
    ['EXCHANGED', 'OK', 'exchanged', 'EXCHANGED'],
  ])('that is %s and %s is %s', (productOrderStatus, placeOrderStatus, state, rawState) => {
    const row = changed('2026011520000101', { productOrderStatus, placeOrderStatus });
    expect(only(row)).toMatchObject({ state, rawState });
  });

  it('is left alone where a logistics company sends it, but not at 판매자 도착보장', () => {
    expect(line('2026011520000107').marketShipped).toBe(true);
    const own = { deliveryAttributeType: 'SELLER_GUARANTEE', logisticsCompanyId: '' };
    expect(only(changed('2026011520000107', own))?.marketShipped).toBe(false);
    const guaranteed = { logisticsCompanyId: '' };
    expect(only(changed('2026011520000107', guaranteed))?.marketShipped).toBe(true);
  });

  it('has no address while it is a gift that nobody has accepted', () => {
    expect(line('2026011520000108').recipient).toEqual({
      name: '',
      phone: '',
      mobile: '',
      postcode: '',
      address1: '',
      address2: '',
      note: '',
    });
  });

  it('keeps relay numbers and landlines apart', () => {
    expect(line('2026011520000103').recipient).toMatchObject({
      mobile: '0502-123-4567',
      phone: '02-345-6789',
    });
  });
});

describe('quantities', () => {
  it('are as ordered, less what was cancelled before it left', () => {
    expect(line('2026011520000104')).toMatchObject({ quantity: 3, cancelledQuantity: 1 });
    expect(line('2026011520000110')).toMatchObject({ quantity: 2, cancelledQuantity: 2 });
  });

  it('hold what a buyer waits for, and no more than is left', () => {
    expect(line('2026011520000103')).toMatchObject({ claimedQuantity: 1, cancelledQuantity: 0 });
    expect(line('2026011520000101').claimedQuantity).toBe(0);
    const short = { ...changed('2026011520000103', {}), cancel: null, currentClaim: null };
    expect(only(short)?.claimedQuantity).toBe(3);
  });

  it('of what has left do not shrink by what comes back', () => {
    const returned = { remainQuantity: 1 };
    expect(only(changed('2026011520000106', returned))).toMatchObject({
      cancelledQuantity: 0,
      claimedQuantity: 1,
    });
  });
});

describe('claims', () => {
  it('come with the product orders, each once, with reason and quantity', () => {
    expect(read.claims).toMatchObject([
      {
        claimNo: '2026011540000001',
        orderNo: '2026011510000012',
        lineKey: '2026011520000103',
        kind: 'cancel',
        state: 'requested',
        quantity: 1,
        reason: '구매 의사 취소 · 하나만 취소해 주세요',
        requestedAt: new Date('2026-01-15T01:02:03Z'),
      },
      { claimNo: '2026011540000002', kind: 'cancel', state: 'done', quantity: 1 },
      { claimNo: '2026011540000003', kind: 'return', state: 'accepted', reason: '상품 파손' },
    ]);
  });

  it('that are told only in short stop what must not leave', () => {
    const short = { ...changed('2026011520000103', {}), cancel: null, currentClaim: null };
    const parsed = parseRow(short);
    if (!parsed.success) throw parsed.error;
    expect(openClaims(parsed.data, short)).toMatchObject([{ kind: 'cancel', state: 'requested' }]);
    expect(readRows([short]).claims).toEqual([]);
  });

  it('are none where a buyer only puts off deciding', () => {
    const later = {
      claimType: 'PURCHASE_DECISION_HOLDBACK',
      claimStatus: 'PURCHASE_DECISION_HOLDBACK',
    };
    const row = readRows([changed('2026011520000105', later)]);
    expect(row.claims).toEqual([]);
    expect(row.orders[0]?.lines[0]?.claimedQuantity).toBe(0);
  });
});

describe('what cannot be understood', () => {
  it.each([
    ['a state that is in no table', { productOrderStatus: 'LOST' }],
    ['a claim that is in no table', { claimType: 'CANCEL', claimStatus: 'CANCEL_MAYBE' }],
    ['no number of its own', { productOrderId: undefined }],
    ['a quantity of nothing', { quantity: 0 }],
  ])('is set aside: %s', (_, members) => {
    const broken = changed('2026011520000101', members);
    const page = readRows([broken, wire('2026011520000104')]);
    expect(page.malformed).toMatchObject([{ orderNo: '2026011510000011', raw: broken }]);
    expect(page.orders).toHaveLength(1);
  });
});

it('reads a unit with its courier, number and open claim', () => {
  const reading = (id: string) => {
    const parsed = parseRow(wire(id));
    return parsed.success ? toReading(parsed.data) : null;
  };
  expect(reading('2026011520000105')).toMatchObject({
    unitNo: '2026011520000105',
    state: 'shipping',
    courierCode: 'CJGLS',
    waybillNo: '684809623814',
    claimOpen: false,
  });
  expect(reading('2026011520000103')).toMatchObject({ claimOpen: true, waybillNo: '' });
  expect(reading('2026011520000109')).toBeNull();
});
