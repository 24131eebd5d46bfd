import type { ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import type { CallLane, Connection } from '../channel';
import {
  ChannelAnswerError,
  ChannelBrokenAnswerError,
  ChannelBusyError,
  ChannelRefusedError,
  ChannelUnavailableError,
} from '../errors';
import { parseJson } from '../json';
import { all, connectionTo, fixture, reply, type SeenRequest, serve } from '../testing';
import type { ShipmentPush } from '../unit';
import { auction, gmarket } from './channel';

const orders = fixture('esm/fixtures/orders.json');
const window = {
  from: new Date('2026-01-14T15:30:00Z'),
  to: new Date('2026-01-15T03:15:00Z'),
  states: 'ready' as const,
};
const requestOrders = '/shipping/v1/Order/RequestOrders';

function seller(url: string, given: Partial<Connection> = {}): Connection {
  const credential = { masterId: 'mymaster', sellerId: 'gmarketid', secretKey: 'secret' };
  return connectionTo(url, { credential, account: 'gmarketid', ...given });
}

const done = (data: unknown) => ({ ResultCode: 0, Message: 'Success', Data: data });
const no = (message: string, code = 3000) => ({ ResultCode: code, Message: message, Data: null });
const bodyOf = (request: SeenRequest | undefined): Record<string, unknown> =>
  Object(parseJson(request?.body ?? 'null'));

function page(total: number, count: number, first = 1, size = 1000) {
  const RequestOrders = Array.from({ length: count }, (_, index) => ({
    ...orderRow(String(first + index)),
  }));
  return done({ PageIndex: 1, PageSize: size, TotalCount: total, RequestOrders });
}

function orderRow(orderNo: string, given: Record<string, unknown> = {}) {
  const parsed: { Data: { RequestOrders: Record<string, unknown>[] } } = JSON.parse(orders);
  return { ...parsed.Data.RequestOrders[0], OrderNo: Number(orderNo), ...given };
}

const always = (answer: (response: ServerResponse) => void) =>
  serve((_, response) => answer(response));

describe('collect', () => {
  it('takes what Gmarket lists though it was paid before for a gift accepted since', async () => {
    const gift = orderRow('1', { PayDate: '2026-01-10T09:00:00' });
    const RequestOrders = [gift, orderRow('2', { PayDate: '2026-01-15T09:13:02' })];
    const list = done({ PageIndex: 1, PageSize: 10, TotalCount: 2, RequestOrders });
    const { url } = await always((response) => reply(response, list));
    const listed = async (channel: typeof gmarket) =>
      (await all(channel.collect(seller(url), window))).flatMap((page) =>
        page.orders.map((order) => order.acceptedSince),
      );
    expect(await listed(gmarket)).toEqual([window.from, undefined]);
    expect(await listed(auction)).toEqual([undefined, undefined]);
  });

  it('signs each call for the site, and keeps every digit', async () => {
    const { url, seen } = await always((response) => reply(response, orders));
    const pages = await all(gmarket.collect(seller(url), window));
    expect(seen.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      `POST ${requestOrders}`,
    ]);
    const [, payload = ''] = String(seen[0]?.headers.authorization).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({
      iss: 'www.esmplus.com',
      sub: 'sell',
      aud: 'sa.esmplus.com',
      iat: Date.parse('2026-01-15T03:15:00Z') / 1000,
      ssi: 'G:gmarketid',
    });
    expect(bodyOf(seen[0])).toMatchObject({ siteType: 2, orderStatus: 2, pageIndex: 1 });
    expect(pages[0]?.orders.at(-1)?.orderNo).toBe('40123459991234567');
    expect(pages[0]?.cursor).toBeNull();
    await all(auction.collect(seller(url), window));
    const [, other = ''] = String(seen[1]?.headers.authorization).split('.');
    expect(Buffer.from(other, 'base64url').toString()).toContain('"ssi":"A:gmarketid"');
    expect(bodyOf(seen[1])).toMatchObject({ siteType: 1, requestDateType: 2 });
  });

  it('reads page after page of every list, and goes on from a cursor', async () => {
    const { url, seen } = await serve((request, response) => {
      const { orderStatus, pageIndex } = bodyOf(request);
      const answer = orderStatus === 1 ? page(3, pageIndex === 2 ? 1 : 2, 1, 2) : page(0, 0);
      reply(response, answer);
    });
    const open = { ...window, states: 'open' as const };
    const pages = await all(gmarket.collect(seller(url), open));
    const asked = seen.map((request) => [bodyOf(request).orderStatus, bodyOf(request).pageIndex]);
    expect(asked).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
    const rest = await all(gmarket.collect(seller(url), open, pages[1]?.cursor));
    expect(rest).toHaveLength(2);
  });

  it('begins a list anew that got shorter while it was read, and gives up when it never rests', async () => {
    const totals = [5, 4, 4, 4];
    const { url, seen } = await always((response) => {
      reply(response, page(totals[seen.length - 1] ?? 4, 2, 1, 2));
    });
    await all(gmarket.collect(seller(url), window));
    expect(seen.map((request) => bodyOf(request).pageIndex)).toEqual([1, 2, 1, 2]);
    const shrinking = await always((response) => {
      reply(response, page(1000 - shrinking.seen.length, 2, 1, 2));
    });
    await expect(all(gmarket.collect(seller(shrinking.url), window))).rejects.toThrow('changing');
  });

  it('counts searches of orders by their seller, apart from other calls', async () => {
    const { url } = await serve((request, response) =>
      reply(response, request.url === requestOrders ? page(0, 0) : done([])),
    );
    const lanes: (CallLane | undefined)[] = [];
    const connection = seller(url, {
      takeSlot: async (lane) => {
        lanes.push(lane);
      },
    });
    await all(gmarket.collect(connection, window));
    await all(gmarket.claims(connection, window, ['cancel']));
    await gmarket.readUnits(connection, [{ unitNo: '1', orderNo: '1' }]);
    expect(lanes[0]).toEqual({ key: 'gmarket:gmarketid:orders', intervalMs: 5100 });
    expect(lanes.slice(1).every((lane) => lane === undefined)).toBe(true);
  });

  it('is busy when the marketplace counts, in words or by HTTP', async () => {
    const told = await always((response) =>
      reply(response, no('주문조회는 5초당 1회만 호출할 수 있습니다.')),
    );
    const closeLane = vi.fn(async () => {});
    const lane = expect.objectContaining({ key: 'gmarket:gmarketid:orders' });
    const asking = seller(told.url, { closeLane });
    await expect(all(gmarket.collect(asking, window))).rejects.toThrow(ChannelBusyError);
    expect(closeLane).toHaveBeenLastCalledWith(5000, lane);
    const http = await always((response) => reply(response, '', 429, { 'Retry-After': '7' }));
    const turnedAway = seller(http.url, { closeLane });
    await expect(all(gmarket.collect(turnedAway, window))).rejects.toMatchObject({
      retryAfterMs: 7000,
    });
    expect(closeLane).toHaveBeenLastCalledWith(7000, lane);
  });

  it.each([
    [
      'a refused token',
      { status: { message: 'no right', status_code: 401 } },
      401,
      ChannelRefusedError,
    ],
    ['a refused period', no('31일 이하의 범위만 조회 할 수 있습니다.'), 200, ChannelRefusedError],
    ['a marketplace that is down', 'x', 503, ChannelUnavailableError],
    ['a page instead of an answer', '<html>', 200, ChannelBrokenAnswerError],
    ['another shape', done({ RequestOrders: 'none' }), 200, ChannelBrokenAnswerError],
  ])('tells %s', async (_, answer, status, error) => {
    const { url } = await always((response) => reply(response, answer, status));
    await expect(all(gmarket.collect(seller(url), window))).rejects.toThrow(error);
  });
});

