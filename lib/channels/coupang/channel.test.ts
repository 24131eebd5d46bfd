import type { ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../channel';
import {
  ChannelAnswerError,
  ChannelBusyError,
  ChannelRefusedError,
  ChannelUnavailableError,
} from '../errors';
import { parseJson } from '../json';
import { all, connectionTo, fixture, reply, type SeenRequest, serve } from '../testing';
import type { ShipmentPush } from '../unit';
import { coupang } from './channel';
import { authorization } from './signature';

const key = { accessKey: 'access-1', secretKey: 'secret-1' };
const prefix = '/v2/providers/openapi/apis/api';
const sheets = fixture('coupang/fixtures/order-sheets.json');
const empty = { code: '200', message: 'OK', data: [], nextToken: '' };
const shortWindow = {
  from: new Date('2026-01-15T00:00:00Z'),
  to: new Date('2026-01-15T03:00:00Z'),
  states: 'ready' as const,
};
const longWindow = { ...shortWindow, from: new Date('2026-01-13T00:00:00Z') };

const vendor = (url: string, given: Partial<Connection> = {}) =>
  connectionTo(url, { credential: { vendorId: 'A00012345', ...key }, account: '', ...given });

const always = (answer: (response: ServerResponse) => void) =>
  serve((_, response) => answer(response));

function pushOf(unitNo: string, given: Partial<ShipmentPush> = {}): ShipmentPush {
  return {
    unitNo,
    orderNo: '22000009546234',
    lines: [{ lineKey: '22000009546234-3242596358', quantity: 2 }],
    courierCode: 'CJGLS',
    waybillNo: '6848-0962-3814',
    kind: 'first',
    previousWaybillNo: null,
    ...given,
  };
}

function resultRow(shipmentBoxId: string, resultCode = 'OK', retryRequired = false) {
  const row = { succeed: resultCode === 'OK', resultCode, retryRequired, resultMessage: null };
  return `{"shipmentBoxId":${shipmentBoxId},${JSON.stringify(row).slice(1)}`;
}

function results(responseCode: number, ...rows: string[]) {
  return `{"code":"200","message":"OK","data":{"responseCode":${responseCode},"responseMessage":"","responseList":[${rows.join()}]}}`;
}

describe('collect', () => {
  it('signs the very bytes that it sends', async () => {
    const { url, seen } = await always((response) => reply(response, sheets));
    const [page] = await all(coupang.collect(vendor(url), shortWindow));
    const path = `${prefix}/v5/vendors/A00012345/ordersheets`;
    const query =
      'searchType=timeFrame&createdAtFrom=2026-01-15T09:00%2B09:00&createdAtTo=2026-01-15T12:00%2B09:00&status=INSTRUCT';
    expect(seen).toHaveLength(1);
    expect(seen[0]?.url).toBe(`${path}?${query}`);
    expect(seen[0]?.headers).toMatchObject({
      authorization: authorization(key, {
        signedDate: '260115T031500Z',
        method: 'GET',
        path,
        query,
      }),
      'x-requested-by': 'A00012345',
    });
    expect(page?.orders).toHaveLength(3);
    expect(page?.cursor).toBeNull();
  });

  it('follows the tokens of day pages and resumes at a page it is given', async () => {
    const { url, seen } = await serve((request, response) => {
      const isFirst = !request.url.includes('nextToken');
      reply(response, isFirst ? sheets : empty);
    });
    const pages = await all(coupang.collect(vendor(url), longWindow));
    expect(pages.map((page) => page.orders.length)).toEqual([3, 0]);
    expect(pages[1]?.cursor).toBeNull();
    const cursor: unknown = JSON.parse(JSON.stringify(pages[0]?.cursor));
    const rest = await all(coupang.collect(vendor(url), longWindow, cursor));
    expect(rest).toHaveLength(1);
    expect(seen.map((request) => request.url.split('INSTRUCT')[1])).toEqual([
      '',
      '&nextToken=448537989',
      '&nextToken=448537989',
    ]);
  });

  it('takes a page served twice, but no listing without an end', async () => {
    const { url, seen } = await always((response) => reply(response, sheets));
    await expect(all(coupang.collect(vendor(url), longWindow))).rejects.toThrow(ChannelAnswerError);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.length).toBeLessThan(10);
  });

  it('waits for a slot before every call', async () => {
    const { url, seen } = await always((response) => reply(response, empty));
    const takeSlot = vi.fn(async () => {});
    await all(coupang.collect(vendor(url, { takeSlot }), { ...shortWindow, states: 'open' }));
    expect(seen).toHaveLength(5);
    expect(takeSlot).toHaveBeenCalledTimes(5);
  });

  it('keeps the good orders of a page with a broken one', async () => {
    const broken = sheets.replace('"status": "INSTRUCT"', '"status": "LOST"');
    const { url } = await always((response) => reply(response, broken));
    const [page] = await all(coupang.collect(vendor(url), shortWindow));
    expect(page?.malformed).toMatchObject([
      { orderNo: '22000009546234', partNo: expect.stringMatching(/^\d+$/) },
    ]);
    expect(page?.orders).toHaveLength(3);
  });
});

