import {
  type Cafe24Body,
  cafe24Credentials,
  callCafe24,
  refreshCafe24,
  type TestAnswer,
} from '../testing';
import { serveEachTest, test } from '../testing-each';
import type { Cafe24Item, Cafe24Order } from './order';

export let token = '';

/** To be called once by each file of tests, which have a token. */
export const serveCafe24 = () =>
  serveEachTest(async () => {
    await test.control.reset({ tokens: true });
    const { body } = await refreshCafe24(test, cafe24Credentials().refreshToken);
    token = body.access_token;
  });

export const SHOP = 'cafe24-daily';
export const DAYS = 'start_date=2026-01-14&end_date=2026-01-15';
export const EMBED = 'embed=items,receivers,buyer';

export function get(path: string): Promise<TestAnswer<Cafe24Body>> {
  return callCafe24(test, { method: 'GET', path, token });
}

export function send(method: string, path: string, body?: object): Promise<TestAnswer<Cafe24Body>> {
  return callCafe24(test, { method, path, token, body });
}

export async function makeOrders(count: number, acknowledgedShare = 1): Promise<Cafe24Order[]> {
  await test.control.makeOrders({ count, seed: 11, shops: [SHOP], acknowledgedShare });
  const { body } = await get(`orders?${DAYS}&${EMBED}&limit=1000`);
  return [...body.orders];
}

export async function oneOrder(acknowledgedShare = 1, items = 2): Promise<Cafe24Order> {
  const order = (await makeOrders(30, acknowledgedShare)).find(
    (each) => each.items.length >= items,
  );
  if (!order) throw new Error('no such order');
  return order;
}

export function codes(items: readonly Cafe24Item[]): string[] {
  return items.map(({ order_item_code }) => order_item_code);
}

export function shipment(order: Cafe24Order, changes: object = {}) {
  return {
    tracking_no: '680405450931',
    shipping_company_code: '0006',
    order_item_code: codes(order.items),
    status: 'shipping',
    ...changes,
  };
}

export function ship(order: Cafe24Order, changes: object = {}): Promise<TestAnswer<Cafe24Body>> {
  return send('POST', `orders/${order.order_id}/shipments`, {
    shop_no: 1,
    request: shipment(order, changes),
  });
}

export async function statuses(order: Cafe24Order): Promise<string[]> {
  const { body } = await get(`orders/${order.order_id}?embed=items`);
  return body.order.items.map((item: Cafe24Item) => item.order_status);
}
