import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import shapes from '../fixtures/cafe24-shapes.json';
import {
  cafe24Credentials,
  callCafe24,
  type PracticeTest,
  refreshCafe24,
  startPracticeTest,
  type TestAnswer,
  undocumented,
} from '../testing';
import type { Cafe24Item, Cafe24Order } from './order';

const SHOP = 'cafe24-daily';
const DAYS = 'start_date=2026-01-14&end_date=2026-01-15';
const EMBED = 'embed=items,receivers,buyer';

let test: PracticeTest;
let token = '';
beforeAll(async () => {
  test = await startPracticeTest();
});
afterAll(() => test?.close());
beforeEach(async () => {
  await test.control.reset({ tokens: true });
  const { body } = await refreshCafe24(test, cafe24Credentials().refreshToken);
  token = body.access_token;
});

function get(path: string): Promise<TestAnswer> {
  return callCafe24(test, { method: 'GET', path, token });
}

function send(method: string, path: string, body?: object): Promise<TestAnswer> {
  return callCafe24(test, { method, path, token, body });
}

async function makeOrders(count: number, acknowledgedShare = 1): Promise<Cafe24Order[]> {
  await test.control.makeOrders({ count, seed: 11, shops: [SHOP], acknowledgedShare });
  const { body } = await get(`orders?${DAYS}&${EMBED}&limit=1000`);
  return body.orders;
}

async function oneOrder(acknowledgedShare = 1, items = 2): Promise<Cafe24Order> {
  const order = (await makeOrders(30, acknowledgedShare)).find(
    (each) => each.items.length >= items,
  );
  if (!order) throw new Error('no such order');
  return order;
}

function codes(items: readonly Cafe24Item[]): string[] {
  return items.map(({ order_item_code }) => order_item_code);
}

function shipment(order: Cafe24Order, changes: object = {}) {
  return {
    tracking_no: '680405450931',
    shipping_company_code: '0006',
    order_item_code: codes(order.items),
    status: 'shipping',
    ...changes,
  };
}

function ship(order: Cafe24Order, changes: object = {}): Promise<TestAnswer> {
  return send('POST', `orders/${order.order_id}/shipments`, {
    shop_no: 1,
    request: shipment(order, changes),
  });
}

async function statuses(order: Cafe24Order): Promise<string[]> {
  const { body } = await get(`orders/${order.order_id}?embed=items`);
  return body.order.items.map((item: Cafe24Item) => item.order_status);
}

