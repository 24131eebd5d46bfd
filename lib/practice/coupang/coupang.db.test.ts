import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import shapes from '../fixtures/coupang-shapes.json';
import {
  type CoupangTestCall,
  callCoupang,
  coupangCredentials,
  type PracticeTest,
  shapeOf,
  startPracticeTest,
  type TestAnswer,
  undocumented,
} from '../testing';
import type { CoupangBox } from './box';

let test: PracticeTest;
beforeAll(async () => {
  test = await startPracticeTest();
});
afterAll(() => test?.close());
beforeEach(() => test.control.reset());

const DAY = 'createdAtFrom=2026-01-14%2B09:00&createdAtTo=2026-01-15%2B09:00';
const SHOP = 'coupang-daily';

function call(input: Omit<CoupangTestCall, 'method'> & { method?: string }): Promise<TestAnswer> {
  return callCoupang(test, { method: 'GET', ...input });
}

function sheets(query: string): Promise<TestAnswer> {
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
async function boxes(status: string, size = 50, period = DAY): Promise<CoupangBox[]> {
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

function send(method: string, rest: string, body: object): Promise<TestAnswer> {
  const { vendorId } = coupangCredentials();
  return call({ method, path: ['v4', rest], body: { vendorId, ...body } });
}

function acknowledge(...shipmentBoxIds: string[]): Promise<TestAnswer> {
  return send('PUT', 'ordersheets/acknowledgement', {
    shipmentBoxIds: shipmentBoxIds.map(BigInt),
  });
}

function invoiceRows(box: CoupangBox, invoiceNumber: string, code = 'CJGLS') {
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

function invoices(rows: readonly object[], path = 'orders/invoices'): Promise<TestAnswer> {
  return send('POST', path, { orderSheetInvoiceApplyDtos: rows });
}

async function resultOf(answer: Promise<TestAnswer>): Promise<string> {
  const { body } = await answer;
  return body.data.responseList[0].resultCode;
}

async function makeBoxes(count: number, acknowledgedShare = 1): Promise<CoupangBox[]> {
  await test.control.makeOrders({ count, seed: 7, shops: [SHOP], acknowledgedShare });
  return boxes(acknowledgedShare === 1 ? 'INSTRUCT' : 'ACCEPT');
}

async function oneBox(status: 'ACCEPT' | 'INSTRUCT', lines = 1): Promise<CoupangBox> {
  const made = await makeBoxes(40, status === 'INSTRUCT' ? 1 : 0);
  const box = made.find(({ orderItems }) => orderItems.length >= lines);
  if (!box) throw new Error('no such box');
  return box;
}

describe('a wrong Coupang client is refused', () => {
  const query = `${DAY}&status=ACCEPT`;
  const path = ['v5', 'ordersheets'] as const;

  it.each([
    [
      'that signs + and sends %2B',
      { signedQuery: query.replaceAll('%2B', '+') },
      'Invalid signature.',
    ],
    [
      'that sorts its query only for signing',
      { signedQuery: `status=ACCEPT&${DAY}` },
      'Invalid signature.',
    ],
    ['with a key nobody has', { accessKey: 'nobody' }, 'Request is not authorized.'],
    [
      'whose clock is six minutes slow',
      { signedAt: new Date('2026-01-15T11:54:00+09:00') },
      'Specified signature is expired.',
    ],
    [
      'whose clock is six minutes fast',
      { signedAt: new Date('2026-01-15T12:06:00+09:00') },
      'Specified signature is expired.',
    ],
  ])('%s', async (_, wrong, message) => {
    const answer = await call({ path, query, wrong });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'ERROR', message });
  });

  it('that reads another vendor with its own key', async () => {
    const { vendorId } = coupangCredentials('coupang-kitchen');
    expect((await call({ path, query, wrong: { vendorId } })).status).toBe(403);
  });

  it.each([
    ['32 days', 'createdAtFrom=2025-12-15%2B09:00&createdAtTo=2026-01-15%2B09:00&status=ACCEPT'],
    [
      '24 hours of minutes',
      'searchType=timeFrame&createdAtFrom=2026-01-14T12:00%2B09:00&createdAtTo=2026-01-15T12:00%2B09:00&status=ACCEPT',
    ],
    [
      'a + that reads as a blank',
      'createdAtFrom=2026-01-14+09:00&createdAtTo=2026-01-15+09:00&status=ACCEPT',
    ],
    ['no zone', 'createdAtFrom=2026-01-14&createdAtTo=2026-01-15&status=ACCEPT'],
    ['no status', DAY],
    ['a status of its own', `${DAY}&status=PAID`],
    ['51 a page', `${DAY}&status=ACCEPT&maxPerPage=51`],
    [
      'a period backwards',
      'createdAtFrom=2026-01-15%2B09:00&createdAtTo=2026-01-13%2B09:00&status=ACCEPT',
    ],
  ])('that asks with %s', async (_, wrongQuery) => {
    expect((await sheets(wrongQuery)).status).toBe(400);
  });

  it('that acknowledges 51 boxes at once', async () => {
    const ids = Array.from({ length: 51 }, (_, index) => String(index + 1));
    expect((await acknowledge(...ids)).status).toBe(400);
  });

  it('that calls an eleventh time within a second', async () => {
    const limited = await startPracticeTest({
      coupangPerSecond: 10,
      cafe24Bucket: 40,
      cafe24DrainPerSecond: 2,
    });
    const calls = Array.from({ length: 40 }, () =>
      callCoupang(limited, { method: 'GET', path, query }),
    );
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    await limited.close();
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(statuses).toContain(429);
  });
});

describe('order sheets', () => {
  it('have the documented members, ids of 18 digits as bare numbers', async () => {
    await makeBoxes(30);
    const { text } = await sheets(`${DAY}&status=INSTRUCT`);
    expect(/"shipmentBoxId":\d{18}[,}]/.test(text) && /"orderId":\d{14},/.test(text)).toBe(true);
    const { data } = JSON.parse(text);
    expect(data.length).toBeGreaterThan(20);
    for (const box of data) expect(undocumented(box, shapes.orderSheet)).toEqual([]);
    const ours = Object.keys(shapeOf(data).valueOf()).map((path) => path.replace(/^\[\]\.?/, ''));
    const missing = Object.keys(shapes.orderSheet).filter((path) => !ours.includes(path));
    // Only sellers who ask buyers for more have etcInfoValues, only islands a remotePrice.
    expect(missing.filter((path) => !/etcInfoValues|remotePrice/.test(path))).toEqual([]);
  });

  it('by day come once each over all pages, whatever the page size', async () => {
    const all = await makeBoxes(120);
    const small = await boxes('INSTRUCT', 7);
    const ids = all.map(({ shipmentBoxId }) => shipmentBoxId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(small.map(({ shipmentBoxId }) => shipmentBoxId)).toEqual(ids);
    const { orders } = (await test.control.state()).shops.find(({ shop }) => shop === SHOP) ?? {};
    expect(orders).toBe(120);
  });

  it('by minute come without pages, and the windows meet without a gap', async () => {
    const all = await makeBoxes(120);
    const windows = ['T00:00 T04:00', 'T04:00 T08:00', 'T08:00 T12:00'];
    const found: string[] = [];
    for (const window of windows) {
      const [from, to] = window.split(' ');
      const { body } = await sheets(
        `searchType=timeFrame&createdAtFrom=2026-01-15${from}%2B09:00&createdAtTo=2026-01-15${to}%2B09:00&status=INSTRUCT`,
      );
      expect(body.nextToken).toBe('');
      found.push(...body.data.map((box: CoupangBox) => box.shipmentBoxId));
    }
    const today = all.filter(({ orderedAt }) => orderedAt >= '2026-01-15T00:00');
    expect(found.sort()).toEqual(today.map(({ shipmentBoxId }) => shipmentBoxId).sort());
  });

  it('are found by creation time, not by when their state changed', async () => {
    const box = await oneBox('ACCEPT');
    test.now = new Date('2026-01-16T12:00:00+09:00');
    await acknowledge(box.shipmentBoxId);
    const next = await boxes(
      'INSTRUCT',
      50,
      'createdAtFrom=2026-01-16%2B09:00&createdAtTo=2026-01-16%2B09:00',
    );
    test.now = new Date('2026-01-15T12:00:00+09:00');
    expect(next).toEqual([]);
    expect((await boxes('INSTRUCT')).map(({ shipmentBoxId }) => shipmentBoxId)).toEqual([
      box.shipmentBoxId,
    ]);
  });

  it('can be read one by one, and all of an order', async () => {
    const all = await makeBoxes(60);
    const box = all.find(
      ({ orderId }, index) => all.findIndex((each) => each.orderId === orderId) !== index,
    );
    if (!box) throw new Error('no order of two boxes');
    const one = await call({ path: ['v5', `ordersheets/${box.shipmentBoxId}`] });
    expect(one.body).toMatchObject({ code: '200', data: { shipmentBoxId: box.shipmentBoxId } });
    const order = await call({ path: ['v5', `${box.orderId}/ordersheets`] });
    expect(order.body.data.length).toBeGreaterThanOrEqual(2);
    expect((await call({ path: ['v5', 'ordersheets/1'] })).status).toBe(400);
  });

  it('carry prices that add up', async () => {
    for (const { orderItems } of await makeBoxes(60)) {
      for (const { orderPrice, salesPrice, shippingCount, discountPrice, ...item } of orderItems) {
        expect(orderPrice.units).toBe(salesPrice.units * shippingCount);
        expect(discountPrice?.units ?? 0).toBe(
          item.instantCouponDiscount.units +
            item.downloadableCouponDiscount.units +
            item.coupangDiscount.units,
        );
      }
    }
  });
});

describe('acknowledging', () => {
  it('moves ACCEPT to INSTRUCT and answers row by row', async () => {
    const [first, second] = await makeBoxes(5, 0);
    if (!first || !second) throw new Error('no boxes');
    const alone = await acknowledge(first.shipmentBoxId);
    expect(undocumented(JSON.parse(alone.text), shapes.acknowledgement)).toEqual([]);
    expect(alone.body).toMatchObject({ code: '200', data: { responseCode: 0 } });
    const both = await acknowledge(first.shipmentBoxId, second.shipmentBoxId, '123456789012345678');
    expect(both.status).toBe(200);
    expect(both.body.data.responseCode).toBe(1);
    expect(both.body.data.responseList).toMatchObject([
      { shipmentBoxId: first.shipmentBoxId, succeed: false, resultCode: 'INVALID_STATUS' },
      { shipmentBoxId: second.shipmentBoxId, succeed: true, resultCode: 'OK' },
      { succeed: false, resultCode: 'NOT_FOUND_SHIPMENT_BOX' },
    ]);
    expect((await acknowledge(first.shipmentBoxId)).body.data.responseCode).toBe(99);
    const journal = await test.control.journal();
    expect(journal.map(({ kind, unitNo }) => [kind, unitNo])).toEqual([
      ['acknowledge', first.shipmentBoxId],
      ['acknowledge', second.shipmentBoxId],
    ]);
  });

  it('is the last moment for the buyer to change the address', async () => {
    const box = await oneBox('ACCEPT');
    const move = {
      marketplace: 'coupang',
      orderNo: box.orderId,
      address1: '서울 새집로 1',
    } as const;
    await test.control.changeAddress(move);
    const ids = (await boxes('ACCEPT')).filter(({ orderId }) => orderId === box.orderId);
    await acknowledge(...ids.map(({ shipmentBoxId }) => shipmentBoxId));
    const read = await call({ path: ['v5', `ordersheets/${box.shipmentBoxId}`] });
    expect(read.body.data.receiver.addr1).toBe('서울 새집로 1');
    await expect(test.control.changeAddress(move)).rejects.toMatchObject({ status: 409 });
  });
});

describe('waybills', () => {
  it('move INSTRUCT to DEPARTURE and are journaled once however often they are sent', async () => {
    const box = await oneBox('INSTRUCT', 2);
    const rows = invoiceRows(box, '680405450931');
    const answer = await invoices(rows);
    expect(undocumented(JSON.parse(answer.text), shapes.invoices)).toEqual([]);
    expect(answer.body.data).toMatchObject({ responseCode: 0, responseMessage: 'SUCCESS' });
    const again = await Promise.all([invoices(rows), invoices(rows)]);
    for (const { body } of again) {
      expect(body.data.responseList).toMatchObject([{ resultCode: 'INVALID_STATUS' }]);
    }
    const [row, ...others] = await test.control.journal({ marketplace: 'coupang' });
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      kind: 'ship',
      shop: SHOP,
      unitNo: box.shipmentBoxId,
      orderNo: box.orderId,
      lineKeys: box.orderItems.map(({ vendorItemId }) => vendorItemId),
      courierCode: 'CJGLS',
      waybillNo: '680405450931',
    });
    const [departed] = await boxes('DEPARTURE');
    expect(departed).toMatchObject({
      deliveryCompanyName: 'CJ 대한통운',
      invoiceNumber: '680405450931',
    });
  });

  it('need every item of the box in the request', async () => {
    const box = await oneBox('INSTRUCT', 2);
    const rows = invoiceRows(box, '680405450931').slice(1);
    expect(await resultOf(invoices(rows))).toBe('NOT_FOUND_VENDOR_ITEM');
    expect(await test.control.journal()).toEqual([]);
  });

  it('need a box in INSTRUCT, of this order, of this vendor', async () => {
    const box = await oneBox('ACCEPT');
    const rows = invoiceRows(box, '680405450931');
    expect(await resultOf(invoices(rows))).toBe('INVALID_STATUS');
    const otherOrder = rows.map((row) => ({ ...row, orderId: 1 }));
    expect(await resultOf(invoices(otherOrder))).toBe('NOT_FOUND_SHIPMENT_BOX');
    const { vendorId } = coupangCredentials('coupang-kitchen');
    const other = await callCoupang(test, {
      method: 'POST',
      path: ['v4', 'orders/invoices'],
      body: { vendorId, orderSheetInvoiceApplyDtos: rows },
      shopKey: 'coupang-kitchen',
    });
    expect(other.body.data.responseList[0].resultCode).toBe('NOT_FOUND_SHIPMENT_BOX');
  });

  it('are refused with letters or an unknown courier, and by row with the wrong length', async () => {
    const box = await oneBox('INSTRUCT');
    expect((await invoices(invoiceRows(box, '6804-0545-0931'))).status).toBe(400);
    expect((await invoices(invoiceRows(box, '680405450931', 'CJ'))).status).toBe(400);
    expect(await resultOf(invoices(invoiceRows(box, '12345678901')))).toBe(
      'INVALID_INVOICE_NUMBER',
    );
  });

  it('may be one number for several boxes of one receiver, never of two', async () => {
    const all = await makeBoxes(60);
    const same = all.filter(
      ({ receiver }, _, { length }) =>
        length > 0 &&
        all.filter(
          (each) =>
            each.receiver.addr1 === receiver.addr1 && each.receiver.addr2 === receiver.addr2,
        ).length > 1,
    );
    const [first] = same;
    const second = same.find(
      (box) => box !== first && box.receiver.addr1 === first?.receiver.addr1,
    );
    const stranger = all.find(({ receiver }) => receiver.addr1 !== first?.receiver.addr1);
    if (!first || !second || !stranger) throw new Error('no such boxes');
    const number = '680405450931';
    const { body } = await invoices(
      [first, second, stranger].flatMap((box) => invoiceRows(box, number)),
    );
    expect(body.data.responseCode).toBe(1);
    expect(body.data.responseList.map((row: { resultCode: string }) => row.resultCode)).toEqual([
      'OK',
      'OK',
      'DUPLICATE_INVOICE_NUMBER',
    ]);
    expect(await resultOf(invoices(invoiceRows(stranger, number)))).toBe(
      'DUPLICATE_INVOICE_NUMBER',
    );
    expect(await resultOf(invoices(invoiceRows(stranger, number, 'DIRECT')))).toBe('OK');
  });

  it('are changed only after departure, and to another number', async () => {
    const box = await oneBox('INSTRUCT');
    const change = (number: string) =>
      resultOf(invoices(invoiceRows(box, number), 'orders/updateInvoices'));
    expect(await change('680405450931')).toBe('INVALID_STATUS');
    await invoices(invoiceRows(box, '680405450931'));
    expect(await change('680405450931')).toBe('NOT_ALLOW_INVOICE_NUMBER_RE_UPLOAD');
    expect(await change('680405450942')).toBe('OK');
    const journal = await test.control.journal();
    expect(journal.map(({ kind, waybillNo }) => [kind, waybillNo])).toEqual([
      ['ship', '680405450931'],
      ['change_waybill', '680405450942'],
    ]);
  });

  it('of a split give the part that leaves a box of its own', async () => {
    const box = await oneBox('INSTRUCT', 2);
    const [leaves, ...stay] = invoiceRows(box, '680405450931').map((row) => ({
      ...row,
      splitShipping: 'True',
    }));
    if (!leaves) throw new Error('no row');
    const waiting = stay.map((row) => ({
      ...row,
      invoiceNumber: '',
      estimatedShippingDate: '2026-01-18',
    }));
    expect(await resultOf(invoices([leaves, ...waiting]))).toBe('OK');
    const [departed] = await boxes('DEPARTURE');
    expect(departed?.shipmentBoxId).not.toBe(box.shipmentBoxId);
    expect(departed).toMatchObject({ orderId: box.orderId, splitShipping: true });
    expect(departed?.orderItems).toHaveLength(1);

    const whole = stay.map((row) => ({
      ...row,
      invoiceNumber: '680405450942',
      splitShipping: false,
    }));
    expect(await resultOf(invoices(whole))).toBe('IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY');
    const rest = whole.map((row) => ({ ...row, splitShipping: true, preSplitShipped: true }));
    expect(await resultOf(invoices(rest))).toBe('OK');
    const journal = await test.control.journal();
    expect(journal.flatMap(({ lineKeys }) => lineKeys).sort()).toEqual(
      box.orderItems.map(({ vendorItemId }) => vendorItemId).sort(),
    );
  });
});

