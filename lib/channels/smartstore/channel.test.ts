import type { ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../channel';
import {
  ChannelAnswerError,
  ChannelBrokenAnswerError,
  ChannelBusyError,
  ChannelRefusedError,
  ChannelUnavailableError,
} from '../errors';
import { all, connectionTo, fixture, reply, type SeenRequest, serve } from '../testing';
import type { ShipmentPush } from '../unit';
import { smartstore } from './channel';
import { clientSecretSign } from './signature';

const key = { clientId: 'practice', clientSecret: '$2a$04$abcdefghijklmnopqrstuu' };
const fresh = { ...key, accessToken: 'token-1', accessTokenExpiresAt: '2026-01-15T06:00:00Z' };
const rows = fixture('smartstore/fixtures/product-orders.json');
const root = '/v1/pay-order/seller/product-orders';
const period = { from: new Date('2026-01-15T00:00:00Z'), to: new Date('2026-01-15T03:00:00Z') };
const longPeriod = { ...period, from: new Date('2026-01-13T00:00:00Z') };

const store = (url: string, given: Partial<Connection> = {}) =>
  connectionTo(url, { credential: fresh, account: '', ...given });

const always = (answer: (response: ServerResponse) => void) =>
  serve((_, response) => answer(response));

const of = (data?: unknown) => ({ timestamp: '2026-01-15T12:15:00.000+09:00', traceId: 't', data });

function changes(ids: string[], more?: { moreFrom: string; moreSequence: string }) {
  const lastChangeStatuses = ids.map((productOrderId) => ({
    productOrderId,
    orderId: '2026011510000011',
    productOrderStatus: 'PAYED',
    lastChangedType: productOrderId.endsWith('0') ? 'PAY_WAITING' : 'PAYED',
    lastChangedDate: '2026-01-15T11:00:00.000+09:00',
    receiverAddressChanged: false,
  }));
  return of({ lastChangeStatuses, count: ids.length, ...(more && { more }) });
}

const bodyOf = (request: SeenRequest | undefined) => JSON.parse(request?.body ?? 'null');
const queryOf = (request: SeenRequest | undefined) =>
  Object.fromEntries(new URL(request?.url ?? '', 'http://x').searchParams);

function pushOf(unitNo: string, given: Partial<ShipmentPush> = {}): ShipmentPush {
  return {
    unitNo,
    orderNo: '2026011510000011',
    lines: [{ lineKey: unitNo, quantity: 1 }],
    courierCode: 'CJGLS',
    waybillNo: '6848-0962-3814',
    kind: 'first',
    previousWaybillNo: null,
    ...given,
  };
}

describe('the token', () => {
  const answer = (request: SeenRequest, response: ServerResponse) => {
    const isToken = request.url.includes('oauth2');
    reply(response, isToken ? { access_token: 'token-2', expires_in: 10_800 } : of());
  };
  const refreshing = (credential: unknown) => {
    const stored: unknown[] = [];
    const refreshCredential: Connection['refreshCredential'] = async (refresh) => {
      stored.push(await refresh(credential));
      return stored.at(-1);
    };
    return { stored, refreshCredential };
  };

  it('is asked for with id, moment and their hash, and stored before it is used', async () => {
    const { url, seen } = await serve(answer);
    const { stored, refreshCredential } = refreshing(key);
    await all(smartstore.collect(store(url, { credential: key, refreshCredential }), ready));
    const form = Object.fromEntries(new URLSearchParams(seen[0]?.body));
    expect(form).toEqual({
      client_id: 'practice',
      timestamp: '1768446900000',
      grant_type: 'client_credentials',
      client_secret_sign: await clientSecretSign(key, '1768446900000'),
      type: 'SELF',
    });
    const accessTokenExpiresAt = '2026-01-15T06:15:00.000Z';
    expect(stored).toEqual([{ ...key, accessToken: 'token-2', accessTokenExpiresAt }]);
    expect(seen[1]?.headers.authorization).toBe('Bearer token-2');
  });

  it('is kept while it lives, and taken from another process that was faster', async () => {
    const { url, seen } = await serve(answer);
    await all(smartstore.collect(store(url), ready));
    expect(seen.map((request) => request.headers.authorization)).toEqual(['Bearer token-1']);
    const late = { ...fresh, accessTokenExpiresAt: '2026-01-15T03:19:00Z' };
    const { refreshCredential } = refreshing({ ...fresh, accessToken: 'token-of-another' });
    await all(smartstore.collect(store(url, { credential: late, refreshCredential }), ready));
    expect(seen.at(-1)?.headers.authorization).toBe('Bearer token-of-another');
    expect(seen).toHaveLength(2);
  });

  it('is renewed once when it is refused all the same', async () => {
    const { url, seen } = await serve((request, response) => {
      if (request.headers.authorization === 'Bearer token-1')
        return reply(response, { code: 'GW.AUTHN', message: 'no' }, 401);
      return answer(request, response);
    });
    const { refreshCredential } = refreshing(fresh);
    await all(smartstore.collect(store(url, { refreshCredential }), ready));
    expect(seen).toHaveLength(3);
    const refusing = await always((response) => reply(response, { code: 'GW.AUTHN' }, 401));
    const other = store(refusing.url, { refreshCredential: refreshing(fresh).refreshCredential });
    const error = await all(smartstore.collect(other, ready)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'credential' });
  });

  it('that is not given is for a person to mend', async () => {
    const { url } = await always((response) =>
      reply(response, { code: 'BAD_REQUEST', message: 'client_secret_sign' }, 400),
    );
    const { refreshCredential } = refreshing(key);
    const asking = all(
      smartstore.collect(store(url, { credential: key, refreshCredential }), ready),
    );
    await expect(asking).rejects.toMatchObject({ reason: 'credential' });
  });
});

