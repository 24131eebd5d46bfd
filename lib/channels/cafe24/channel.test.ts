import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelAnswerError, ChannelBusyError, ChannelRefusedError } from '../errors';
import { all, connectionTo, fixture, reply, type SeenRequest, serve } from '../testing';
import type { ShipmentPush } from '../unit';
import { cafe24 } from './channel';
import type { Cafe24Credential } from './token';

const page = fixture('cafe24/fixtures/orders.json');
const orders = z
  .object({ orders: z.array(z.record(z.string(), z.unknown())) })
  .parse(JSON.parse(page)).orders;
const none = { orders: [] };
const day = {
  from: new Date('2026-01-15T00:00:00Z'),
  to: new Date('2026-01-15T03:00:00Z'),
  states: 'open' as const,
};

const credential: Cafe24Credential = {
  mallId: 'sample',
  clientId: 'clientIdExample',
  clientSecret: 'clientSecretExample',
  accessToken: 'access-1',
  accessTokenExpiresAt: '2026-01-15T14:00:00.000',
  refreshToken: 'refresh-1',
  refreshTokenExpiresAt: '2026-01-29T12:00:00.000',
};

const mall = (url: string, given: Partial<Connection> = {}) =>
  connectionTo(url, { credential, account: 'sample', ...given });

const always = (answer: (response: ServerResponse) => void) =>
  serve((_, response) => answer(response));

function queryOf(request: SeenRequest | undefined) {
  return Object.fromEntries(new URL(request?.url ?? '', 'http://x').searchParams);
}

/** The one stored credential of an account, with the lock that all processes share. */
function storeOf(first: unknown) {
  let stored = first;
  let lock: Promise<unknown> = Promise.resolve();
  const refreshCredential: Connection['refreshCredential'] = (refresh) => {
    const turn = lock.then(async () => {
      stored = await refresh(stored);
      return stored;
    });
    lock = turn.catch(() => {});
    return turn;
  };
  return { refreshCredential, stored: () => stored };
}

/** Tokens as the mall hands them out: each refresh token works once. */
function mallWithTokens(answer: (response: ServerResponse) => void, valid = new Set<string>()) {
  let issued = 1;
  return serve((request, response) => {
    if (request.url === '/api/v2/oauth/token') {
      const given = new URLSearchParams(request.body).get('refresh_token');
      if (given !== `refresh-${issued}`) return reply(response, { error: 'invalid_grant' }, 400);
      issued += 1;
      valid.clear();
      valid.add(`Bearer access-${issued}`);
      return reply(response, {
        access_token: `access-${issued}`,
        expires_at: '2026-01-15T14:00:00.000',
        refresh_token: `refresh-${issued}`,
        refresh_token_expires_at: '2026-01-29T12:00:00.000',
      });
    }
    if (valid.has(String(request.headers.authorization))) return answer(response);
    reply(response, { error: { code: 401, message: 'Invalid access_token' } }, 401);
  });
}

const tokenCalls = (seen: SeenRequest[]) => seen.filter(({ url }) => url.endsWith('/oauth/token'));

