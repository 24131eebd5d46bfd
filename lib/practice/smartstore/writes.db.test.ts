import { describe, expect, it } from 'vitest';
import { test } from '../testing-each';
import { dispatchCodes, dispatchRow, makeOrders, post, query, serveSmartstore } from './testing';

serveSmartstore();

const marketplace = 'smartstore';

describe('발주확인', () => {
  it('takes each waiting product order once, and names the others with a reason', async () => {
    const [first = '', second = ''] = await makeOrders({ acknowledgedShare: 0 });
    await post('/confirm', { productOrderIds: [second] });
    const { body } = await post('/confirm', { productOrderIds: [first, second, '1'] });
    expect(body.data.successProductOrderInfos).toEqual([
      { productOrderId: first, isReceiverAddressChanged: false },
    ]);
    expect(body.data.failProductOrderInfos).toMatchObject([
      { productOrderId: second, code: '104443' },
      { productOrderId: '1', code: '104133' },
    ]);
    const journal = await test.control.journal();
    expect(journal.map(({ kind, unitNo }) => [kind, unitNo])).toEqual([
      ['acknowledge', second],
      ['acknowledge', first],
    ]);
  });

  it('says whose buyer has moved in the meantime, and lets nobody move after it', async () => {
    const [first = ''] = await makeOrders({ acknowledgedShare: 0 });
    const orderNo = await orderNoOf(first);
    await test.control.changeAddress({
      marketplace,
      orderNo,
      address1: '서울특별시 중구 세종대로 110',
    });
    const { body } = await post('/confirm', { productOrderIds: [first] });
    expect(body.data.successProductOrderInfos).toMatchObject([{ isReceiverAddressChanged: true }]);
    const [row] = await query(first);
    expect(row?.productOrder.shippingAddress?.baseAddress).toBe('서울특별시 중구 세종대로 110');
    const one = { count: 1, acknowledgedShare: 1 };
    const other = (await makeOrders(one)).at(-1) ?? '';
    await expect(
      test.control.changeAddress({ marketplace, orderNo: await orderNoOf(other) }),
    ).rejects.toMatchObject({ status: 409 });
  });

  it('waits for who gets a gift to accept it', async () => {
    const [gift = ''] = await makeOrders({ count: 1, giftShare: 1 });
    const [before] = await query(gift);
    expect(before?.productOrder).toMatchObject({ giftReceivingStatus: 'WAIT_FOR_RECEIVING' });
    expect(before?.productOrder.shippingAddress).toBeUndefined();
    const refused = await post('/confirm', { productOrderIds: [gift] });
    expect(refused.body.data.failProductOrderInfos).toHaveLength(1);
    await test.control.changeAddress({ marketplace, orderNo: await orderNoOf(gift) });
    const [after] = await query(gift);
    expect(after?.productOrder).toMatchObject({ giftReceivingStatus: 'RECEIVED' });
    expect(after?.productOrder.shippingAddress?.baseAddress).toBeTruthy();
  });
});