const ready = { ...period, states: 'ready' as const };

describe('collect', () => {
  const page = (count: number, hasNext: boolean) => {
    const { data } = JSON.parse(rows);
    const contents = Array.from({ length: count }, () => ({
      productOrderId: data[0].productOrder.productOrderId,
      content: data[0],
    }));
    return of({ contents, pagination: { page: 1, size: 300, hasNext } });
  };

  it('lists what was paid in the window and is ready, 24 hours a call', async () => {
    const { url, seen } = await always((response) => reply(response, page(1, false)));
    const pages = await all(smartstore.collect(store(url), { ...longPeriod, states: 'ready' }));
    expect(seen.map(queryOf).map(({ from, to }) => [from, to])).toEqual([
      ['2026-01-13T09:00:00.000+09:00', '2026-01-14T09:00:00.000+09:00'],
      ['2026-01-14T09:00:00.000+09:00', '2026-01-15T09:00:00.000+09:00'],
      ['2026-01-15T09:00:00.000+09:00', '2026-01-15T12:00:00.000+09:00'],
    ]);
    expect(queryOf(seen[0])).toMatchObject({
      rangeType: 'PAYED_DATETIME',
      productOrderStatuses: 'PAYED',
      placeOrderStatusType: 'OK',
      quantityClaimCompatibility: 'true',
      pageSize: '300',
      page: '1',
    });
    expect(seen[0]?.url).toContain('%2B09%3A00');
    expect(pages.map(({ cursor }) => cursor !== null)).toEqual([true, true, false]);
    expect(pages[0]?.orders[0]?.orderNo).toBe('2026011510000011');
  });

  it('follows pages in each open state, and resumes at a page it is given', async () => {
    const { url, seen } = await serve((request, response) =>
      reply(response, page(1, queryOf(request).page === '1')),
    );
    const open = { ...period, states: 'open' as const };
    const pages = await all(smartstore.collect(store(url), open));
    expect(seen.map(queryOf).map((query) => [query.productOrderStatuses, query.page])).toEqual([
      ['PAYED', '1'],
      ['PAYED', '2'],
      ['DELIVERING', '1'],
      ['DELIVERING', '2'],
    ]);
    const cursor: unknown = JSON.parse(JSON.stringify(pages[1]?.cursor));
    expect(await all(smartstore.collect(store(url), open, cursor))).toHaveLength(2);
  });

  it('asks for every state at once by naming none', async () => {
    const { url, seen } = await serve((_, response) => reply(response, page(1, false)));
    await all(smartstore.collect(store(url), { ...period, states: 'every' }));
    expect(seen.map(queryOf)).toMatchObject([{ rangeType: 'PAYED_DATETIME', page: '1' }]);
    expect(queryOf(seen[0])).not.toHaveProperty('productOrderStatuses');
  });

  it('waits for a slot before every call, and longer where the bucket is empty and slow', async () => {
    const takeSlot = vi.fn(async () => {});
    const limits = {
      'GNCP-GW-RateLimit-Remaining': '0',
      'GNCP-GW-RateLimit-Replenish-Rate': '1',
    };
    const { url, seen } = await always((response) => reply(response, of(), 200, limits));
    await all(smartstore.collect(store(url, { takeSlot }), { ...period, states: 'open' }));
    expect(seen).toHaveLength(2);
    expect(takeSlot).toHaveBeenCalledTimes(3);
  });
});