describe('what goes wrong while reading', () => {
  const collecting = (url: string, given: Partial<Connection> = {}) =>
    all(coupang.collect(vendor(url, given), shortWindow)).then(
      () => 'no error',
      (error: unknown) => error,
    );

  it('is busy for as long as the marketplace says, a day at most, else a minute', async () => {
    const told = await always((response) => reply(response, '', 429, { 'Retry-After': '7' }));
    expect(await collecting(told.url)).toMatchObject({ kind: 'busy', retryAfterMs: 7000 });
    const endless = { 'Retry-After': '99999999999999' };
    const forever = await always((response) => reply(response, '', 429, endless));
    expect(await collecting(forever.url)).toMatchObject({ retryAfterMs: 86_400_000 });
    const untold = await always((response) => reply(response, '', 429));
    const error = await collecting(untold.url);
    expect(error).toBeInstanceOf(ChannelBusyError);
    expect(error).toMatchObject({ retryAfterMs: 60_000 });
    const inside = await always((response) => reply(response, { code: 429, message: 'x' }));
    const closeLane = vi.fn(async () => {});
    expect(await collecting(inside.url, { closeLane })).toBeInstanceOf(ChannelBusyError);
    expect(closeLane).toHaveBeenCalledWith(60_000, undefined);
  });

  it('is unavailable on 5xx, on an error code inside a 200, on silence and on a closed port', async () => {
    const failing = await always((response) => reply(response, 'oops', 503));
    expect(await collecting(failing.url)).toBeInstanceOf(ChannelUnavailableError);
    const inside = await always((response) => reply(response, { code: 500, message: 'x' }));
    expect(await collecting(inside.url)).toBeInstanceOf(ChannelUnavailableError);
    const silent = await always(() => {});
    expect(await collecting(silent.url, { timeoutMs: 50 })).toMatchObject({ mayHaveArrived: true });
    const closed = await always(() => {});
    await closed.close();
    expect(await collecting(closed.url)).toMatchObject({ mayHaveArrived: false });
  });

  it('stops at once when the caller stops', async () => {
    const stop = new AbortController();
    const silent = await always(() => stop.abort());
    expect(await collecting(silent.url, { signal: stop.signal })).toBeInstanceOf(
      ChannelUnavailableError,
    );
  });

  it('cannot read what is not JSON, is cut off or has another shape', async () => {
    for (const body of ['<html>점검 중</html>', sheets.slice(0, 900), '{"code":200,"data":{}}']) {
      const { url } = await always((response) => reply(response, body));
      expect(await collecting(url)).toBeInstanceOf(ChannelAnswerError);
    }
  });

  it('follows no redirect with the signature', async () => {
    const { url, seen } = await serve((_, response) =>
      reply(response, '', 302, { Location: '/elsewhere' }),
    );
    expect(await collecting(url)).toBeInstanceOf(ChannelAnswerError);
    expect(seen).toHaveLength(1);
  });

  it('tells a refused key from a refused request', async () => {
    const body = { code: 'ERROR', message: 'Specified signature is expired.' };
    const keyRefused = await always((response) => reply(response, body, 401));
    const error = await collecting(keyRefused.url);
    expect(error).toBeInstanceOf(ChannelRefusedError);
    expect(error).toMatchObject({ reason: 'credential', message: body.message });
    const requestRefused = await always((response) => reply(response, { code: 400, message: 'x' }));
    expect(await collecting(requestRefused.url)).toMatchObject({ reason: 'request', code: '400' });
  });
});