describe('tokens', () => {
  it('rotate: the new pair works, the refresh token that bought it is dead', async () => {
    const first = await refreshCafe24(test, 'practiceKitchenFirstRefreshToken', 'cafe24-kitchen');
    expect(undocumented(first.body, shapes.token)).toEqual([]);
    expect(first.body).toMatchObject({
      mall_id: 'moakitchen',
      issued_at: '2026-01-15T12:00:00.000',
      expires_at: '2026-01-15T14:00:00.000',
      refresh_token_expires_at: '2026-01-29T12:00:00.000',
    });
    const again = await refreshCafe24(test, 'practiceKitchenFirstRefreshToken', 'cafe24-kitchen');
    expect(again.status).toBe(400);
    expect(again.body.error).toBe('invalid_grant');
    const second = await refreshCafe24(test, first.body.refresh_token, 'cafe24-kitchen');
    expect(second.status).toBe(200);
  });

  it('are given to one of two who refresh at the same moment', async () => {
    const refresh = () => refreshCafe24(test, 'practiceKitchenFirstRefreshToken', 'cafe24-kitchen');
    const both = await Promise.all([refresh(), refresh(), refresh()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  it('are refused to a wrong secret and to the token of another mall', async () => {
    const { refreshToken } = cafe24Credentials('cafe24-kitchen');
    const wrong = await refreshCafe24(test, refreshToken, 'cafe24-kitchen', 'guess');
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    expect((await refreshCafe24(test, refreshToken, SHOP)).status).toBe(400);
  });

  it('of access live two hours, and only in their own mall', async () => {
    const path = `orders?${DAYS}`;
    const other = { method: 'GET', path, token, shopKey: 'cafe24-kitchen' };
    expect((await callCafe24(test, other)).status).toBe(401);
    expect((await callCafe24(test, { method: 'GET', path, token: 'guess' })).status).toBe(401);
    test.now = new Date('2026-01-15T13:59:59+09:00');
    expect((await get(path)).status).toBe(200);
    test.now = new Date('2026-01-15T14:00:00+09:00');
    const expired = await get(path);
    test.now = new Date('2026-01-15T12:00:00+09:00');
    expect(expired.status).toBe(401);
    expect(expired.body.error.message).toMatch(/expired/);
  });
});

describe('the order list', () => {
  it('has only documented members, and items, receivers and buyer only when embedded', async () => {
    await makeOrders(30);
    const { body } = await get(`orders?${DAYS}&${EMBED}&limit=100`);
    for (const { items, receivers, buyer, ...order } of body.orders) {
      expect(undocumented(order, shapes.order)).toEqual([]);
      for (const item of items) expect(undocumented(item, shapes.item)).toEqual([]);
      for (const receiver of receivers) {
        expect(undocumented(receiver, shapes.receiver)).toEqual([]);
      }
      expect(undocumented(buyer, shapes.buyer)).toEqual([]);
    }
    const [bare] = (await get(`orders?${DAYS}`)).body.orders;
    expect(bare).not.toHaveProperty('items');
    expect(bare).not.toHaveProperty('shipments');
  });

  it('pages by limit and offset over every order once, following links', async () => {
    const all = await makeOrders(25);
    const found: string[] = [];
    let path: string | null = `orders?${DAYS}&limit=10`;
    while (path) {
      const { body }: TestAnswer = await get(path);
      found.push(...body.orders.map((order: Cafe24Order) => order.order_id));
      const next = body.links.find(({ rel }: { rel: string }) => rel === 'next');
      expect(next?.href ?? test.server.url).toContain(test.server.url);
      path = next ? next.href.slice(next.href.indexOf('orders?')) : null;
    }
    expect(found).toEqual(all.map(({ order_id }) => order_id));
    expect(new Set(found).size).toBe(25);
    expect((await get(`orders?${DAYS}`)).body.orders).toHaveLength(10);
  });

  it('finds an order by any of its items and shows them all', async () => {
    const order = await oneOrder();
    await ship(order, { order_item_code: codes(order.items).slice(0, 1) });
    const { body } = await get(`orders?${DAYS}&order_status=N30,N40&embed=items`);
    expect(body.orders).toMatchObject([{ order_id: order.order_id, shipping_status: 'M' }]);
    expect(body.orders[0].items.map((item: Cafe24Item) => item.order_status)).toEqual([
      'N30',
      ...order.items.slice(1).map(() => 'N20'),
    ]);
  });

  it('searches order and payment time as Korean days', async () => {
    const all = await makeOrders(40);
    const search = (type: string, day: string) =>
      get(`orders?date_type=${type}&start_date=${day}&end_date=${day}&limit=1000`);
    for (const [type, field] of [
      ['order_date', 'order_date'],
      ['pay_date', 'payment_date'],
    ] as const) {
      const days = [await search(type, '2026-01-14'), await search(type, '2026-01-15')];
      expect(days.map(({ body }) => body.orders.length)).toEqual([
        all.filter((order) => order[field].startsWith('2026-01-14')).length,
        all.filter((order) => order[field].startsWith('2026-01-15')).length,
      ]);
    }
  });

  it.each([
    ['more than three months', 'start_date=2025-10-01&end_date=2026-01-15'],
    ['no period', 'order_status=N20'],
    ['a limit above 1000', `${DAYS}&limit=1001`],
    ['an offset above 15000', `${DAYS}&offset=15001`],
    ['a shop that the mall has not', `${DAYS}&shop_no=2`],
    ['an unknown embed', `${DAYS}&embed=secrets`],
  ])('refuses %s', async (_, query) => {
    expect((await get(`orders?${query}`)).status).toBe(422);
  });

  it('carries amounts that add up', async () => {
    for (const { items, initial_order_amount: amount } of await makeOrders(40)) {
      const paid = items.reduce((sum, item) => sum + Number(item.payment_amount), 0);
      expect(paid + Number(amount.shipping_fee)).toBe(Number(amount.payment_amount));
      for (const item of items) {
        const price = Number(item.product_price) + Number(item.option_price);
        expect(price * item.quantity - Number(item.coupon_discount_price)).toBe(
          Number(item.payment_amount),
        );
      }
    }
  });
});

describe('the call bucket', () => {
  it('holds forty calls and says how full it is', async () => {
    const limited = await startPracticeTest({
      coupangPerSecond: 10,
      cafe24Bucket: 40,
      cafe24DrainPerSecond: 2,
    });
    const { body } = await refreshCafe24(limited, cafe24Credentials().refreshToken);
    const call = () =>
      callCafe24(limited, { method: 'GET', path: 'carriers', token: body.access_token });
    const first = await call();
    const answers = await Promise.all(Array.from({ length: 60 }, call));
    await limited.close();
    expect(first.headers.get('x-api-call-limit')).toBe('1/40');
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(39);
    expect(refused[0]?.headers.get('x-api-call-limit')).toBe('40/40');
  });
});

describe('preparing', () => {
  it('moves the named items from N10 to N20 and is journaled', async () => {
    const order = await oneOrder(0);
    const [first, ...others] = codes(order.items);
    const prepare = (order_item_code?: string[]) =>
      send('PUT', `orders/${order.order_id}`, {
        shop_no: 1,
        request: { process_status: 'prepare', order_item_code },
      });
    const one = await prepare(first ? [first] : []);
    expect(undocumented(one.body.order, { ...shapes.processed, order_id: ['string'] })).toEqual([]);
    expect(await statuses(order)).toEqual(['N20', ...others.map(() => 'N10')]);
    expect((await prepare()).status).toBe(422);
    expect((await prepare(others)).status).toBe(200);
    expect((await prepare(others)).status).toBe(422);
    const journal = await test.control.journal();
    expect(journal.map(({ kind, lineKeys }) => [kind, lineKeys])).toEqual([
      ['acknowledge', [first]],
      ['acknowledge', others],
    ]);
  });

  it('in bulk answers 207 with the state of each order when one cannot be moved', async () => {
    const [first, second] = await makeOrders(5, 0);
    if (!first || !second) throw new Error('no orders');
    const requests = [first, second].map(({ order_id }) => ({
      order_id,
      process_status: 'prepare',
    }));
    expect((await send('PUT', 'orders', { requests: requests.slice(0, 1) })).status).toBe(200);
    const mixed = await send('PUT', 'orders', { requests });
    expect(mixed.status).toBe(207);
    expect(mixed.body.orders).toMatchObject([
      { order_id: first.order_id, status: 422 },
      { order_id: second.order_id, process_status: 'prepare' },
    ]);
  });

  it('holds and releases, and takes back', async () => {
    const order = await oneOrder(1, 1);
    const step = async (process_status: string) => {
      await send('PUT', `orders/${order.order_id}`, { request: { process_status } });
      return [...new Set(await statuses(order))];
    };
    expect(await step('hold')).toEqual(['N22']);
    expect(await step('unhold')).toEqual(['N20']);
    expect(await step('prepareproduct')).toEqual(['N10']);
    expect((await ship(order)).status).toBe(422);
  });
});

describe('shipments', () => {
  it('put the number on the items, once', async () => {
    const order = await oneOrder();
    const made = await ship(order);
    expect(made.status).toBe(201);
    expect(undocumented(made.body.shipments[0], shapes.shipment)).toEqual([]);
    expect(made.body.shipments[0]).toMatchObject({
      shipping_code: `D-${order.order_id}-00`,
      status: 'shipping',
    });
    const again = await Promise.all([ship(order), ship(order)]);
    expect(again.map(({ status }) => status)).toEqual([422, 422]);
    const [row, ...others] = await test.control.journal();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      kind: 'ship',
      orderNo: order.order_id,
      lineKeys: codes(order.items),
      courierCode: '0006',
      waybillNo: '680405450931',
    });
    const { body } = await get(`orders/${order.order_id}/shipments`);
    expect(undocumented(body.shipments[0], shapes.listedShipment)).toEqual([]);
  });

  it('wait as standby until their state is changed, state and number never in one call', async () => {
    const order = await oneOrder();
    const [first = '', ...others] = codes(order.items);
    await ship(order, { order_item_code: [first], status: 'standby' });
    await ship(order, { order_item_code: others, tracking_no: '680405450942' });
    expect(await statuses(order)).toEqual(['N21', ...others.map(() => 'N30')]);
    const change = (request: object) =>
      send('PUT', `orders/${order.order_id}/shipments/D-${order.order_id}-00`, { request });
    expect((await change({ status: 'shipping', tracking_no: '1' })).status).toBe(422);
    expect((await change({ status: 'shipping' })).status).toBe(200);
    expect((await change({ status: 'shipping' })).status).toBe(422);
    expect((await change({ tracking_no: '680405450953' })).status).toBe(200);
    expect(await statuses(order)).toEqual(order.items.map(() => 'N30'));
    const journal = await test.control.journal();
    expect(
      journal.map(({ kind, unitNo, waybillNo }) => [kind, unitNo.slice(-2), waybillNo]),
    ).toEqual([
      ['ship', '00', '680405450931'],
      ['ship', '01', '680405450942'],
      ['change_state', '00', '680405450931'],
      ['change_waybill', '00', '680405450953'],
    ]);
  });

  it('taken back leave the items as they were', async () => {
    const order = await oneOrder();
    await ship(order, { status: 'standby' });
    const path = `orders/${order.order_id}/shipments/D-${order.order_id}-00`;
    expect((await send('DELETE', path)).status).toBe(200);
    expect((await send('DELETE', path)).status).toBe(404);
    const { body } = await get(`orders/${order.order_id}?${EMBED}`);
    expect(body.order.items).toEqual(order.items);
  });

  it.each([
    ['a courier that the mall does not use', { shipping_company_code: '9999' }],
    ['a number of 41 characters', { tracking_no: '1'.repeat(41) }],
    ['an item of another order', { order_item_code: ['20260115-9999999-01'] }],
    ['no items', { order_item_code: [] }],
    ['a state of its own', { status: 'delivered' }],
  ])('refuse %s', async (_, changes) => {
    expect((await ship(await oneOrder(), changes)).status).toBe(422);
    expect(await test.control.journal()).toEqual([]);
  });

  it('refuse what the seller has not prepared and what the buyer wants cancelled', async () => {
    const [fresh] = await makeOrders(1, 0);
    if (!fresh) throw new Error('no order');
    expect((await ship(fresh)).status).toBe(422);
    const order = await oneOrder();
    const [asked = '', ...others] = codes(order.items);
    const cancel = {
      marketplace: 'cafe24',
      orderNo: order.order_id,
      lines: [{ lineKey: asked, quantity: 99 }],
    } as const;
    expect(await test.control.requestCancel(cancel)).toEqual({
      claimNos: [asked],
      cancelledAtOnce: false,
    });
    expect((await ship(order)).status).toBe(422);
    expect((await ship(order, { order_item_code: others })).status).toBe(201);
    const { body } = await get(`orders?${DAYS}&order_status=C00&embed=items,cancellation`);
    expect(body.orders).toMatchObject([
      { order_id: order.order_id, cancellation: [{ items: [{ order_item_code: asked }] }] },
    ]);
  });

  it('in bulk answer 207 and say which of them failed', async () => {
    const [first, second] = await makeOrders(6);
    if (!first || !second) throw new Error('no orders');
    await ship(first);
    const requests = [first, second].map((order) => ({
      order_id: order.order_id,
      ...shipment(order),
    }));
    const { status, body } = await send('POST', 'shipments', { shop_no: 1, requests });
    expect(status).toBe(207);
    expect(body.shipments[0]).toMatchObject({ order_id: first.order_id, status: 422 });
    expect(undocumented(body.shipments[1], shapes.shipment)).toEqual([]);
    expect((await test.control.journal()).map(({ orderNo }) => orderNo)).toEqual([
      first.order_id,
      second.order_id,
    ]);
  });

  it('know only the couriers of their own mall', async () => {
    const { body } = await get('carriers');
    expect(undocumented(body.carriers[0], shapes.carrier)).toEqual([]);
    const own = body.carriers.map(
      (carrier: { shipping_carrier_code: string }) => carrier.shipping_carrier_code,
    );
    expect(own).toContain('0039');
    const other = await refreshCafe24(test, 'practiceKitchenFirstRefreshToken', 'cafe24-kitchen');
    const kitchen = await callCafe24(test, {
      method: 'GET',
      path: 'carriers',
      token: other.body.access_token,
      shopKey: 'cafe24-kitchen',
    });
    expect(kitchen.text).not.toContain('0039');
  });
});

describe('a buyer', () => {
  it('who cancels one piece of several makes an item of it', async () => {
    const order = (await makeOrders(60)).find(({ items }) =>
      items.some(({ quantity }) => quantity > 1),
    );
    const item = order?.items.find(({ quantity }) => quantity > 1);
    if (!order || !item) throw new Error('no such order');
    await test.control.requestCancel({
      marketplace: 'cafe24',
      orderNo: order.order_id,
      lines: [{ lineKey: item.order_item_code, quantity: 1 }],
    });
    const { body } = await get(`orders/${order.order_id}/items`);
    const parts = body.items.filter((each: Cafe24Item) => each.variant_code === item.variant_code);
    expect(parts).toMatchObject([
      { order_item_code: item.order_item_code, quantity: item.quantity - 1, order_status: 'N20' },
      { quantity: 1, order_status: 'C00', order_status_before_cs: 'N20' },
    ]);
  });

  it('moves house until the parcel is made, to an address made up when none is given', async () => {
    const order = await oneOrder();
    const orderNo = order.order_id;
    await test.control.changeAddress({ marketplace: 'cafe24', orderNo });
    const { body } = await get(`orders/${orderNo}/receivers`);
    expect(body.receivers[0].address1).not.toBe(order.receivers[0]?.address1);
    await ship(order);
    await expect(
      test.control.changeAddress({ marketplace: 'cafe24', orderNo }),
    ).rejects.toMatchObject({ status: 409 });
  });
});