describe('발송처리', () => {
  it('takes an acknowledged product order once, with its number', async () => {
    const [first = ''] = await makeOrders({ acknowledgedShare: 1 });
    expect(await dispatchCodes(dispatchRow(first))).toEqual([]);
    const [row] = await query(first);
    expect(row?.productOrder.productOrderStatus).toBe('DELIVERING');
    expect(row?.delivery?.trackingNumber).toBe('684809623814');
    expect(await dispatchCodes(dispatchRow(first))).toEqual(['104442']);
    expect(await test.control.journal()).toMatchObject([
      { kind: 'ship', unitNo: first, courierCode: 'CJGLS', waybillNo: '684809623814' },
    ]);
  });

  it.each([
    ['104116', { deliveryMethod: 'PIGEON' }],
    ['104118', { deliveryCompanyCode: '' }],
    ['104119', { deliveryCompanyCode: '0006' }],
    ['104120', { trackingNumber: '' }],
    ['104122', { trackingNumber: '68480962381' }],
    ['104122', { trackingNumber: '6848-0962-3814' }],
    ['104139', { dispatchDate: '2026-01-15T12:00:01.000+09:00' }],
    ['104139', { dispatchDate: '2026-01-10T12:00:00.000+09:00' }],
  ])('refuses with %s %o', async (code, wrong) => {
    const [first = ''] = await makeOrders({ acknowledgedShare: 1 });
    expect(await dispatchCodes(dispatchRow(first, wrong))).toEqual([code]);
    expect(await test.control.journal()).toEqual([]);
  });

  it('refuses what is not acknowledged, and one product order named twice', async () => {
    const [waiting = ''] = await makeOrders({ count: 1, acknowledgedShare: 0 });
    const ready = (await makeOrders({ count: 1, acknowledgedShare: 1 })).at(-1) ?? '';
    const rows = [dispatchRow(waiting), dispatchRow(ready), dispatchRow(ready)];
    expect(await dispatchCodes(...rows)).toEqual(['104443', '104131']);
  });

  it('takes one number for one receiver only', async () => {
    const ids = await makeOrders({ count: 20, acknowledgedShare: 1 });
    const rows = await query(...ids);
    const [first] = rows;
    const apart = rows.find(
      ({ productOrder }) =>
        productOrder.shippingAddress?.name !== first?.productOrder.shippingAddress?.name,
    );
    if (!first || !apart) throw new Error('Everything goes to one home.');
    const wanted = [first, apart].map(({ productOrder }) =>
      dispatchRow(productOrder.productOrderId),
    );
    expect(await dispatchCodes(...wanted)).toEqual(['104121']);
  });

  it('needs no courier where nothing goes by parcel, and leaves 도착보장 to its own', async () => {
    const [first = ''] = await makeOrders({ count: 1, acknowledgedShare: 1 });
    const byHand = {
      deliveryMethod: 'DIRECT_DELIVERY',
      deliveryCompanyCode: '',
      trackingNumber: '',
    };
    expect(await dispatchCodes(dispatchRow(first, byHand))).toEqual([]);
    const ours = (await makeOrders({ count: 1, acknowledgedShare: 1, marketShippedShare: 1 })).at(
      -1,
    );
    expect(await dispatchCodes(dispatchRow(ours ?? ''))).toEqual(['104442']);
  });

  it('lets every other row fail of a struck call', async () => {
    const ids = (await makeOrders({ acknowledgedShare: 1 })).slice(0, 3);
    await test.control.addFault({
      marketplace,
      operation: 'dispatch',
      fault: 'partialFailure',
      times: 1,
    });
    const number = (id: string, index: number) =>
      dispatchRow(id, { trackingNumber: `68480962380${index}` });
    expect(await dispatchCodes(...ids.map(number))).toEqual(['4000', '4000']);
    expect(await test.control.journal()).toHaveLength(1);
  });
});

describe('a buyer who cancels', () => {
  it('is cancelled at once before 발주확인', async () => {
    const [first = ''] = await makeOrders({ count: 1, acknowledgedShare: 0 });
    const orderNo = await orderNoOf(first);
    const told = await test.control.requestCancel({ marketplace, orderNo, reason: '단순 변심' });
    expect(told.cancelledAtOnce).toBe(true);
    const [row] = await query(first);
    expect(row?.productOrder).toMatchObject({
      productOrderStatus: 'CANCELED',
      claimStatus: 'CANCEL_DONE',
      remainQuantity: 0,
    });
  });

  it('asks after it, stops the dispatch, and is cancelled when the seller agrees', async () => {
    const [first = ''] = await makeOrders({ count: 1, acknowledgedShare: 1 });
    await test.control.requestCancel({ marketplace, orderNo: await orderNoOf(first) });
    const [asked] = await query(first);
    expect(asked?.productOrder).toMatchObject({ productOrderStatus: 'PAYED', claimType: 'CANCEL' });
    expect(asked?.currentClaim?.cancel?.claimStatus).toBe('CANCEL_REQUEST');
    expect(await dispatchCodes(dispatchRow(first))).toEqual(['104442']);
    await post(`/${first}/claim/cancel/approve`, {});
    const [gone] = await query(first);
    expect(gone?.productOrder.productOrderStatus).toBe('CANCELED');
  });

  it('of a part leaves the rest', async () => {
    await makeOrders({ count: 60, acknowledgedShare: 0 });
    const orders = await test.control.orders();
    const several = orders.find(({ lines }) => lines.some(({ quantity }) => quantity > 1));
    const { orderNo = '', unitNo = '' } = several ?? {};
    const lines = [{ lineKey: unitNo, quantity: 1 }];
    await test.control.requestCancel({ marketplace, orderNo, lines });
    const [row] = await query(unitNo);
    const { initialQuantity = 0 } = row?.productOrder ?? {};
    expect(row?.productOrder).toMatchObject({
      productOrderStatus: 'PAYED',
      remainQuantity: initialQuantity - 1,
    });
  });

  it('of what has left asks for a return', async () => {
    const [first = ''] = await makeOrders({ count: 1, acknowledgedShare: 1 });
    await dispatchCodes(dispatchRow(first));
    await test.control.requestCancel({ marketplace, orderNo: await orderNoOf(first) });
    const [row] = await query(first);
    expect(row?.productOrder).toMatchObject({ claimType: 'RETURN', claimStatus: 'RETURN_REQUEST' });
  });
});

async function orderNoOf(productOrderId: string): Promise<string> {
  const [row] = await query(productOrderId);
  return row?.order.orderId ?? '';
}