describe('acknowledge', () => {
  const unit = (unitNo: string) => ({ unitNo, orderNo: '22000009546234', lineKeys: [] });

  it('sends at most 50 boxes a call, their numbers to the last digit', async () => {
    const { url, seen } = await always((response) => reply(response, results(0)));
    const units = Array.from({ length: 51 }, (_, index) => unit(`6425389700064014${index + 10}`));
    const answers = await coupang.acknowledge(vendor(url), units);
    expect(answers.map(({ outcome }) => outcome)).toEqual(units.map(() => 'accepted'));
    expect(seen.map(({ method, url: sent }) => `${method} ${sent}`)).toEqual(
      Array(2).fill(`PUT ${prefix}/v4/vendors/A00012345/ordersheets/acknowledgement`),
    );
    expect(seen[1]?.body).toBe('{"vendorId":"A00012345","shipmentBoxIds":[642538970006401460]}');
  });

  it('answers row by row, also inside HTTP 200', async () => {
    const { url } = await always((response) =>
      reply(response, results(1, resultRow('2', 'NOT_FOUND_SHIPMENT_BOX', true), resultRow('1'))),
    );
    const answers = await coupang.acknowledge(vendor(url), [unit('1'), unit('2'), unit('3')]);
    expect(answers).toMatchObject([
      { unitNo: '1', outcome: 'accepted' },
      { unitNo: '2', outcome: 'retry', code: 'NOT_FOUND_SHIPMENT_BOX' },
      { unitNo: '3', outcome: 'unknown' },
    ]);
  });

  it('looks at the box before it believes that it was acknowledged already', async () => {
    const { url } = await serve((request, response) => {
      if (request.method === 'PUT') {
        return reply(
          response,
          results(99, ...['1', '2'].map((id) => resultRow(id, 'INVALID_STATUS'))),
        );
      }
      const [box] = parseBoxes();
      const status = request.url.endsWith('/1') ? 'INSTRUCT' : 'ACCEPT';
      return reply(response, { code: 200, data: { ...box, status } });
    });
    const answers = await coupang.acknowledge(vendor(url), [unit('1'), unit('2')]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['already', 'rejected']);
  });
});