describe('collect', () => {
  it('asks for a day of open orders with items, receivers and buyer', async () => {
    const { url, seen } = await always((response) => reply(response, page));
    const pages = await all(cafe24.collect(mall(url, { shopNo: 3 }), day));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject({ malformed: [], cursor: null });
    expect(pages[0]?.orders.map(({ orderNo }) => orderNo)).toEqual([
      '20260115-0000013',
      '20260115-0000014',
    ]);
    expect(seen[0]?.url).toMatch(/^\/api\/v2\/admin\/orders\?/);
    expect(queryOf(seen[0])).toEqual({
      shop_no: '3',
      start_date: '2026-01-15',
      end_date: '2026-01-15',
      date_type: 'order_date',
      order_status: 'N10,N20,N21,N22,N30',
      embed: 'items,receivers,buyer',
      limit: '500',
      offset: '0',
    });
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer access-1',
      'x-cafe24-api-version': expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    });
  });

  it('turns full pages, then goes to the next day, and resumes where it is told', async () => {
    const full = JSON.stringify({ orders: Array(500).fill(orders[2]) });
    const { url, seen } = await serve((request, response) => {
      const { start_date, offset } = queryOf(request);
      reply(response, start_date === '2026-01-14' && offset === '0' ? full : none);
    });
    const window = { ...day, from: new Date('2026-01-14T00:00:00Z') };
    const pages = await all(cafe24.collect(mall(url), window));
    const asked = () => seen.map(queryOf).map((query) => [query.start_date, query.offset]);
    expect(asked()).toEqual([
      ['2026-01-14', '0'],
      ['2026-01-14', '500'],
      ['2026-01-15', '0'],
    ]);
    const cursor: unknown = JSON.parse(JSON.stringify(pages[0]?.cursor));
    expect(await all(cafe24.collect(mall(url), window, cursor))).toHaveLength(2);
    expect(asked().slice(3)).toEqual(asked().slice(1, 3));
  });

  it('says so when a day holds more orders than the mall can list', async () => {
    const full = JSON.stringify({ orders: Array(500).fill(orders[2]) });
    const { url, seen } = await always((response) => reply(response, full));
    await expect(all(cafe24.collect(mall(url), day))).rejects.toThrow(ChannelAnswerError);
    expect(queryOf(seen.at(-1)).offset).toBe('15000');
  });

  it('is busy when the bucket is full', async () => {
    const body = { error: { code: 429, message: 'Too Many Requests' } };
    const { url } = await always((response) => reply(response, body, 429));
    await expect(all(cafe24.collect(mall(url), day))).rejects.toThrow(ChannelBusyError);
  });

  it('cannot read an answer of another shape', async () => {
    for (const body of ['{"orders":', '{"order":[]}', '<html/>']) {
      const { url } = await always((response) => reply(response, body));
      await expect(all(cafe24.collect(mall(url), day))).rejects.toThrow(ChannelAnswerError);
    }
  });
});

describe('the rotating token', () => {
  const expired = { ...credential, accessTokenExpiresAt: '2026-01-15T12:15:30.000' };

  it('is renewed once for five calls that find it expired', async () => {
    const { url, seen } = await mallWithTokens((response) => reply(response, none));
    const { refreshCredential, stored } = storeOf(expired);
    const connect = () => mall(url, { credential: expired, refreshCredential });
    await Promise.all(Array.from({ length: 5 }, () => all(cafe24.collect(connect(), day))));
    expect(tokenCalls(seen)).toHaveLength(1);
    expect(tokenCalls(seen)[0]).toMatchObject({
      headers: { authorization: 'Basic Y2xpZW50SWRFeGFtcGxlOmNsaWVudFNlY3JldEV4YW1wbGU=' },
      body: 'grant_type=refresh_token&refresh_token=refresh-1',
    });
    expect(stored()).toMatchObject({ accessToken: 'access-2', refreshToken: 'refresh-2' });
  });

  it('is renewed once for five calls that are refused with it', async () => {
    const { url, seen } = await mallWithTokens((response) => reply(response, none));
    const { refreshCredential, stored } = storeOf(credential);
    const connect = () => mall(url, { refreshCredential });
    await Promise.all(Array.from({ length: 5 }, () => all(cafe24.collect(connect(), day))));
    expect(tokenCalls(seen)).toHaveLength(1);
    expect(stored()).toMatchObject({ accessToken: 'access-2' });
  });

  it('is left alone while it is good', async () => {
    const valid = new Set(['Bearer access-1']);
    const { url, seen } = await mallWithTokens((response) => reply(response, none), valid);
    await all(cafe24.collect(mall(url), day));
    expect(tokenCalls(seen)).toHaveLength(0);
  });

  it('is not renewed again and again for a mall that refuses every token', async () => {
    const { url, seen } = await mallWithTokens((response) =>
      reply(response, { error: { code: 401, message: 'no' } }, 401),
    );
    const { refreshCredential } = storeOf(credential);
    await expect(all(cafe24.collect(mall(url, { refreshCredential }), day))).rejects.toThrow('no');
    expect(tokenCalls(seen)).toHaveLength(1);
  });

  it('needs its owner when the refresh token is dead', async () => {
    const { url } = await mallWithTokens((response) => reply(response, none));
    const dead = { ...expired, refreshToken: 'refresh-0' };
    const { refreshCredential, stored } = storeOf(dead);
    const connection = mall(url, { credential: dead, refreshCredential });
    const error: unknown = await all(cafe24.collect(connection, day)).catch((caught) => caught);
    expect(error).toBeInstanceOf(ChannelRefusedError);
    expect(error).toMatchObject({ reason: 'credential' });
    expect(stored()).toEqual(dead);
  });
});

