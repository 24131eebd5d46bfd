import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fixture } from '../testing';
import { toClaims, toOrders, toReading } from './mapper';
import { parseOrder } from './order';

type Row = Record<string, unknown>;
const row = z.record(z.string(), z.unknown());
const page = z.object({ orders: z.array(row) });
const rows = () => page.parse(JSON.parse(fixture('cafe24/fixtures/orders.json'))).orders;
const order = (index: number): Row => rows()[index] ?? {};
const items = (index: number): Row[] => z.array(row).parse(order(index).items);

it('reads a line as the mall gave it', () => {
  const [read] = toOrders([order(0)], 'open').orders;
  expect(read).toMatchObject({
    orderNo: '20260115-0000013',
    marketOrderNo: '20260115-0000013',
    orderedAt: new Date('2026-01-15T00:30:11Z'),
    paidAt: new Date('2026-01-15T00:30:40Z'),
    orderer: { name: '서이안', phone: '', mobile: '010-7000-1122' },
  });
  expect(read?.lines[0]).toEqual({
    lineKey: '20260115-0000013-01',
    channelUnitNo: '20260115-0000013|D-20260115-0000013-00',
    productCode: 'P000000N',
    productName: '헤링본 롱코트',
    option: '색상=블랙, 사이즈=L',
    sellerOptionCode: 'COAT-BK-L',
    sellerProductCode: 'COAT',
    quantity: 2,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    unitPrice: 91000,
    amount: 181000,
    currency: 'KRW',
    state: 'acknowledged',
    rawState: 'N20',
    recipient: {
      name: '서이안',
      phone: '02-312-4567',
      mobile: '010-7000-1122',
      postcode: '04001',
      address1: '서울특별시 마포구 솔숲로 11',
      address2: '2층',
      note: '경비실에 맡겨 주세요',
    },
    freightTerm: 'prepaid',
    marketShipped: false,
    shipBy: null,
  });
});

it('shows cancelled and claimed items among the open ones, and no unpaid one', () => {
  const [read] = toOrders([order(0)], 'open').orders;
  expect(read?.lines.slice(1)).toMatchObject([
    { lineKey: '20260115-0000013-02', state: 'cancelled', quantity: 1, cancelledQuantity: 1 },
    {
      lineKey: '20260115-0000013-03',
      state: 'acknowledged',
      rawState: 'C00',
      cancelledQuantity: 0,
      claimedQuantity: 1,
      freightTerm: 'collect',
    },
  ]);
});

it('takes only items in 배송준비중 of an order that is found by one of them', () => {
  const { orders } = toOrders(rows(), 'ready');
  expect(orders.flatMap(({ lines }) => lines.map(({ lineKey }) => lineKey))).toEqual([
    '20260115-0000013-01',
  ]);
});

describe('an item of which a part was claimed, which is an item of its own then', () => {
  const [bought] = items(0);
  const withPart = (part: Row, rest: Row = {}): Row => ({
    ...order(0),
    items: [
      { ...bought, item_no: 1, quantity: 1, ...rest },
      { ...bought, item_no: 2, order_item_code: '20260115-0000013-02', original_item_no: [1] },
    ].map((item, index) => (index === 1 ? { ...item, quantity: 1, ...part } : item)),
  });
  const linesOf = (raw: Row) => toOrders([raw], 'open').orders[0]?.lines ?? [];

  it.each([
    ['asked for', { order_status: 'C00', order_status_before_cs: 'N20' }, 0, 1],
    ['done', { order_status: 'C40', claim_quantity: 1 }, 1, 0],
    ['taken back', { order_status: 'N20', request_undone: 'Cancellation' }, 0, 0],
  ])('stays one line with it: a cancel that is %s', (_, part, cancelledQuantity, claimed) => {
    expect(linesOf(withPart(part))).toMatchObject([
      {
        lineKey: '20260115-0000013-01',
        quantity: 2,
        cancelledQuantity,
        claimedQuantity: claimed,
        state: 'acknowledged',
        rawState: 'N20',
      },
    ]);
    expect(toClaims([withPart(part)]).claims).toMatchObject([
      { claimNo: '20260115-0000013-02-C', lineKey: '20260115-0000013-01', quantity: 1 },
    ]);
  });

  it('goes on with the part when the rest is cancelled', () => {
    const taken = { order_status: 'N20', request_undone: 'Cancellation' };
    const [line] = linesOf(withPart(taken, { order_status: 'C40', claim_quantity: 1 }));
    expect(line).toMatchObject({ quantity: 2, cancelledQuantity: 1, state: 'acknowledged' });
  });

  it('is read with it', () => {
    const parsed = parseOrder(withPart({ order_status: 'C00' }));
    if (!parsed.success) throw parsed.error;
    const unit = { unitNo: 'any', orderNo: '', lineKeys: ['20260115-0000013-01'] };
    expect(toReading(parsed.data, unit)).toMatchObject({ claimOpen: true });
  });

  it('is another line where it is sent in exchange', () => {
    const keys = ['20260115-0000013-01', '20260115-0000013-02'];
    const sent = withPart({ order_status: 'N01' }, { order_status: 'E40' });
    expect(linesOf(sent).map(({ lineKey }) => lineKey)).toEqual(keys);
    const cancelled = withPart({ order_status: 'C00' }, { order_status: 'E40' });
    expect(linesOf(cancelled).map(({ lineKey }) => lineKey)).toEqual(keys);
  });
});