describe('push', () => {
  const rowsIn = (request: SeenRequest | undefined) => parseJson(request?.body ?? 'null');

  it('sends every item of the box with the digits of the number', async () => {
    const { url, seen } = await always((response) =>
      reply(response, results(0, resultRow('642538970006401429'))),
    );
    const lines = ['3242596358', '3242596359'].map((item) => ({
      lineKey: `22000009546234-${item}`,
      quantity: 1,
    }));
    const [answer] = await coupang.push(vendor(url), [pushOf('642538970006401429', { lines })]);
    expect(answer).toMatchObject({ unitNo: '642538970006401429', outcome: 'accepted' });
    expect(seen[0]?.url).toBe(`${prefix}/v4/vendors/A00012345/orders/invoices`);
    expect(seen[0]?.body).toContain('"shipmentBoxId":642538970006401429,"orderId":22000009546234,');
    const row = {
      shipmentBoxId: '642538970006401429',
      deliveryCompanyCode: 'CJGLS',
      invoiceNumber: '684809623814',
      splitShipping: false,
      preSplitShipped: false,
      estimatedShippingDate: '',
    };
    expect(rowsIn(seen[0])).toMatchObject({
      orderSheetInvoiceApplyDtos: [
        { ...row, vendorItemId: 3242596358 },
        { ...row, vendorItemId: 3242596359 },
      ],
    });
  });

  it('tells of goods that travel without a courier as 업체직송, with the number of the box', async () => {
    const { url, seen } = await always((response) => reply(response, results(0, resultRow('2'))));
    const byHand = pushOf('2', { method: 'direct', courierCode: '', waybillNo: '' });
    expect(await coupang.push(vendor(url), [byHand])).toMatchObject([{ outcome: 'accepted' }]);
    expect(rowsIn(seen[0])).toMatchObject({
      orderSheetInvoiceApplyDtos: [{ deliveryCompanyCode: 'DIRECT', invoiceNumber: '2' }],
    });
  });

  it('changes a number by the other call', async () => {
    const { url, seen } = await always((response) => reply(response, results(0)));
    const change = pushOf('2', { kind: 'change', previousWaybillNo: '346685023785' });
    const answers = await coupang.push(vendor(url), [pushOf('1'), change]);
    expect(answers.map(({ unitNo, outcome }) => [unitNo, outcome])).toEqual([
      ['1', 'accepted'],
      ['2', 'accepted'],
    ]);
    expect(seen.map((request) => request.url.split('/').at(-1))).toEqual([
      'invoices',
      'updateInvoices',
    ]);
  });

  it('retries what the documents say may be retried and no more', async () => {
    const { url } = await always((response) =>
      reply(
        response,
        results(
          1,
          resultRow('1', 'ORDER_DELIVERY_PARTIAL_STOP_REQUESTED'),
          resultRow('2', 'ORDER_DELIVERY_CANCELED', true),
          resultRow('3', 'SOMETHING_NEW', true),
          resultRow('4', 'SOMETHING_NEW'),
          resultRow('5'),
          resultRow('5', 'NOT_FOUND_VENDOR_ITEM'),
          resultRow('6', 'DUPLICATE_INVOICE_NUMBER', true),
        ),
      ),
    );
    const pushes = ['1', '2', '3', '4', '5', '6'].map((unitNo) => pushOf(unitNo));
    const answers = await coupang.push(vendor(url), pushes);
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      'retry',
      'rejected',
      'retry',
      'rejected',
      'rejected',
      'rejected',
    ]);
  });

  it('is already done only when the box shows our courier and number', async () => {
    const { url } = await serve((request, response) => {
      if (request.method === 'POST') {
        const refused = ['1', '2', '3'].map((id) => resultRow(id, 'INVALID_STATUS'));
        return reply(response, results(99, ...refused));
      }
      const [box] = parseBoxes();
      const invoiceNumber = request.url.endsWith('/2') ? '346685023785' : '684809623814';
      const deliveryCompanyName = 'CJ 대한통운';
      return reply(response, {
        code: 200,
        data: { ...box, status: 'DEPARTURE', deliveryCompanyName, invoiceNumber },
      });
    });
    const pushes = [pushOf('1'), pushOf('2'), pushOf('3', { courierCode: 'HANJIN' })];
    const answers = await coupang.push(vendor(url), pushes);
    expect(answers).toMatchObject([
      { outcome: 'already', code: 'INVALID_STATUS' },
      { outcome: 'rejected', code: 'INVALID_STATUS' },
      { outcome: 'rejected', code: 'INVALID_STATUS' },
    ]);
  });

  it('does not know what became of a push that was taken but never answered', async () => {
    let taken = 0;
    const { url } = await serve(() => {
      taken += 1;
    });
    const [answer] = await coupang.push(vendor(url, { timeoutMs: 50 }), [pushOf('1')]);
    expect(taken).toBe(1);
    expect(answer).toMatchObject({ unitNo: '1', outcome: 'unknown', code: 'unavailable' });
  });

  it('does not know it either after an answer that breaks off', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '500' });
      response.write('{"code":"200"');
      setTimeout(() => response.destroy(), 10);
    });
    const [answer] = await coupang.push(vendor(url), [pushOf('1')]);
    expect(answer?.outcome).toBe('unknown');
  });

  it('parts a batch that is refused whole, so that the bad unit stands alone', async () => {
    const { url, seen } = await serve((request, response) => {
      if (request.body.includes('"BAD"')) {
        return reply(response, { code: 400, message: '택배사 코드 오류' }, 400);
      }
      return reply(response, results(0));
    });
    const pushes = [pushOf('1'), pushOf('2', { courierCode: 'BAD' }), pushOf('3')];
    const answers = await coupang.push(vendor(url), pushes);
    expect(seen).toHaveLength(4);
    expect(answers).toMatchObject([
      { unitNo: '1', outcome: 'accepted' },
      { unitNo: '2', outcome: 'rejected', message: '택배사 코드 오류' },
      { unitNo: '3', outcome: 'accepted' },
    ]);
  });

  it('stops at 429 and says when to come back', async () => {
    const { url, seen } = await always((response) => reply(response, '', 429));
    const pushes = Array.from({ length: 60 }, (_, index) => pushOf(String(index + 1)));
    const answers = await coupang.push(vendor(url), pushes);
    expect(seen).toHaveLength(1);
    expect(answers).toHaveLength(60);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['retry']));
    expect(answers[59]).toMatchObject({ code: 'unsent', retryAfterMs: 60_000 });
  });

  it('sends nothing that lacks a courier, a number or lines of this order', async () => {
    const { url, seen } = await always((response) => reply(response, results(0)));
    const answers = await coupang.push(vendor(url), [
      pushOf('1', { courierCode: '' }),
      pushOf('2', { waybillNo: '6.8E+11' }),
      pushOf('3', { lines: [] }),
      pushOf('4', { lines: [{ lineKey: '999-3242596358', quantity: 1 }] }),
      pushOf('box-5'),
    ]);
    expect(seen).toHaveLength(0);
    expect(answers.map(({ code }) => code)).toEqual([
      'unsendable.courier',
      'unsendable.waybill',
      'unsendable.lines',
      'unsendable.lines',
      'unsendable.unit',
    ]);
  });
});