describe('claims', () => {
  it('takes an empty list for what it is, however it is told', async () => {
    const { url } = await always((response) => reply(response, no('데이터 조회 실패', 1000)));
    expect(await all(gmarket.claims(seller(url), window))).toEqual([]);
  });

  it('bears with one of two ways to ask being refused, not with both', async () => {
    const answer = (request: SeenRequest) =>
      bodyOf(request).SiteType === 2 ? no('SiteType', 2000) : done([]);
    const one = await serve((request, response) => reply(response, answer(request)));
    expect(await all(gmarket.claims(seller(one.url), window, ['return']))).toEqual([]);
    const both = await always((response) => reply(response, no('SiteType', 2000)));
    await expect(all(gmarket.claims(seller(both.url), window, ['return']))).rejects.toThrow(
      ChannelRefusedError,
    );
  });

  it('hands over what it can read and then tells of what it cannot', async () => {
    const rows = [
      { OrderNo: 1, CancelStatus: 1, RequestDate: '2026-01-15T09:56:03' },
      { OrderNo: null, CancelStatus: 1 },
    ];
    const { url } = await always((response) => reply(response, done(rows)));
    const read: unknown[] = [];
    const reading = (async () => {
      for await (const some of gmarket.claims(seller(url), window, ['cancel'])) read.push(...some);
    })();
    await expect(reading).rejects.toThrow(ChannelAnswerError);
    await expect(reading).rejects.not.toThrow(ChannelBrokenAnswerError);
    expect(read).toHaveLength(1);
  });

  it('says that nothing is known after an answer that breaks off', async () => {
    const { url } = await always((response) => reply(response, '{"ResultCode":0,"Data":[{'));
    await expect(all(gmarket.claims(seller(url), window, ['cancel']))).rejects.toThrow(
      ChannelBrokenAnswerError,
    );
  });
});