describe('changes', () => {
  const changed = (url: string, cursor?: unknown) => {
    if (!smartstore.changes) throw new Error('no feed');
    return all(smartstore.changes(store(url), period, cursor));
  };

  it('reads what the feed names in one query, orders and claims together', async () => {
    const { url, seen } = await serve((request, response) =>
      reply(response, request.method === 'GET' ? changes(['11', '12', '11', '20']) : rows),
    );
    const pages = await changed(url);
    expect(seen.map((request) => request.url.split('?')[0])).toEqual([
      `${root}/last-changed-statuses`,
      `${root}/query`,
    ]);
    expect(queryOf(seen[0])).toEqual({
      lastChangedFrom: '2026-01-15T09:00:00.000+09:00',
      lastChangedTo: '2026-01-15T12:00:00.000+09:00',
      limitCount: '300',
    });
    expect(bodyOf(seen[1])).toEqual({
      productOrderIds: ['11', '12'],
      quantityClaimCompatibility: true,
    });
    expect(pages).toHaveLength(1);
    expect(pages[0]?.claims).toHaveLength(3);
    expect(pages[0]?.cursor).toBeNull();
  });

  it('says since when a gift is accepted, which was paid before', async () => {
    const told = JSON.stringify(changes(['2026011520000101']));
    const { url } = await serve((request, response) =>
      reply(
        response,
        request.method === 'GET'
          ? told.replace('"lastChangedType":"PAYED"', '"lastChangedType":"GIFT_RECEIVED"')
          : rows,
      ),
    );
    const orders = (await changed(url)).flatMap((page) => page.orders);
    const accepted = orders.filter(({ acceptedSince }) => acceptedSince !== undefined);
    expect(accepted).toMatchObject([{ acceptedSince: period.from }]);
    expect(accepted[0]?.lines.map(({ lineKey }) => lineKey)).toContain('2026011520000101');
  });

  it('reads all of an order whose buyer has changed how it is delivered, for its whole message', async () => {
    const [first, second] = ['2026011520000101', '2026011520000102'];
    const told = JSON.stringify(changes([first])).replace(
      '"PAYED","lastChangedDate',
      '"DELIVERY_ADDRESS_CHANGED","lastChangedDate',
    );
    const { url, seen } = await serve((request, response) => {
      if (request.method === 'POST') return reply(response, rows);
      reply(response, request.url.includes('/product-order-ids') ? of([first, second]) : told);
    });
    await changed(url);
    expect(seen[1]?.url).toBe('/v1/pay-order/seller/orders/2026011510000011/product-order-ids');
    expect(bodyOf(seen[2]).productOrderIds).toEqual([first, second]);
    expect(seen).toHaveLength(3);
  });

  it('goes on where the feed says that there is more, also after an interruption', async () => {
    const more = { moreFrom: '2026-01-15T10:00:00.000+09:00', moreSequence: '12' };
    const { url, seen } = await serve((request, response) => {
      if (request.method === 'POST') return reply(response, of([]));
      const isFirst = !('moreSequence' in queryOf(request));
      reply(response, isFirst ? changes(['11'], more) : changes(['12']));
    });
    const pages = await changed(url);
    const feeds = seen.filter(({ method }) => method === 'GET').map(queryOf);
    expect(feeds[1]).toMatchObject({ lastChangedFrom: more.moreFrom, moreSequence: '12' });
    expect(feeds[1]?.lastChangedTo).toBe('2026-01-15T12:00:00.000+09:00');
    const cursor: unknown = JSON.parse(JSON.stringify(pages[0]?.cursor));
    expect(await changed(url, cursor)).toHaveLength(1);
  });

  it('loses no change whose product order does not come back', async () => {
    const { url } = await serve((request, response) =>
      reply(response, request.method === 'GET' ? changes(['11', '20']) : of([])),
    );
    const lost = { orderNo: '2026011510000011', partNo: '11' };
    expect(await changed(url)).toMatchObject([{ orders: [], malformed: [lost] }]);
  });

  it('does not take a code without data for an empty feed', async () => {
    const { url } = await always((response) => reply(response, { code: 'MAINTENANCE' }));
    await expect(changed(url)).rejects.toThrow(ChannelBrokenAnswerError);
  });

  it('is at its end when nothing changed, and asks for no details then', async () => {
    const { url, seen } = await always((response) => reply(response, of()));
    expect(await changed(url)).toMatchObject([{ orders: [], malformed: [], cursor: null }]);
    expect(seen).toHaveLength(1);
  });

  it('takes a page served twice, but no feed without an end', async () => {
    const more = { moreFrom: '2026-01-15T10:00:00.000+09:00', moreSequence: '11' };
    const { url, seen } = await serve((request, response) =>
      reply(response, request.method === 'GET' ? changes(['11'], more) : of([])),
    );
    await expect(changed(url)).rejects.toThrow(ChannelAnswerError);
    expect(seen.length).toBeLessThan(12);
  });

  it('asks for details of 300 at once', async () => {
    const ids = Array.from({ length: 301 }, (_, index) => String(2 * index + 1_000_001));
    const { url, seen } = await serve((request, response) =>
      reply(response, request.method === 'GET' ? changes(ids) : of([])),
    );
    await changed(url);
    const asked = seen.filter(({ method }) => method === 'POST').map((each) => bodyOf(each));
    expect(asked.map(({ productOrderIds }) => productOrderIds.length)).toEqual([300, 1]);
  });
});

