import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/esm-shapes.json';
import { startPracticeTest, undocumented } from '../testing';
import { serveEachTest, test } from '../testing-each';
import { call, made, period, SHOP, search } from './testing';

serveEachTest();

describe('a wrong ESM client is refused', () => {
  const path = '/shipping/v1/Order/RequestOrders';
  const body = { siteType: 2, orderStatus: 1, ...period };

  it.each([
    ['with another secret', { secretKey: 'guess' }],
    ['of another master', { masterId: 'nobody' }],
    ['that names the seller of the other site', { ssi: 'A:moadailygmarket' }],
    ['that names no site', { ssi: 'moadailygmarket' }],
    ['whose token is for somebody else', { aud: 'sa2.esmplus.com' }],
    ['whose clock is an hour fast', { iat: Date.parse('2026-01-15T13:00:00+09:00') / 1000 }],
  ])('%s', async (_, wrong) => {
    const answer = await call({ path, body, wrong });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ status: { status_code: 401 } });
  });

  it.each([
    ['the site type of the answers', { siteType: 3 }],
    ['no status', { orderStatus: undefined }],
    ['a status of its own', { orderStatus: 9 }],
    ['no kind of date', { requestDateType: undefined }],
    ['a period backwards', { requestDateTo: '2026-01-13 12:00' }],
    ['seconds', { requestDateTo: '2026-01-15 12:00:00' }],
    ['1001 a page', { pageSize: 1001 }],
  ])('that asks with %s', async (_, wrong) => {
    const answer = await search({ orderStatus: 1, ...wrong });
    expect(answer.body).toMatchObject({ ResultCode: 2000, Data: null });
  });

  it('that asks for more than 31 days, in the documented words', async () => {
    const answer = await search({ orderStatus: 1, requestDateFrom: '2025-12-15 11:00' });
    expect(answer.body).toEqual({
      ResultCode: 3000,
      Message: '31일 이하의 범위만 조회 할 수 있습니다.',
      Data: null,
    });
  });

  it('that searches again within five seconds; by number it may', async () => {
    const limited = await startPracticeTest({ esmSecondsPerOrderRequest: 5 });
    const first = await call({ path, body, on: limited });
    const second = await call({ path, body, on: limited });
    const other = { ...body, siteType: 1 };
    const ofAnother = await call({ path, body: other, shop: 'auction-daily', on: limited });
    const byNumber = { siteType: 2, orderStatus: 0, orderNo: 1 };
    const one = await call({ path, body: byNumber, on: limited });
    await limited.close();
    expect(first.body.ResultCode).toBe(0);
    expect(second.body).toMatchObject({ ResultCode: 3000, Data: null });
    expect(second.body.Message).toContain('5초당 1회');
    expect(ofAnother.body.ResultCode).toBe(0);
    expect(one.body.Message).toBe('해당 주문 내역이 없습니다.');
  });
});

describe('orders', () => {
  it('have the documented members, numbers bare and times without a zone', async () => {
    await made(2);
    const { text, body } = await search({ orderStatus: 2 });
    expect(/"OrderNo":\d{10}[,}]/.test(text)).toBe(true);
    expect(body.Data.RequestOrders.length).toBeGreaterThan(20);
    for (const order of body.Data.RequestOrders) {
      expect(undocumented(order, shapes.order)).toEqual([]);
      expect(order.PayDate).toMatch(/^2026-01-1[45]T\d{2}:\d{2}:\d{2}(\.\d{1,3})?$/);
    }
  });

  it('come once each over all pages, those of one cart under one number', async () => {
    const all = await made(2);
    const found: string[] = [];
    for (let pageIndex = 1; found.length < all.length; pageIndex++) {
      const { body } = await search({ orderStatus: 2, pageIndex, pageSize: 7 });
      expect(body.Data.TotalCount).toBe(all.length);
      found.push(...body.Data.RequestOrders.map(({ OrderNo }) => String(OrderNo)));
    }
    expect(found).toEqual(all);
    const { body } = await search({ orderStatus: 2 });
    const carts = new Set(body.Data.RequestOrders.map(({ PayNo }) => PayNo));
    expect(carts.size).toBe(30);
    expect(all.length).toBeGreaterThan(30);
  });

  it('carry prices that add up', async () => {
    await made(2);
    const { body } = await search({ orderStatus: 2 });
    for (const order of body.Data.RequestOrders) {
      expect(Number(order.OrderAmount)).toBe(
        Number(order.SalePrice) * order.ContrAmount + Number(order.OptSelPrice),
      );
    }
  });

  it('under a claim are in no list, though their state is still told', async () => {
    const [orderNo = ''] = await made(2);
    await test.control.requestCancel({ marketplace: 'gmarket', orderNo });
    const { body } = await search({ orderStatus: 2 });
    expect(body.Data.RequestOrders.map(({ OrderNo }) => String(OrderNo))).not.toContain(orderNo);
    const one = await search({ orderStatus: 0, orderNo: Number(orderNo) });
    expect(one.body.ResultCode).toBe(3000);
    const path = '/shipping/v1/Delivery/GetDeliveryStatus';
    const state = await call<object[]>({ path, body: { OrderNo: Number(orderNo), Page: 1 } });
    expect(state.body.Data).toMatchObject([{ Status: 2, ClaimStatus: 1 }]);
  });

  it('of a page that is struck come with those of the page before', async () => {
    const all = await made(2);
    await test.control.addFault({
      marketplace: 'gmarket',
      shop: SHOP,
      operation: 'RequestOrders',
      fault: 'duplicatePage',
      times: 1,
    });
    const { body } = await search({ orderStatus: 2, pageIndex: 2, pageSize: 5 });
    expect(body.Data.RequestOrders.map(({ OrderNo }) => String(OrderNo))).toEqual(all.slice(0, 10));
  });
});
