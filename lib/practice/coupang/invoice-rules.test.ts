import { describe, expect, it } from 'vitest';
import { generateOrders } from '../generate/orders';
import { practiceChannelProducts } from '../listings';
import { practiceShops } from '../shops';
import { type CoupangBox, type CoupangItem, won } from './box';
import { departuresOf } from './departure';
import { boxesOf } from './document';
import { type InvoiceRow, judgeInvoice, receiverKey } from './invoice-rules';

const now = new Date('2026-01-15T12:00:00+09:00');
const box = twoItemBox();
const rows = rowsOf(box);

function twoItemBox(): CoupangBox {
  const orders = generateOrders({
    seed: 1,
    now,
    count: 50,
    shops: practiceShops.slice(0, 1),
    products: practiceChannelProducts,
    spreadMinutes: 60,
    acknowledgedShare: 1,
  });
  const found = orders
    .flatMap((order, index) => boxesOf(order, 0, index))
    .find(({ orderItems }) => orderItems.length === 2);
  if (!found) throw new Error('no such box');
  return found;
}

function rowsOf({ shipmentBoxId, orderId, orderItems }: CoupangBox): InvoiceRow[] {
  return orderItems.map(({ vendorItemId }) => ({
    shipmentBoxId,
    orderId,
    vendorItemId,
    deliveryCompanyCode: 'HANJIN',
    invoiceNumber: '123456789012',
    splitShipping: false,
    preSplitShipped: false,
    estimatedShippingDate: '',
  }));
}

function withItems(change: (item: CoupangItem, index: number) => Partial<CoupangItem>): CoupangBox {
  return {
    ...box,
    orderItems: box.orderItems.map((item, index) => ({ ...item, ...change(item, index) })),
  };
}

function each(change: Partial<InvoiceRow>): InvoiceRow[] {
  return rows.map((row) => ({ ...row, ...change }));
}

const none = new Map<string, string>();

describe('the rows of a box', () => {
  it('are accepted whole, and when only a cancelled item is not named', () => {
    expect(judgeInvoice(box, rows, none)).toBe('OK');
    const one = withItems((_, index) => ({ canceled: index === 0 }));
    expect(judgeInvoice(one, rows.slice(1), none)).toBe('OK');
    expect(judgeInvoice(one, rows, none)).toBe('OK');
  });

  it.each([
    ['of no box', undefined, rows, 'NOT_FOUND_SHIPMENT_BOX'],
    ['of another order', box, each({ orderId: '1' }), 'NOT_FOUND_SHIPMENT_BOX'],
    ['of a box not acknowledged', { ...box, status: 'ACCEPT' }, rows, 'INVALID_STATUS'],
    ['of a box that has left', { ...box, status: 'DEPARTURE' }, rows, 'INVALID_STATUS'],
    ['of a cancelled box', withItems(() => ({ canceled: true })), rows, 'ORDER_DELIVERY_CANCELED'],
    ['that miss an item', box, rows.slice(1), 'NOT_FOUND_VENDOR_ITEM'],
    [
      'with a foreign item',
      box,
      [...rows, ...each({ vendorItemId: '9' })],
      'NOT_FOUND_VENDOR_ITEM',
    ],
    [
      'held whole',
      withItems((item) => ({ holdCountForCancel: item.shippingCount })),
      rows,
      'ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL',
    ],
    [
      'held in part',
      withItems((_, index) => ({ holdCountForCancel: index })),
      rows,
      'ORDER_DELIVERY_PARTIAL_STOP_REQUESTED',
    ],
    [
      'of two numbers',
      box,
      [...rows.slice(1), { ...each({ invoiceNumber: '210987654321' })[0], ...{} }] as InvoiceRow[],
      'INVALID_INVOICE_NUMBER',
    ],
    ['of eleven digits', box, each({ invoiceNumber: '12345678901' }), 'INVALID_INVOICE_NUMBER'],
    ['without a number', box, each({ invoiceNumber: '' }), 'NOT_FOUND_INVOICE_NUMBER'],
    [
      'split by neither number nor date',
      box,
      each({ splitShipping: true, invoiceNumber: '' }),
      'NOT_FOUND_INVOICE_NUMBER',
    ],
    [
      'split but one',
      box,
      rows.map((row, index) => ({ ...row, splitShipping: index === 0 })),
      'INVALID_STATUS',
    ],
    [
      'split and sent directly',
      box,
      each({ splitShipping: true, deliveryCompanyCode: 'DIRECT' }),
      'NOT_ALLOW_VENDOR_DIRECT',
    ],
    [
      'split though there is one item',
      { ...box, ableSplitShipping: false },
      each({ splitShipping: true }),
      'NOT_ALLOW_SEPARATE_WHEN_ONE_VENDOR_ITEM',
    ],
    [
      'whole though a split began',
      { ...box, splitShipping: true },
      rows,
      'IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY',
    ],
    [
      'with another date though a split began',
      { ...box, splitShipping: true },
      each({ splitShipping: true, preSplitShipped: true, invoiceNumber: '' }),
      'PSD_NOT_ALLOW_TO_CHANGE',
    ],
  ] as const)('%s are refused', (_, judged, given, code) => {
    expect(judgeInvoice(judged as CoupangBox | undefined, given, none)).toBe(code);
  });

  it('may carry a number of another box only to the same name and address', () => {
    const key = 'HANJIN:123456789012';
    expect(judgeInvoice(box, rows, new Map([[key, receiverKey(box.receiver)]]))).toBe('OK');
    const stranger = receiverKey({ ...box.receiver, addr2: '102동 1호' });
    expect(judgeInvoice(box, rows, new Map([[key, stranger]]))).toBe('DUPLICATE_INVOICE_NUMBER');
  });
});

describe('a departure', () => {
  it('splits into the box that stays with its date and new ones that leave', () => {
    const [first, second] = each({ splitShipping: true });
    if (!first || !second) throw new Error('no rows');
    const later = { ...second, invoiceNumber: '', estimatedShippingDate: '2026-01-20' };
    const [stays, leaves, ...others] = departuresOf(box, [first, later], now);
    expect(others).toEqual([]);
    expect(stays).toMatchObject({
      isNewBox: false,
      leaves: false,
      box: {
        status: 'INSTRUCT',
        splitShipping: true,
        invoiceNumber: '',
        orderItems: [{ vendorItemId: second.vendorItemId, plannedShippingDate: '2026-01-20' }],
      },
    });
    expect(leaves).toMatchObject({
      isNewBox: true,
      leaves: true,
      box: { status: 'DEPARTURE', orderItems: [{ vendorItemId: first.vendorItemId }] },
    });
  });

  it('keeps every piece and every won of the box', () => {
    const parts = departuresOf(box, each({ splitShipping: true }), now);
    const sum = (boxes: readonly CoupangBox[]) =>
      boxes
        .flatMap(({ orderItems }) => orderItems)
        .reduce((total, item) => total + item.orderPrice.units, 0);
    expect(won(sum(parts.map((part) => part.box)))).toEqual(won(sum([box])));
  });
});