describe('what goes wrong while reading', () => {
  const collecting = (url: string, given: Partial<Connection> = {}) =>
    all(smartstore.collect(store(url, given), ready)).then(
      () => 'no error',
      (error: unknown) => error,
    );

  it('is busy until the bucket has a call again, and for a minute when the quota is gone', async () => {
    const limited = await always((response) =>
      reply(response, { code: 'GW.RATE_LIMIT' }, 429, {
        'GNCP-GW-RateLimit-Replenish-Rate': '0.5',
      }),
    );
    const error = await collecting(limited.url);
    expect(error).toBeInstanceOf(ChannelBusyError);
    expect(error).toMatchObject({ retryAfterMs: 2000 });
    const used = await always((response) => reply(response, { code: 'GW.QUOTA_LIMIT' }, 429));
    expect(await collecting(used.url)).toMatchObject({ retryAfterMs: 60_000 });
    const told = await always((response) => reply(response, '', 429, { 'Retry-After': '7' }));
    expect(await collecting(told.url)).toMatchObject({ retryAfterMs: 7000 });
  });

  it('is unavailable on 5xx, on silence and on a closed port', async () => {
    const failing = await always((response) => reply(response, 'oops', 503));
    expect(await collecting(failing.url)).toBeInstanceOf(ChannelUnavailableError);
    const silent = await always(() => {});
    expect(await collecting(silent.url, { timeoutMs: 50 })).toMatchObject({ mayHaveArrived: true });
    const closed = await always(() => {});
    await closed.close();
    expect(await collecting(closed.url)).toMatchObject({ mayHaveArrived: false });
  });

  it('cannot read what is not JSON, is cut off or has another shape', async () => {
    for (const body of ['<html>점검 중</html>', rows.slice(0, 900), of({ contents: 'none' })]) {
      const { url } = await always((response) => reply(response, body));
      expect(await collecting(url)).toBeInstanceOf(ChannelAnswerError);
    }
  });

  it('is a refused request where only this one call is wrong', async () => {
    const { url } = await always((response) => reply(response, { code: 'BAD_REQUEST' }, 400));
    const error = await collecting(url);
    expect(error).toBeInstanceOf(ChannelRefusedError);
    expect(error).toMatchObject({ reason: 'request', code: 'BAD_REQUEST' });
  });
});