describe('readUnits', () => {
  it('leaves out a box that the marketplace does not know (any more)', async () => {
    const { url, seen } = await serve((request, response) => {
      if (request.url.endsWith('/2')) return reply(response, { code: 400, message: 'x' }, 400);
      const [, , box] = parseBoxes();
      return reply(response, { code: '200', data: box });
    });
    const units = ['1', '2', 'none'].map((unitNo) => ({ unitNo, orderNo: '22000009546630' }));
    const readings = await coupang.readUnits(vendor(url), units);
    expect(seen.map((request) => request.url)).toEqual(
      ['1', '2'].map((box) => `${prefix}/v5/vendors/A00012345/ordersheets/${box}`),
    );
    expect(readings).toMatchObject([{ state: 'shipping', waybillNo: '684809623814' }]);
  });
});

describe('claims', () => {
  const answerClaims = (request: SeenRequest) => {
    if (request.url.includes('status=RU')) return fixture('coupang/fixtures/return-requests.json');
    if (request.url.includes('exchangeRequests')) {
      return fixture('coupang/fixtures/exchange-requests.json');
    }
    return empty;
  };

  it('asks for cancels, each kind of return, exchanges and what was taken back', async () => {
    const { url, seen } = await serve((request, response) =>
      reply(response, answerClaims(request)),
    );
    const claims = (await all(coupang.claims(vendor(url), shortWindow))).flat();
    expect(seen).toHaveLength(7);
    expect(seen[6]?.url).toBe(
      `${prefix}/v4/vendors/A00012345/returnWithdrawRequests?dateFrom=2026-01-15&dateTo=2026-01-15&sizePerPage=100`,
    );
    expect(seen[0]?.url).toContain(`${prefix}/v6/vendors/A00012345/returnRequests?searchType=`);
    expect(claims.map(({ kind }) => kind)).toEqual([
      'cancel',
      'cancel',
      'return',
      'cancel',
      'exchange',
    ]);
  });

  it('hands over what it can read and then tells of what it cannot', async () => {
    const { url } = await serve((request, response) => {
      const body = answerClaims(request);
      reply(response, typeof body === 'string' ? body.replace('"RELEASE_STOP_', '"NEW_') : body);
    });
    const claims: unknown[] = [];
    await expect(
      (async () => {
        for await (const page of coupang.claims(vendor(url), shortWindow)) claims.push(...page);
      })(),
    ).rejects.toThrow(ChannelAnswerError);
    expect(claims).toHaveLength(3);
  });
});

/** Short numbers suffice where a test only needs the shape. */
function parseBoxes(): Record<string, unknown>[] {
  const page: { data: Record<string, unknown>[] } = JSON.parse(sheets);
  return page.data;
}