describe('cancels', () => {
  const period = 'createdAtFrom=2026-01-15T00:00&createdAtTo=2026-01-15T13:00';
  const requests = async (query: string) =>
    call({ path: ['v6', 'returnRequests'], query: `searchType=timeFrame&${query}` });

  it('while ACCEPT happen at once: the box is gone and stands among the cancels', async () => {
    const box = await oneBox('ACCEPT');
    const request = { marketplace: 'coupang', orderNo: box.orderId } as const;
    expect(await test.control.requestCancel(request)).toMatchObject({ cancelledAtOnce: true });
    expect((await boxes('ACCEPT')).filter(({ orderId }) => orderId === box.orderId)).toEqual([]);
    expect((await call({ path: ['v5', `ordersheets/${box.shipmentBoxId}`] })).status).toBe(400);
    const { body, text } = await requests(`${period}&cancelType=CANCEL`);
    expect(body.data[0]).toMatchObject({ receiptType: 'CANCEL', orderId: Number(box.orderId) });
    expect(undocumented(JSON.parse(text).data[0], shapes.returnRequest)).toEqual([]);
    await expect(test.control.requestCancel(request)).rejects.toMatchObject({ status: 409 });
  });

  it.each([
    [
      'a zone',
      'createdAtFrom=2026-01-15T00:00%2B09:00&createdAtTo=2026-01-15T13:00%2B09:00&status=RU',
    ],
    ['a status beside cancelType=CANCEL', `${period}&status=RU&cancelType=CANCEL`],
    ['neither status nor order', period],
  ])('are not asked for with %s', async (_, query) => {
    expect((await requests(query)).status).toBe(400);
  });

  it('while INSTRUCT block the waybill until the seller answers: stopped, the cancel wins', async () => {
    const box = await oneBox('INSTRUCT');
    const { claimNos } = await test.control.requestCancel({
      marketplace: 'coupang',
      orderNo: box.orderId,
      lines: box.orderItems.map((item) => ({
        lineKey: item.vendorItemId,
        quantity: item.shippingCount,
      })),
    });
    const [receiptId] = claimNos;
    expect(await resultOf(invoices(invoiceRows(box, '680405450931')))).toBe(
      'ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL',
    );
    const { body } = await requests(`${period}&status=RU`);
    expect(body.data[0]).toMatchObject({
      receiptId: Number(receiptId),
      receiptStatus: 'RELEASE_STOP_UNCHECKED',
      returnItems: [{ shipmentBoxId: box.shipmentBoxId, releaseStatus: 'N' }],
    });
    const stop = (cancelCount: number) =>
      send('PUT', `returnRequests/${receiptId}/stoppedShipment`, {
        receiptId: Number(receiptId),
        cancelCount,
      });
    expect((await stop(body.data[0].cancelCountSum + 1)).status).toBe(400);
    expect((await stop(body.data[0].cancelCountSum)).body.data.resultCode).toBe('SUCCESS');
    expect((await stop(body.data[0].cancelCountSum)).status).toBe(400);
    expect(await resultOf(invoices(invoiceRows(box, '680405450931')))).toBe(
      'ORDER_DELIVERY_CANCELED',
    );
    expect((await test.control.journal()).map(({ kind }) => kind)).toEqual(['claim']);
  });

  it('of a part stop the box too; already shipped, the parcel leaves and a return begins', async () => {
    const box = await oneBox('INSTRUCT', 2);
    const [item] = box.orderItems;
    if (!item) throw new Error('no item');
    const { claimNos } = await test.control.requestCancel({
      marketplace: 'coupang',
      orderNo: box.orderId,
      lines: [{ lineKey: item.vendorItemId, quantity: item.shippingCount }],
    });
    expect(await resultOf(invoices(invoiceRows(box, '680405450931')))).toBe(
      'ORDER_DELIVERY_PARTIAL_STOP_REQUESTED',
    );
    await send('PUT', `returnRequests/${claimNos[0]}/completedShipment`, {
      receiptId: Number(claimNos[0]),
      deliveryCompanyCode: 'CJGLS',
      invoiceNumber: '680405450931',
    });
    const [departed] = await boxes('DEPARTURE');
    expect(departed).toMatchObject({
      shipmentBoxId: box.shipmentBoxId,
      invoiceNumber: '680405450931',
    });
    expect((await requests(`${period}&status=UC`)).body.data).toMatchObject([
      { receiptStatus: 'RETURNS_UNCHECKED', returnItems: [{ releaseStatus: 'A' }] },
    ]);
    expect(await test.control.journal()).toMatchObject([
      { kind: 'claim', courierCode: 'CJGLS', waybillNo: '680405450931' },
    ]);
  });

  it('of some pieces leave the others to be shipped', async () => {
    const all = await makeBoxes(80);
    const box = all.find(
      ({ orderItems }) => orderItems.length === 1 && (orderItems[0]?.shippingCount ?? 0) > 1,
    );
    const [item] = box?.orderItems ?? [];
    if (!box || !item) throw new Error('no such box');
    const { claimNos } = await test.control.requestCancel({
      marketplace: 'coupang',
      orderNo: box.orderId,
      lines: [{ lineKey: item.vendorItemId, quantity: 1 }],
    });
    await send('PUT', `returnRequests/${claimNos[0]}/stoppedShipment`, {
      receiptId: Number(claimNos[0]),
      cancelCount: 1,
    });
    const { body } = await call({ path: ['v5', `ordersheets/${box.shipmentBoxId}`] });
    expect(body.data.orderItems[0]).toMatchObject({
      cancelCount: 1,
      holdCountForCancel: 0,
      canceled: false,
    });
    expect(await resultOf(invoices(invoiceRows(box, '680405450931')))).toBe('OK');
  });
});