describe('acknowledge', () => {
  const unit = (unitNo: string) => ({ unitNo, orderNo: '2026011510000011', lineKeys: [unitNo] });

  it('sends at most 30 product orders a call', async () => {
    const { url, seen } = await serve((request, response) => {
      const successProductOrderInfos = bodyOf(request).productOrderIds.map((id: string) => ({
        productOrderId: id,
        isReceiverAddressChanged: id === '2',
      }));
      reply(response, of({ successProductOrderInfos, failProductOrderInfos: [] }));
    });
    const units = Array.from({ length: 31 }, (_, index) => unit(String(index + 1)));
    const answers = await smartstore.acknowledge(store(url), units);
    expect(seen.map((request) => request.url)).toEqual(Array(2).fill(`${root}/confirm`));
    expect(bodyOf(seen[1])).toEqual({ productOrderIds: ['31'] });
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
    const moved = answers.filter(({ recipientUnchanged }) => !recipientUnchanged);
    expect(moved.map(({ unitNo }) => unitNo)).toEqual(['2']);
  });

  it('looks at all refused ones at once before it believes a refusal', async () => {
    const { data } = JSON.parse(rows);
    const standing = (productOrderId: string, placeOrderStatus: string, more: object = {}) => ({
      ...data[0],
      productOrder: { ...data[0].productOrder, productOrderId, placeOrderStatus, ...more },
    });
    const claimed = { claimType: 'CANCEL', claimStatus: 'CANCEL_REQUEST' };
    const { url, seen } = await serve((request, response) => {
      if (request.url.endsWith('/query')) {
        return reply(
          response,
          of([
            standing('1', 'OK'),
            standing('2', 'NOT_YET', claimed),
            standing('3', 'NOT_YET'),
            standing('4', 'NOT_YET'),
          ]),
        );
      }
      const refused = [
        ['1', '104443'],
        ['2', '104442'],
        ['3', '4000'],
        ['4', '104133'],
        ['5', '104442'],
      ].map(([productOrderId, code]) => ({ productOrderId, code, message: '' }));
      reply(response, of({ successProductOrderInfos: [], failProductOrderInfos: refused }));
    });
    const units = ['1', '2', '3', '4', '5', '6'].map(unit);
    const answers = await smartstore.acknowledge(store(url), units);
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      'already',
      'rejected',
      'retry',
      'rejected',
      'rejected',
      'unknown',
    ]);
    expect(seen.map((request) => request.url.split('/').at(-1))).toEqual(['confirm', 'query']);
    expect(bodyOf(seen[1]).productOrderIds).toEqual(['1', '2', '3', '5']);
  });
});

