import { expect } from 'vitest';
import {
  type CoupangBody,
  type CoupangResults,
  type CoupangTestCall,
  callCoupang,
  coupangCredentials,
  type TestAnswer,
} from '../testing';
import { test } from '../testing-each';
import type { CoupangBox } from './box';

type Written = TestAnswer<CoupangBody<CoupangResults>>;

export const DAY = 'createdAtFrom=2026-01-14%2B09:00&createdAtTo=2026-01-15%2B09:00';
export const SHOP = 'coupang-daily';

export function call<Data>(
  input: Omit<CoupangTestCall, 'method'> & { method?: string },
): Promise<TestAnswer<CoupangBody<Data>>> {
  return callCoupang(test, { method: 'GET', ...input });
}

export function sheets(query: string): Promise<TestAnswer<CoupangBody<CoupangBox[]>>> {
  return call({ path: ['v5', 'ordersheets'], query });
}

/** Long ids come as text from the lossless reader, short ones as numbers. */
function withTextIds(box: CoupangBox): CoupangBox {
  return {
    ...box,
    orderId: String(box.orderId),
    orderItems: box.orderItems.map((item) => ({
      ...item,
      vendorItemId: String(item.vendorItemId),
    })),
  };
}

/** Every page of a day search. */
export async function boxes(status: string, size = 50, period = DAY): Promise<CoupangBox[]> {
  const found: CoupangBox[] = [];
  let token = '';
  do {
    const query = `${period}&maxPerPage=${size}&status=${status}&nextToken=${token}`;
    const { status: http, body } = await sheets(query);
    expect(http).toBe(200);
    found.push(...body.data.map(withTextIds));
    token = body.nextToken;
  } while (token !== '');
  return found;
}

export function send(method: string, rest: string, body: object): Promise<Written> {
  const { vendorId } = coupangCredentials();
  return call({ method, path: ['v4', rest], body: { vendorId, ...body } });
}

export function acknowledge(...shipmentBoxIds: string[]): Promise<Written> {
  return send('PUT', 'ordersheets/acknowledgement', {
    shipmentBoxIds: shipmentBoxIds.map(BigInt),
  });
}

export function invoiceRows(box: CoupangBox, invoiceNumber: string, code = 'CJGLS') {
  return box.orderItems.map(({ vendorItemId }) => ({
    shipmentBoxId: BigInt(box.shipmentBoxId),
    orderId: BigInt(box.orderId),
    vendorItemId: Number(vendorItemId),
    deliveryCompanyCode: code,
    invoiceNumber,
    splitShipping: false,
    preSplitShipped: false,
    estimatedShippingDate: '',
  }));
}

export function invoices(rows: readonly object[], path = 'orders/invoices'): Promise<Written> {
  return send('POST', path, { orderSheetInvoiceApplyDtos: rows });
}

export async function resultOf(answer: Promise<Written>): Promise<string | undefined> {
  const { body } = await answer;
  return body.data.responseList[0]?.resultCode;
}

export async function makeBoxes(count: number, acknowledgedShare = 1): Promise<CoupangBox[]> {
  await test.control.makeOrders({ count, seed: 7, shops: [SHOP], acknowledgedShare });
  return boxes(acknowledgedShare === 1 ? 'INSTRUCT' : 'ACCEPT');
}

export async function oneBox(status: 'ACCEPT' | 'INSTRUCT', lines = 1): Promise<CoupangBox> {
  const made = await makeBoxes(40, status === 'INSTRUCT' ? 1 : 0);
  const box = made.find(({ orderItems }) => orderItems.length >= lines);
  if (!box) throw new Error('no such box');
  return box;
}
