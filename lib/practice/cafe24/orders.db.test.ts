import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/cafe24-shapes.json';
import { type Cafe24Body, type TestAnswer, undocumented } from '../testing';
import { test } from '../testing-each';
import {
  codes,
  DAYS,
  EMBED,
  get,
  makeOrders,
  oneOrder,
  send,
  serveCafe24,
  ship,
  statuses,
} from './testing';

serveCafe24();

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
      const { body }: TestAnswer<Cafe24Body> = await get(path);
      found.push(...body.orders.map((order) => order.order_id));
      const next = body.links.find(({ rel }) => rel === 'next');
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
    expect(body.orders[0]?.items.map((item) => item.order_status)).toEqual([
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