it('leaves orders mirrored from another market to the channel of that market', () => {
  expect(toOrders([order(2)], 'open')).toEqual({ orders: [], malformed: [] });
});

it('gives each item to its own recipient, a unit per recipient', () => {
  const [read] = toOrders([order(1)], 'open').orders;
  expect(read?.paidAt).toBeNull();
  expect(read?.lines).toMatchObject([
    {
      channelUnitNo: '20260115-0000014|D-20260115-0000014-00',
      recipient: { name: '서이안' },
      state: 'paid',
      amount: 91000,
    },
    {
      channelUnitNo: '20260115-0000014|D-20260115-0000014-01',
      recipient: { name: '차예솔', mobile: '0503-9000-1234', phone: '', address2: '', note: '' },
      state: 'shipping',
    },
  ]);
  expect(read?.orderer).toEqual({ name: '서이안', phone: '', mobile: '' });
});

it('gives an item without a shipping code to the only recipient, but guesses at none of several', () => {
  const without = (index: number): Row => ({
    ...order(index),
    items: items(index).map((item) => ({ ...item, shipping_code: null })),
  });
  expect(toOrders([without(0)], 'open').orders[0]?.lines[0]).toMatchObject({
    channelUnitNo: '20260115-0000013|D-20260115-0000013-00',
    recipient: { name: '서이안' },
  });
  expect(toOrders([without(1)], 'open')).toMatchObject({
    orders: [],
    malformed: [{ orderNo: '20260115-0000014', reason: expect.stringContaining('receivers') }],
  });
});

it.each([
  ['an unknown status', { order_status: 'Z10' }, 'order_status: unknown status Z10'],
  ['no quantity', { quantity: 0 }, 'quantity'],
  ['a price that is none', { product_price: '9만원' }, 'not an amount'],
])('sets an order with %s aside and keeps the rest of the page', (_, broken, reason) => {
  const [first, ...others] = items(0);
  const bad = { ...order(0), items: [{ ...first, ...broken }, ...others] };
  const { orders, malformed } = toOrders([bad, order(1)], 'open');
  expect(orders.map(({ orderNo }) => orderNo)).toEqual(['20260115-0000014']);
  expect(malformed).toMatchObject([{ orderNo: '20260115-0000013' }]);
  expect(malformed[0]?.reason).toContain(reason);
});

it('makes a claim of each item under one, also of a withdrawn one', () => {
  const { claims, faults } = toClaims(rows());
  expect(faults).toEqual([]);
  expect(claims).toMatchObject([
    {
      claimNo: '20260115-0000013-02-C',
      lineKey: '20260115-0000013-02',
      kind: 'cancel',
      state: 'done',
      quantity: 1,
      reason: '단순 변심',
      requestedAt: new Date('2026-01-15T01:00:00Z'),
    },
    { claimNo: '20260115-0000013-03-C', kind: 'cancel', state: 'requested', quantity: 1 },
    { claimNo: '20260115-0000014-02-R', kind: 'return', state: 'withdrawn' },
  ]);
});

it('reads a unit by its slowest item and shows a number only when all live items have it', () => {
  const read = (index: number, unitNo: string, lineKeys?: string[]) => {
    const parsed = parseOrder(order(index));
    if (!parsed.success) throw parsed.error;
    return toReading(parsed.data, { unitNo, orderNo: '', lineKeys });
  };
  expect(read(1, '20260115-0000014|D-20260115-0000014-01')).toMatchObject({
    state: 'shipping',
    rawState: 'N30',
    courierCode: '0006',
    waybillNo: '684809623814',
    recipient: { name: '차예솔' },
    claimOpen: false,
  });
  const both = ['20260115-0000014-01', '20260115-0000014-02'];
  expect(read(1, 'any', both)).toMatchObject({ state: 'paid', waybillNo: '' });
  expect(read(0, '20260115-0000013|D-20260115-0000013-00')).toMatchObject({
    state: 'acknowledged',
    claimOpen: true,
  });
  expect(read(0, 'any', ['20260115-0000013-02'])).toMatchObject({ state: 'cancelled' });
  expect(read(0, '20260115-0000013|D-elsewhere')).toBeNull();
});
