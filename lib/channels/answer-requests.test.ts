import { describe, expect, it } from 'vitest';
import { answerRequests as coupang } from './coupang/answer-claims';
import { answerPaths as elevenst } from './elevenst/answer-claims';
import { answerRequests as esm } from './esm/answer-claims';
import { gmarketSite } from './esm/site';
import { writeJson } from './json';
import { answerRequests as smartstore } from './smartstore/answer-claims';
import type { ClaimAnswer } from './telling';

const answer: ClaimAnswer = {
  verb: 'approve_cancel',
  claimNo: '363667',
  unitNo: '123456789012345678',
  orderNo: '22000009546234',
  lineKeys: ['22000009546234-3242596358'],
  requestedAt: '2026-01-15T03:00:00Z',
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

  it('confirms what has come back, and pays it back by the whole quantity', () => {
    const [received, approved] = [
      requests.receive_return?.(answer),
      requests.approve_return?.(answer),
    ];
    expect(received?.resource).toBe('/returnRequests/363667/receiveConfirmation');
    expect(writeJson(received?.body ?? null)).toBe('{"vendorId":"A00012345","receiptId":363667}');
    expect(approved?.resource).toBe('/returnRequests/363667/approval');
    expect(writeJson(approved?.body ?? null)).toBe(
      '{"vendorId":"A00012345","receiptId":363667,"cancelCount":2}',
    );
  });

  it('takes exchanges back, or refuses them by one of two codes', () => {
    expect(requests.receive_exchange?.(answer)).toMatchObject({
      method: 'PUT',
      resource: '/exchangeRequests/363667/receiveConfirmation',
    });
    const refused = requests.reject_exchange?.({ ...answer, reason: 'sold_out' });
    expect(refused?.resource).toBe('/exchangeRequests/363667/rejection');
    expect(writeJson(refused?.body ?? null)).toBe(
      '{"vendorId":"A00012345","exchangeId":363667,"exchangeRejectCode":"SOLDOUT"}',
    );
    expect(requests.reject_exchange?.(answer)).toBeNull();
  });

  it('names what goes out in exchange as the documents write it, but for its box', () => {
    const sent = requests.send_exchange?.(answer);
    expect(sent).toMatchObject({ method: 'POST', resource: '/exchangeRequests/363667/invoices' });
    expect(writeJson(sent?.body ?? null)).toBe(
      '{"exchangeId":"363667","vendorId":"A00012345","goodsDeliveryCode":"CJGLS","invoiceNumber":"680405450931"}',
    );
    expect(requests.send_exchange?.({ ...answer, waybillNo: '' })).toBeNull();
  });
});

it.each([
  ['approve_return', 'return/approve', {}],
  ['reject_return', 'return/reject', { rejectReturnReason: '흔적' }],
  ['receive_exchange', 'exchange/collect/approve', {}],
  [
    'send_exchange',
    'exchange/dispatch',
    {
      reDeliveryMethod: 'DELIVERY',
      reDeliveryCompany: 'CJGLS',
      reDeliveryTrackingNumber: '680405450931',
    },
  ],
  ['reject_exchange', 'exchange/reject', { rejectExchangeReason: '흔적' }],
] as const)('tells smartstore %s', (verb, path, body) => {
  const told = { ...answer, unitNo: '2026011512345611', detail: '흔적' };
  expect(smartstore[verb]?.(told)).toEqual({ path: `/2026011512345611/claim/${path}`, body });
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

  it('answers returns and exchanges by their numbers, refusals with a reason in words', () => {
    const claim = { ...line, claimNo: 'R2400330', detail: '흔적 있음' };
    const words = encodeURIComponent('흔적 있음');
    expect(paths.approve_return?.(claim)).toBe(
      '/claimservice/returnreqconf/2400330/20260115123456789/1',
    );
    expect(paths.reject_return?.({ ...claim, reason: 'not_returned' })).toBe(
      `/claimservice/returnreqreject/20260115123456789/1/2400330/101/${words}`,
    );
    expect(paths.send_exchange?.(claim)).toBe(
      '/claimservice/exchangereqconf/2400330/20260115123456789/1/00034/680405450931',
    );
    expect(paths.reject_exchange?.(claim)).toBe(
      `/claimservice/exchangereqreject/20260115123456789/1/2400330/204/${words}`,
    );
    expect(paths.reject_return?.({ ...claim, reason: 'sold_out' })).toBeNull();
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
      bodies: [{ SiteType: 3 }],
    });
  });

  it('approves a return under either site type that the documents name', () => {
    expect(requests.approve_return?.(order)).toEqual({
      method: 'PUT',
      path: '/claim/v1/sa/return/2943387115',
      bodies: [{ SiteType: 2 }, { SiteType: 3 }],
    });
  });

  it('says that goods to exchange are back, and under which number the others have left', () => {
    expect(requests.receive_exchange?.(order)).toEqual({
      method: 'PUT',
      path: '/claim/v1/sa/exchange/2943387115/pickup',
      bodies: [2, 3].map((SiteType) => ({ SiteType, PickupCompleteDate: '2026-01-15' })),
    });
    expect(requests.send_exchange?.(order)).toEqual({
      method: 'POST',
      path: '/claim/v1/sa/exchange/2943387115/resend',
      bodies: [2, 3].map((SiteType) => ({
        SiteType,
        DeliveryCompCode: 10013,
        InvoiceNo: '680405450931',
      })),
    });
    expect(requests.send_exchange?.({ ...order, courierCode: 'CJGLS' })).toBeNull();
  });

  it('turns a cancel down by shipping', () => {
    expect(requests.reject_cancel?.(order)).toEqual({
      method: 'POST',
      path: '/shipping/v1/Delivery/ShippingInfo',
      bodies: [
        {
          OrderNo: 2943387115n,
          ShippingDate: '2026-01-15T12:15:00',
          DeliveryCompanyCode: 10013,
          InvoiceNo: '680405450931',
        },
      ],
    });
    expect(requests.reject_cancel?.({ ...order, courierCode: '' })).toBeNull();
  });
});