describe('push', () => {
  const taken = (request: SeenRequest, response: ServerResponse) => {
    const sent: { productOrderId: string }[] = bodyOf(request).dispatchProductOrders ?? [];
    const successProductOrderIds = sent.map(({ productOrderId }) => productOrderId);
    reply(response, of({ successProductOrderIds, failProductOrderInfos: [] }));
  };

  it('sends 30 a call with courier, digits and a moment that has passed', async () => {
    const { url, seen } = await serve(taken);
    const pushes = Array.from({ length: 31 }, (_, index) => pushOf(String(index + 1)));
    const answers = await smartstore.push(store(url), pushes);
    expect(answers.map(({ unitNo, outcome }) => [unitNo, outcome])).toEqual(
      pushes.map(({ unitNo }) => [unitNo, 'accepted']),
    );
    expect(seen.map((request) => request.url)).toEqual(Array(2).fill(`${root}/dispatch`));
    expect(bodyOf(seen[1]).dispatchProductOrders).toEqual([
      {
        productOrderId: '31',
        deliveryMethod: 'DELIVERY',
        deliveryCompanyCode: 'CJGLS',
        trackingNumber: '684809623814',
        dispatchDate: '2026-01-15T12:14:50.000+09:00',
      },
    ]);
  });

  it('names no courier where nothing goes by parcel', async () => {
    const { url, seen } = await serve(taken);
    const byHand = { courierCode: '', waybillNo: '' };
    await smartstore.push(store(url), [
      pushOf('1', { method: 'direct', ...byHand }),
      pushOf('2', { method: 'pickup', ...byHand }),
    ]);
    expect(bodyOf(seen[0]).dispatchProductOrders).toMatchObject([
      { deliveryMethod: 'DIRECT_DELIVERY' },
      { deliveryMethod: 'VISIT_RECEIPT' },
    ]);
    expect(seen[0]?.body).not.toContain('trackingNumber');
  });

  it('is already done only where courier and number are ours', async () => {
    const { data } = JSON.parse(rows);
    const delivering = data[4];
    const { url } = await serve((request, response) => {
      if (request.url.endsWith('/query')) {
        const found = ['1', '2', '3'].map((productOrderId) => ({
          ...delivering,
          productOrder: { ...delivering.productOrder, productOrderId },
        }));
        return reply(response, of(found));
      }
      const failProductOrderInfos = ['1', '2', '3'].map((productOrderId) => ({
        productOrderId,
        code: '104442',
        message: '상품주문 상태 확인 필요',
      }));
      reply(response, of({ successProductOrderIds: [], failProductOrderInfos }));
    });
    const pushes = [
      pushOf('1'),
      pushOf('2', { waybillNo: '346685023785' }),
      pushOf('3', { courierCode: 'HANJIN' }),
    ];
    const answers = await smartstore.push(store(url), pushes);
    expect(answers.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['already', '104442'],
      ['rejected', '104442'],
      ['rejected', '104442'],
    ]);
  });

  it('changes no number by itself, but sees that the seller has', async () => {
    const { url, seen } = await always((response) => reply(response, rows));
    const change = { kind: 'change', previousWaybillNo: '346685023785' } as const;
    const answers = await smartstore.push(store(url), [
      pushOf('2026011520000105', change),
      pushOf('2026011520000106', change),
    ]);
    expect(answers).toMatchObject([
      { outcome: 'already', code: 'numberChange' },
      { outcome: 'rejected', code: 'numberChange' },
    ]);
    expect(seen.map((request) => request.url)).toEqual([`${root}/query`]);
  });

  it('does not know what became of a push that was taken but never answered', async () => {
    const silent = await always(() => {});
    const [answer] = await smartstore.push(store(silent.url, { timeoutMs: 50 }), [pushOf('1')]);
    expect(answer).toMatchObject({ outcome: 'unknown', code: 'unavailable' });
    const { url } = await always((response) => {
      response.writeHead(200, { 'Content-Length': '500' });
      response.write('{"data":{');
      setTimeout(() => response.destroy(), 10);
    });
    expect((await smartstore.push(store(url), [pushOf('1')]))[0]?.outcome).toBe('unknown');
  });

  it('stops at 429 and says when to come back', async () => {
    const { url, seen } = await always((response) => reply(response, '', 429));
    const pushes = Array.from({ length: 40 }, (_, index) => pushOf(String(index + 1)));
    const answers = await smartstore.push(store(url), pushes);
    expect(seen).toHaveLength(1);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['retry']));
    expect(answers[39]).toMatchObject({ code: 'unsent', retryAfterMs: 1000 });
  });

  it('sends nothing that lacks a courier, a number, lines or a product order', async () => {
    const { url, seen } = await serve(taken);
    const answers = await smartstore.push(store(url), [
      pushOf('1', { courierCode: '' }),
      pushOf('2', { waybillNo: '6.8E+11' }),
      pushOf('3', { lines: [] }),
      pushOf('order-4'),
    ]);
    expect(seen).toHaveLength(0);
    expect(answers.map(({ code }) => code)).toEqual([
      'unsendable.courier',
      'unsendable.waybill',
      'unsendable.lines',
      'unsendable.unit',
    ]);
  });
});

