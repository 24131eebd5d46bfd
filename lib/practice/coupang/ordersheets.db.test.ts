import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/coupang-shapes.json';
import {
  callCoupang,
  coupangCredentials,
  shapeOf,
  startPracticeTest,
  undocumented,
} from '../testing';
import { serveEachTest, test } from '../testing-each';
import type { CoupangBox } from './box';
import { acknowledge, boxes, call, DAY, makeBoxes, oneBox, SHOP, sheets } from './testing';

serveEachTest();

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
    const limited = await startPracticeTest({ coupangPerSecond: 10 });
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
      found.push(...body.data.map((box) => box.shipmentBoxId));
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
    const order = await call<CoupangBox[]>({ path: ['v5', `${box.orderId}/ordersheets`] });
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
    const read = await call<CoupangBox>({ path: ['v5', `ordersheets/${box.shipmentBoxId}`] });
    expect(read.body.data.receiver.addr1).toBe('서울 새집로 1');
    await expect(test.control.changeAddress(move)).rejects.toMatchObject({ status: 409 });
  });
});