describe('acknowledge', () => {
  const unit = (unitNo: string) => ({ unitNo, orderNo: unitNo, lineKeys: [unitNo] });

  it('checks order by order, and says where the recipient need not be read again', async () => {
    const { url, seen } = await serve((request, response) =>
      reply(response, done({ IsChanged: request.url.endsWith('/2') ? 1 : 0 })),
    );
    const results = await gmarket.acknowledge(seller(url), [unit('1'), unit('2'), unit('x')]);
    expect(seen.map((request) => request.url)).toEqual([
      '/shipping/v1/Order/OrderCheck/1',
      '/shipping/v1/Order/OrderCheck/2',
    ]);
    expect(results.map(({ outcome, recipientUnchanged }) => [outcome, recipientUnchanged])).toEqual(
      [
        ['accepted', true],
        ['accepted', undefined],
        ['rejected', undefined],
      ],
    );
  });

  it('looks at the order before it believes that it was checked already', async () => {
    const { url } = await serve((request, response) => {
      if (request.url !== requestOrders)
        return reply(response, no('이미 주문확인 처리된 건입니다.'));
      const orderNo = String(bodyOf(request).orderNo);
      const row = orderRow(orderNo, { OrderStatus: orderNo === '1' ? 2 : 1 });
      return reply(response, done({ RequestOrders: [row] }));
    });
    const results = await gmarket.acknowledge(seller(url), [unit('1'), unit('2')]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['already', 'rejected']);
  });
});

describe('push', () => {
  it('sends the number of one order by itself', async () => {
    const { url, seen } = await always((response) => reply(response, done({ OrderNo: 1 })));
    const [result] = await gmarket.push(seller(url), [pushOf('40123459991234567')]);
    expect(result).toMatchObject({ unitNo: '40123459991234567', outcome: 'accepted' });
    expect(seen[0]?.url).toBe('/shipping/v1/Delivery/ShippingInfo');
    expect(seen[0]?.body).toBe(
      '{"OrderNo":40123459991234567,"ShippingDate":"2026-01-15T12:15:00","DeliveryCompanyCode":10013,"InvoiceNo":"684809623814"}',
    );
  });

  it('answers for each order: refused, and done already as the order shows', async () => {
    const { url } = await serve((request, response) => {
      const { OrderNo, orderNo } = bodyOf(request);
      if (request.url === requestOrders) {
        const shown = { OrderStatus: 3, NoSongjang: orderNo === 2 ? '684809623814' : '1' };
        return reply(response, done({ RequestOrders: [orderRow(String(orderNo), shown)] }));
      }
      if (OrderNo === 1) return reply(response, no('해당 주문 내역이 없습니다.'));
      return reply(response, OrderNo === 4 ? done({}) : no('이미 발송처리된 건입니다.'));
    });
    const results = await gmarket.push(
      seller(url),
      ['1', '2', '3', '4'].map((no) => pushOf(no)),
    );
    expect(results).toMatchObject([
      { outcome: 'rejected', code: '3000', message: '해당 주문 내역이 없습니다.' },
      { outcome: 'already' },
      { outcome: 'rejected' },
      { outcome: 'accepted' },
    ]);
  });

  it('does not know what became of a push that was never answered, and sends no further', async () => {
    const { url, seen } = await serve(() => {});
    const pushes = [pushOf('1'), pushOf('2')];
    const results = await gmarket.push(seller(url, { timeoutMs: 50 }), pushes);
    expect(seen).toHaveLength(1);
    expect(results.map(({ outcome }) => outcome)).toEqual(['unknown', 'retry']);
  });

  it('sends nothing that lacks a courier, a number or its own line', async () => {
    const { url, seen } = await always((response) => reply(response, done({})));
    const results = await gmarket.push(seller(url), [
      pushOf('1', { courierCode: '' }),
      pushOf('2', { waybillNo: '6.8E+11' }),
      pushOf('3', { lines: [{ lineKey: '4', quantity: 1 }] }),
      pushOf('x'),
    ]);
    expect(seen).toHaveLength(0);
    expect(results.map(({ code }) => code)).toEqual([
      'unsendable.courier',
      'unsendable.waybill',
      'unsendable.lines',
      'unsendable.unit',
    ]);
  });
});

describe('readUnits', () => {
  const unit = { unitNo: '7', orderNo: '7' };

  it('finds by its state an order that a claim has taken out of every list', async () => {
    const { url, seen } = await serve((request, response) =>
      reply(
        response,
        request.url === requestOrders
          ? no('해당 주문 내역이 없습니다.')
          : done([{ OrderNo: 7, Status: 2, ClaimStatus: 1, IsGiftOrder: 'N' }]),
      ),
    );
    expect(await gmarket.readUnits(seller(url), [unit])).toMatchObject([
      { unitNo: '7', state: 'acknowledged', claimOpen: true, recipient: null, waybillNo: '' },
    ]);
    expect(bodyOf(seen[0])).toEqual({ siteType: 2, orderStatus: 0, orderNo: 7 });
  });

  it('leaves out an order that nobody knows', async () => {
    const { url } = await serve((request, response) =>
      reply(response, request.url === requestOrders ? no('없습니다.') : done([])),
    );
    expect(await gmarket.readUnits(seller(url), [unit, { unitNo: 'x', orderNo: 'x' }])).toEqual([]);
  });
});

function pushOf(unitNo: string, given: Partial<ShipmentPush> = {}): ShipmentPush {
  return {
    unitNo,
    orderNo: unitNo,
    lines: [{ lineKey: unitNo, quantity: 1 }],
    courierCode: '10013',
    waybillNo: '6848-0962-3814',
    kind: 'first',
    previousWaybillNo: null,
    ...given,
  };
}
