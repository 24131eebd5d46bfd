import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/coupang-shapes.json';
import { type CoupangResults, callCoupang, coupangCredentials, undocumented } from '../testing';
import { serveEachTest, test } from '../testing-each';
import { boxes, invoiceRows, invoices, makeBoxes, oneBox, resultOf, SHOP } from './testing';

serveEachTest();

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
    const other = await callCoupang<CoupangResults>(test, {
      method: 'POST',
      path: ['v4', 'orders/invoices'],
      body: { vendorId, orderSheetInvoiceApplyDtos: rows },
      shopKey: 'coupang-kitchen',
    });
    expect(other.body.data.responseList[0]?.resultCode).toBe('NOT_FOUND_SHIPMENT_BOX');
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
    expect(body.data.responseList.map((row) => row.resultCode)).toEqual([
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
