import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/esm-shapes.json';
import { undocumented } from '../testing';
import { serveEachTest, test } from '../testing-each';
import { call, cancels, check, claimDays, made, search, ship } from './testing';

serveEachTest();

const marketplace = 'gmarket';
const kinds = async () =>
  (await test.control.journal()).map(({ kind, waybillNo }) => [kind, waybillNo]);

describe('발주확인', () => {
  it('is accepted once, and says so the second time', async () => {
    const [orderNo = ''] = await made(1);
    expect((await check(orderNo)).body).toEqual({
      ResultCode: 0,
      Message: 'Success',
      Data: { IsChanged: 0 },
    });
    expect((await check(orderNo)).body).toEqual({
      ResultCode: 3000,
      Message: '이미 주문확인 처리된 건입니다.',
      Data: null,
    });
    expect((await check('1')).body.Message).toBe('해당 주문 내역이 없습니다.');
    expect(await kinds()).toEqual([['acknowledge', null]]);
  });

  it('tells that the buyer has moved, who can move no more afterwards', async () => {
    const [orderNo = ''] = await made(1);
    const move = { marketplace, orderNo, address1: '서울 새집로 1' } as const;
    await test.control.changeAddress(move);
    expect((await check(orderNo)).body.Data).toEqual({ IsChanged: 1 });
    const { body } = await search({ orderStatus: 0, orderNo: Number(orderNo) });
    expect(body.Data.RequestOrders[0]?.DelFrontAddress).toBe('서울 새집로 1');
    await expect(test.control.changeAddress(move)).rejects.toMatchObject({ status: 409 });
  });
});

describe('발송처리', () => {
  it('takes a number once, overwrites it with another, and none before 발주확인', async () => {
    const [early = ''] = await made(1);
    expect((await ship(early, '510000000005')).body.ResultCode).toBe(3000);
    await test.control.reset();
    const [orderNo = ''] = await made(2);
    expect((await ship(orderNo, '510000000005')).body).toMatchObject({ ResultCode: 0 });
    await ship(orderNo, '510000000005');
    await ship(orderNo, '510000000016');
    expect(await kinds()).toEqual([
      ['ship', '510000000005'],
      ['change_waybill', '510000000016'],
    ]);
    const { body } = await search({ orderStatus: 0, orderNo: Number(orderNo) });
    expect(body.Data.RequestOrders[0]).toMatchObject({
      OrderStatus: 3,
      TakbaeName: '한진택배',
      NoSongjang: '510000000016',
    });
  });

  it.each([
    ['a courier that nobody knows', { DeliveryCompanyCode: 10001 }, 3000],
    ['a courier as text', { DeliveryCompanyCode: '10007' }, 2000],
    ['a day that is long past', { ShippingDate: '2026-01-12T12:00:00' }, 3000],
    ['a time with a zone', { ShippingDate: '2026-01-15T12:00:00+09:00' }, 3000],
    ['no number', { InvoiceNo: '' }, 2000],
  ])('refuses %s', async (_, wrong, code) => {
    const [orderNo = ''] = await made(2);
    expect((await ship(orderNo, '510000000005', wrong)).body.ResultCode).toBe(code);
    expect(await kinds()).toEqual([]);
  });

  it('turns a waiting cancel down, and the journal tells of it', async () => {
    const [orderNo = ''] = await made(2);
    await test.control.requestCancel({ marketplace, orderNo });
    expect((await cancels({ CancelStatus: 1 })).body.Data).toHaveLength(1);
    await ship(orderNo, '510000000005');
    expect((await kinds()).map(([kind]) => kind)).toEqual(['ship', 'claim']);
    expect((await cancels()).body.Data).toMatchObject([{ CancelStatus: 4 }]);
  });
});

describe('claims', () => {
  it('have the documented members: cancelled at once, requested, or returned', async () => {
    const [paid = ''] = await made(1);
    const before = await test.control.requestCancel({ marketplace, orderNo: paid, reason: '변심' });
    expect(before.cancelledAtOnce).toBe(true);
    await test.control.makeOrders({
      count: 5,
      seed: 8,
      acknowledgedShare: 1,
      shops: ['gmarket-daily'],
    });
    const ready = await search({ orderStatus: 2 });
    const [wanted, sent] = ready.body.Data.RequestOrders.map(({ OrderNo }) => String(OrderNo));
    await test.control.requestCancel({ marketplace, orderNo: wanted ?? '' });
    await ship(sent ?? '', '510000000005');
    await test.control.requestCancel({ marketplace, orderNo: sent ?? '' });
    const { body } = await cancels();
    expect(body.Data.map(({ CancelStatus }) => CancelStatus)).toEqual([3, 1]);
    for (const claim of body.Data) expect(undocumented(claim, shapes.cancel)).toEqual([]);
    const returns = await call<object[]>({
      path: '/claim/v1/sa/Returns',
      body: { SiteType: 2, ReturnStatus: 1, Type: 2, ...claimDays },
    });
    expect(returns.body.Data).toMatchObject([{ ReturnStatus: 1, OrderNo: Number(sent) }]);
  });

  it('are found by the site type of claims only, and by seven days at most', async () => {
    const [orderNo = ''] = await made(2);
    await test.control.requestCancel({ marketplace, orderNo });
    expect((await cancels()).body.Data).toHaveLength(1);
    expect((await cancels({ SiteType: 2 })).body.Data).toEqual([]);
    expect((await cancels({ StartDate: '2026-01-09' })).body.ResultCode).toBe(3000);
    expect((await cancels({ StartDate: '2026-01-14', EndDate: '2026-01-15' })).body.Data).toEqual(
      [],
    );
  });

  it('can be asked for once: what is claimed already cannot be claimed again', async () => {
    const [orderNo = ''] = await made(2);
    await test.control.requestCancel({ marketplace, orderNo });
    await expect(test.control.requestCancel({ marketplace, orderNo })).rejects.toMatchObject({
      status: 409,
    });
  });
});