const orderNo = '20260115-0000013';
const lineKey = `${orderNo}-01`;
const unitNo = `${orderNo}|D-${orderNo}-00`;

/** The order of the fixture with its first item as given. */
function orderWith(item: Record<string, unknown>) {
  const [order] = orders;
  const [first] = z.array(z.record(z.string(), z.unknown())).parse(order?.items);
  return { order: { ...order, items: [{ ...first, ...item }] } };
}

describe('acknowledge', () => {
  const unit = { unitNo, orderNo, lineKeys: [lineKey] };
  const prepared = { order: { process_status: 'prepare', order_item_code: [lineKey] } };

  it('prepares the items of the unit', async () => {
    const { url, seen } = await always((response) => reply(response, prepared));
    const [answer] = await cafe24.acknowledge(mall(url), [unit]);
    expect(answer).toMatchObject({ unitNo, outcome: 'accepted' });
    expect(seen[0]).toMatchObject({ method: 'PUT', url: `/api/v2/admin/orders/${orderNo}` });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      shop_no: 1,
      request: { process_status: 'prepare', order_item_code: [lineKey] },
    });
  });

  it.each([
    ['N20', 'already'],
    ['N10', 'rejected'],
    ['C40', 'rejected'],
  ])('looks at the items after a 422: %s is %s', async (order_status, outcome) => {
    const { url } = await serve((request, response) => {
      if (request.method === 'GET') return reply(response, orderWith({ order_status }));
      reply(response, { error: { code: 422, message: '처리할 수 없는 상태' } }, 422);
    });
    const [answer] = await cafe24.acknowledge(mall(url), [unit]);
    expect(answer).toMatchObject({ outcome, code: '422', message: '처리할 수 없는 상태' });
  });

  it('goes on with the next order after a refused one', async () => {
    const { url } = await serve((request, response) => {
      if (request.url.includes('0000099')) return reply(response, { error: { code: 404 } }, 404);
      reply(response, prepared);
    });
    const answers = await cafe24.acknowledge(mall(url), [
      { ...unit, orderNo: '20260115-0000099' },
      unit,
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted']);
  });
});

