import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/cafe24-shapes.json';
import { callCafe24, refreshCafe24, undocumented } from '../testing';
import { test } from '../testing-each';
import type { Cafe24Item } from './order';
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
  shipment,
  statuses,
} from './testing';

serveCafe24();

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
    expect(body.receivers[0]?.address1).not.toBe(order.receivers[0]?.address1);
    await ship(order);
    await expect(
      test.control.changeAddress({ marketplace: 'cafe24', orderNo }),
    ).rejects.toMatchObject({ status: 409 });
  });
});
