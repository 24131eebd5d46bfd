import { describe, expect, it } from 'vitest';
import type { ClaimAnswer } from './channel';
import { answerRequests as coupang } from './coupang/answer-claims';
import { answerPaths as elevenst } from './elevenst/answer-claims';
import { answerRequests as esm } from './esm/answer-claims';
import { gmarketSite } from './esm/site';
import { writeJson } from './json';
import { answerRequests as smartstore } from './smartstore/answer-claims';

const answer: ClaimAnswer = {
  verb: 'approve_cancel',
  claimNo: '363667',
  unitNo: '123456789012345678',
  orderNo: '22000009546234',
  lineKeys: ['22000009546234-3242596358'],
  quantity: 2,
  reason: 'other',
  detail: '',
  courierCode: 'CJGLS',
  waybillNo: '6804-0545-0931',
};

describe('coupang', () => {
  const requests = coupang('A00012345');

  it('stops a shipment by the quantity of the whole request', () => {
    const request = requests.approve_cancel?.(answer);
    expect(request).toMatchObject({
      method: 'PUT',
      resource: '/returnRequests/363667/stoppedShipment',
    });
    expect(writeJson(request?.body ?? null)).toBe(
      '{"vendorId":"A00012345","receiptId":363667,"cancelCount":2}',
    );
    expect(requests.approve_cancel?.({ ...answer, quantity: 0 })).toBeNull();
    expect(requests.approve_cancel?.({ ...answer, claimNo: '1/2' })).toBeNull();
  });

  it('says under which number the goods have left', () => {
    const request = requests.reject_cancel?.(answer);
    expect(request?.resource).toBe('/returnRequests/363667/completedShipment');
    expect(writeJson(request?.body ?? null)).toBe(
      '{"vendorId":"A00012345","receiptId":363667,"deliveryCompanyCode":"CJGLS","invoiceNumber":"680405450931"}',
    );
    expect(requests.reject_cancel?.({ ...answer, courierCode: '' })).toBeNull();
  });
});

it('approves a cancel at smartstore by its product order, without a word', () => {
  expect(smartstore.approve_cancel?.({ ...answer, unitNo: '2026011512345611' })).toEqual({
    path: '/2026011512345611/claim/cancel/approve',
    body: {},
  });
});

describe('11st', () => {
  const paths = elevenst('202601151215');
  const line = {
    ...answer,
    claimNo: 'C8191721',
    orderNo: '20260115123456789',
    lineKeys: ['20260115123456789-1'],
    courierCode: '00034',
  };

  it('names the claim before or behind the line, as the documents do', () => {
    expect(paths.approve_cancel?.(line)).toBe(
      '/claimservice/cancelreqconf/8191721/20260115123456789/1',
    );
    expect(paths.reject_cancel?.(line)).toBe(
      '/claimservice/cancelreqreject/20260115123456789/1/8191721/01/202601151215/00034/680405450931',
    );
  });

  it('refuses what names no line of its order', () => {
    expect(paths.approve_cancel?.({ ...line, lineKeys: ['9-1'] })).toBeNull();
    expect(paths.approve_cancel?.({ ...line, claimNo: 'C' })).toBeNull();
    expect(paths.reject_cancel?.({ ...line, courierCode: 'CJGLS' })).toBeNull();
  });
});

describe('esm', () => {
  const requests = esm(gmarketSite, new Date('2026-01-15T03:15:00Z'));
  const order = { ...answer, unitNo: '2943387115', courierCode: '10013' };

  it('approves a cancel under the site type of cancels', () => {
    expect(requests.approve_cancel?.(order)).toEqual({
      method: 'PUT',
      path: '/claim/v1/sa/Cancel/2943387115',
      body: { SiteType: 3 },
    });
  });

  it('turns a cancel down by shipping', () => {
    expect(requests.reject_cancel?.(order)).toEqual({
      method: 'POST',
      path: '/shipping/v1/Delivery/ShippingInfo',
      body: {
        OrderNo: 2943387115n,
        ShippingDate: '2026-01-15T12:15:00',
        DeliveryCompanyCode: 10013,
        InvoiceNo: '680405450931',
      },
    });
    expect(requests.reject_cancel?.({ ...order, courierCode: '' })).toBeNull();
  });
});