describe('push', () => {
  const pushOf = (given: Partial<ShipmentPush> = {}): ShipmentPush => ({
    unitNo,
    orderNo,
    lines: [{ lineKey, quantity: 2 }],
    courierCode: '0006',
    waybillNo: '6848-0962-3814',
    kind: 'first',
    previousWaybillNo: null,
    ...given,
  });
  const shipped = {
    shipments: [
      { shipping_code: `D-${orderNo}-00`, tracking_no: '684809623814', order_item_code: [lineKey] },
    ],
  };

  it('ships the items of the order', async () => {
    const { url, seen } = await always((response) => reply(response, shipped, 201));
    const [answer] = await cafe24.push(mall(url), [pushOf()]);
    expect(answer).toMatchObject({ unitNo, outcome: 'accepted' });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: `/api/v2/admin/orders/${orderNo}/shipments`,
    });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      shop_no: 1,
      request: {
        tracking_no: '684809623814',
        shipping_company_code: '0006',
        order_item_code: [lineKey],
        status: 'shipping',
      },
    });
  });

  it('ships the part of a line, too, whose cancel was taken back', async () => {
    const part = `${orderNo}-07`;
    const taken = { order_item_code: part, item_no: 7, original_item_no: [6] };
    const whole = orderWith({ order_status: 'N20', item_no: 6 });
    const [item] = whole.order.items;
    const items = [item, { ...item, ...taken, request_undone: 'Cancellation' }];
    const { url, seen } = await serve((request, response) =>
      request.method === 'GET'
        ? reply(response, { order: { ...whole.order, items } })
        : reply(response, shipped, 201),
    );
    await cafe24.push(mall(url), [pushOf({ hasClaims: true })]);
    expect(JSON.parse(seen[1]?.body ?? '')).toMatchObject({
      request: { order_item_code: [lineKey, part] },
    });
  });

  it('changes number and courier of the shipment that the items are in now', async () => {
    const item = { order_status: 'N30', tracking_no: '111', shipping_code: `D-${orderNo}-02` };
    const { url, seen } = await serve((request, response) =>
      reply(response, request.method === 'GET' ? orderWith(item) : { shipment: {} }),
    );
    const change = pushOf({ kind: 'change', previousWaybillNo: '111', courierCode: '0018' });
    const [answer] = await cafe24.push(mall(url), [change]);
    expect(answer?.outcome).toBe('accepted');
    expect(seen[1]).toMatchObject({
      method: 'PUT',
      url: `/api/v2/admin/orders/${orderNo}/shipments/D-${orderNo}-02`,
    });
    expect(JSON.parse(seen[1]?.body ?? '')).toEqual({
      shop_no: 1,
      request: { tracking_no: '684809623814', shipping_company_code: '0018' },
    });
  });

  it.each([
    ['our courier and number', 'N30', '0006', '684809623814', 'already'],
    ['another number', 'N30', '0006', '346685023785', 'rejected'],
    ['another courier', 'N30', '0018', '684809623814', 'rejected'],
    ['a cancel', 'C40', null, null, 'rejected'],
  ])('looks at the items after a refusal: %s', async (...row) => {
    const [, order_status, shipping_company_code, tracking_no, outcome] = row;
    const { url } = await serve((request, response) => {
      if (request.method === 'GET')
        return reply(response, orderWith({ order_status, tracking_no, shipping_company_code }));
      reply(response, { error: { code: 422, message: '이미 배송중' } }, 422);
    });
    const [answer] = await cafe24.push(mall(url), [pushOf()]);
    expect(answer).toMatchObject({ outcome, message: '이미 배송중' });
  });

  it('does not take a 207 for a yes', async () => {
    const { url } = await serve((request, response) => {
      if (request.method === 'GET') return reply(response, orderWith({ order_status: 'N20' }));
      reply(response, { shipments: [] }, 207);
    });
    const [answer] = await cafe24.push(mall(url), [pushOf()]);
    expect(answer).toMatchObject({ outcome: 'rejected', code: '207' });
  });

  it('does not know what became of a push that was taken but never answered', async () => {
    let taken = 0;
    const { url } = await serve(() => {
      taken += 1;
    });
    const answers = await cafe24.push(mall(url, { timeoutMs: 50 }), [pushOf(), pushOf()]);
    expect(taken).toBe(1);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['unknown', 'retry']);
  });

  it('sends nothing that lacks a courier, a number or lines', async () => {
    const { url, seen } = await always((response) => reply(response, shipped));
    const answers = await cafe24.push(mall(url), [
      pushOf({ courierCode: '' }),
      pushOf({ waybillNo: ' ' }),
      pushOf({ lines: [] }),
    ]);
    expect(seen).toHaveLength(0);
    expect(answers.map(({ code }) => code)).toEqual([
      'unsendable.courier',
      'unsendable.waybill',
      'unsendable.lines',
    ]);
  });
});

describe('readUnits', () => {
  it('reads each order once and leaves out what the mall does not know', async () => {
    const { url, seen } = await serve((request, response) => {
      if (request.url.includes('0000099')) return reply(response, { error: { code: 404 } }, 404);
      reply(response, { order: orders[1] });
    });
    const unit = (order: string, code: string) => ({ unitNo: `${order}|${code}`, orderNo: order });
    const readings = await cafe24.readUnits(mall(url), [
      unit('20260115-0000014', 'D-20260115-0000014-00'),
      unit('20260115-0000014', 'D-20260115-0000014-01'),
      unit('20260115-0000099', 'D-20260115-0000099-00'),
    ]);
    expect(seen).toHaveLength(2);
    expect(queryOf(seen[0])).toEqual({ shop_no: '1', embed: 'items,receivers' });
    expect(readings.map(({ state }) => state)).toEqual(['paid', 'shipping']);
  });
});

describe('claims', () => {
  it('asks by the day of each kind of request, and of what the mall cancelled, in every state', async () => {
    const { url, seen } = await serve((request, response) =>
      reply(response, queryOf(request).date_type === 'cancel_request_date' ? page : none),
    );
    const claims = (await all(cafe24.claims(mall(url), day))).flat();
    expect(seen.map((request) => queryOf(request).date_type)).toEqual([
      'cancel_request_date',
      'cancel_complete_date',
      'exchange_request_date',
      'return_request_date',
    ]);
    expect(queryOf(seen[0]).order_status).toBeUndefined();
    expect(claims.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'cancel done',
      'cancel requested',
      'return withdrawn',
    ]);
  });
});