describe('readUnits', () => {
  it('asks for all of them in one call, and leaves out what is not known', async () => {
    const { url, seen } = await always((response) => reply(response, rows));
    const units = ['2026011520000105', '2026011520000999', 'none'].map((unitNo) => ({
      unitNo,
      orderNo: '',
    }));
    const readings = await smartstore.readUnits(store(url), units);
    expect(seen).toHaveLength(1);
    expect(bodyOf(seen[0]).productOrderIds).toEqual(['2026011520000105', '2026011520000999']);
    expect(readings.find(({ unitNo }) => unitNo === '2026011520000105')).toMatchObject({
      state: 'shipping',
      waybillNo: '684809623814',
    });
  });
});

describe('claims', () => {
  it('of units come in one call, and what cannot be read counts as a cancel', async () => {
    const unknown = rows.replace('"CANCEL_REQUEST"', '"CANCEL_MAYBE"');
    const { url, seen } = await always((response) => reply(response, unknown));
    const units = [{ unitNo: '2026011520000103', orderNo: '2026011510000012' }];
    const read = await smartstore.claimsOf?.(store(url), units);
    expect(seen).toHaveLength(1);
    const waiting = read?.claims.filter(({ state }) => state === 'requested');
    expect(waiting).toMatchObject([{ lineKey: '2026011520000103', kind: 'cancel' }]);
  });

  it('are not known to be none where a unit does not come back', async () => {
    const units = ['2026011520000103', '2026011520000999'].map((unitNo) => ({
      unitNo,
      orderNo: '',
    }));
    const read = async (body: unknown) => {
      const { url } = await always((response) => reply(response, body));
      return smartstore.claimsOf?.(store(url), units);
    };
    const [known = '', unknown = ''] = units.map(({ unitNo }) => unitNo);
    expect(await read(rows)).toMatchObject({ missing: [unknown] });
    expect(await read(of([]))).toEqual({ claims: [], missing: [known, unknown] });
    for (const broken of [of(), { code: 'MAINTENANCE', message: '점검 중' }])
      await expect(read(broken)).rejects.toThrow(ChannelBrokenAnswerError);
  });

  it('of a period are those that changed in it; unreadable ones come last', async () => {
    const feed = changes(['2026011520000103']);
    const claimed = JSON.stringify(feed).replace('"lastChangedType"', '"claimType":"CANCEL",$&');
    const { url } = await serve((request, response) =>
      reply(
        response,
        request.method === 'GET'
          ? claimed
          : rows.replace('"productOrderStatus": "DELIVERED"', '"productOrderStatus": "LOST"'),
      ),
    );
    const found: unknown[] = [];
    const reading = (async () => {
      for await (const page of smartstore.claims(store(url), period)) found.push(...page);
    })();
    await expect(reading).rejects.toThrow(ChannelAnswerError);
    expect(found).toHaveLength(2);
  });
});
