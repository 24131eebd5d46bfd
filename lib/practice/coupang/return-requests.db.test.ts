import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/coupang-shapes.json';
import { undocumented } from '../testing';
import { serveEachTest, test } from '../testing-each';
import type { CoupangBox } from './box';
import type { CoupangClaim } from './claim';
import { boxes, call, invoiceRows, invoices, makeBoxes, oneBox, resultOf, send } from './testing';

serveEachTest();

describe('cancels', () => {
  const period = 'createdAtFrom=2026-01-15T00:00&createdAtTo=2026-01-15T13:00';
  const requests = async (query: string) =>
    call<CoupangClaim[]>({
      path: ['v6', 'returnRequests'],
      query: `searchType=timeFrame&${query}`,
    });

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
    const pieces = body.data[0]?.cancelCountSum ?? 0;
    expect((await stop(pieces + 1)).status).toBe(400);
    expect((await stop(pieces)).body.data).toMatchObject({ resultCode: 'SUCCESS' });
    expect((await stop(pieces)).status).toBe(400);
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
    const { body } = await call<CoupangBox>({ path: ['v5', `ordersheets/${box.shipmentBoxId}`] });
    expect(body.data.orderItems[0]).toMatchObject({
      cancelCount: 1,
      holdCountForCancel: 0,
      canceled: false,
    });
    expect(await resultOf(invoices(invoiceRows(box, '680405450931')))).toBe('OK');
  });
});
