import type { ServerResponse } from 'node:http';
import iconv from 'iconv-lite';
import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../channel';
import {
  ChannelAnswerError,
  ChannelBusyError,
  ChannelRefusedError,
  ChannelUnavailableError,
} from '../errors';
import { all, connectionTo, fixture, type SeenRequest, serve } from '../testing';
import type { ShipmentPush } from '../unit';
import { elevenst } from './channel';

const namespace = 'xmlns:ns2="http://skt.tmall.business.openapi.spring.service.client.domain/"';
const declaration = '<?xml version="1.0" encoding="euc-kr" standalone="yes"?>';
const complete = fixture('elevenst/fixtures/complete.xml');
const deliveries = fixture('elevenst/fixtures/deliveries.xml');
const orderNo = '20260114123456789';

const listResult = (code: number, text: string) =>
  `${declaration}<ns2:orders ${namespace}><ns2:result_code>${code}</ns2:result_code><ns2:result_text>${text}</ns2:result_text></ns2:orders>`;
const nothing = listResult(0, '조회된 결과가 없습니다.');
const action = (code: number, text = '') =>
  `${declaration}<ResultOrder><openMallID>11ST</openMallID><result_code>${code}</result_code><result_text>${text}</result_text></ResultOrder>`;

const window = {
  from: new Date('2026-01-15T00:00:00Z'),
  to: new Date('2026-01-15T03:00:00Z'),
  states: 'ready' as const,
};

const seller = (url: string, given: Partial<Connection> = {}) =>
  connectionTo(`${url}/rest`, { credential: { apiKey: 'key-1' }, account: 'greenshop', ...given });

function send(response: ServerResponse, xml: string, status = 200, type = 'text/xml') {
  response.writeHead(status, { 'Content-Type': `${type};charset=euc-kr` });
  response.end(iconv.encode(xml, 'cp949'));
}

const answering = (answer: (path: string) => string) =>
  serve((request, response) => send(response, answer(request.url.replace('/rest', ''))));

const pathsOf = (seen: SeenRequest[]) => seen.map(({ url }) => url.replace('/rest', ''));

function pushOf(given: Partial<ShipmentPush> = {}): ShipmentPush {
  return {
    unitNo: '4086036501',
    orderNo,
    lines: [
      { lineKey: `${orderNo}-1`, quantity: 1 },
      { lineKey: `${orderNo}-2`, quantity: 3 },
    ],
    courierCode: '00034',
    waybillNo: '6848-0962-3814',
    kind: 'first',
    previousWaybillNo: null,
    ...given,
  };
}

describe('collect', () => {
  it('asks with the key in Korean minutes, and reads EUC-KR', async () => {
    const { url, seen } = await answering(() => complete);
    const [page] = await all(elevenst.collect(seller(url), window));
    expect(pathsOf(seen)).toEqual(['/ordservices/packaging/202601150900/202601151215']);
    expect(seen[0]).toMatchObject({ method: 'GET', headers: { openapikey: 'key-1' } });
    expect(page?.cursor).toBeNull();
    expect(page?.orders).toHaveLength(2);
    expect(page?.orders[0]?.lines[0]).toMatchObject({
      state: 'acknowledged',
      productName: '포근 기모 후드',
    });
  });

  it('reads the open states in weeks, what has moved on up to now, and resumes where it was', async () => {
    const { url, seen } = await answering(() => nothing);
    const past = {
      from: new Date('2025-12-31T15:00:00Z'),
      to: new Date('2026-01-10T15:00:00Z'),
      states: 'open' as const,
    };
    const pages = await all(elevenst.collect(seller(url), past));
    expect(pathsOf(seen)).toEqual([
      '/ordservices/complete/202601010000/202601080000',
      '/ordservices/complete/202601080000/202601110000',
      '/ordservices/packaging/202601010000/202601080000',
      '/ordservices/packaging/202601080000/202601150000',
      '/ordservices/packaging/202601150000/202601151215',
      '/ordservices/shipping/202601010000/202601080000',
      '/ordservices/shipping/202601080000/202601150000',
      '/ordservices/shipping/202601150000/202601151215',
    ]);
    const cursor: unknown = JSON.parse(JSON.stringify(pages[4]?.cursor));
    expect(await all(elevenst.collect(seller(url), past, cursor))).toHaveLength(3);
  });

  it('reads a list that may have been cut off again in shorter slices', async () => {
    const [row = ''] = /<ns2:order>[\s\S]*?<\/ns2:order>/.exec(complete) ?? [];
    const full = `<ns2:orders ${namespace}>${row.repeat(3_000)}</ns2:orders>`;
    const { url, seen } = await answering((path) =>
      path.endsWith('/202601150900/202601151215') ? full : nothing,
    );
    await all(elevenst.collect(seller(url), window));
    expect(pathsOf(seen).slice(1)).toEqual([
      '/ordservices/packaging/202601150900/202601151037',
      '/ordservices/packaging/202601151037/202601151215',
    ]);
  });

  it('looks up what is on the way, a hundred orders a call, and takes only the listed lines', async () => {
    const listed = [...Array(101).keys()].map(
      (count) =>
        `<ns2:order><invcNo>1</invcNo><ordNo>${BigInt(orderNo) + BigInt(count)}</ordNo><ordPrdSeq>1</ordPrdSeq></ns2:order>`,
    );
    const { url, seen } = await answering((path) => {
      if (path.includes('/shipping/'))
        return `<ns2:orders ${namespace}>${listed.join('')}</ns2:orders>`;
      return path.includes('orderlistalladdr') ? deliveries : nothing;
    });
    const pages = await all(elevenst.collect(seller(url), { ...window, states: 'open' }));
    const lookUps = pathsOf(seen).filter((path) => path.includes('orderlistalladdr'));
    expect(lookUps.map((path) => path.split(',').length)).toEqual([100, 1]);
    const lines = pages.flatMap(({ orders }) => orders).flatMap((order) => order.lines);
    expect(lines.map(({ lineKey, state }) => [lineKey, state])).toEqual([
      [`${orderNo}-1`, 'shipping'],
    ]);
  });

  it('reads what has arrived too when every state is asked for, with the times that its list tells', async () => {
    const row = `<ns2:order><ordNo>${orderNo}</ordNo><ordPrdSeq>1</ordPrdSeq><ordDt>2026-01-15 09:30:00</ordDt></ns2:order>`;
    const { url, seen } = await answering((path) => {
      if (path.includes('/dlvcompleted/')) return `<ns2:orders ${namespace}>${row}</ns2:orders>`;
      return path.includes('orderlistalladdr') ? deliveries : nothing;
    });
    const pages = await all(elevenst.collect(seller(url), { ...window, states: 'every' }));
    expect(pathsOf(seen).map((path) => path.split('/')[2])).toEqual([
      'complete',
      'packaging',
      'shipping',
      'dlvcompleted',
      'orderlistalladdr',
      'completed',
    ]);
    const [order] = pages.flatMap(({ orders }) => orders);
    expect(order?.orderedAt).toEqual(new Date('2026-01-15T00:30:00Z'));
  });

  it('waits for a slot before every call', async () => {
    const { url, seen } = await answering(() => nothing);
    const takeSlot = vi.fn(async () => {});
    await all(elevenst.collect(seller(url, { takeSlot }), { ...window, states: 'open' }));
    expect(seen).toHaveLength(3);
    expect(takeSlot).toHaveBeenCalledTimes(3);
  });
});

describe('what goes wrong while reading', () => {
  const collecting = (url: string, given: Partial<Connection> = {}) =>
    all(elevenst.collect(seller(url, given), window)).then(
      () => 'no error',
      (error: unknown) => error,
    );

  it('is busy after 429', async () => {
    const { url } = await serve((_, response) => send(response, '<html></html>', 429, 'text/html'));
    expect(await collecting(url)).toBeInstanceOf(ChannelBusyError);
  });

  it('is unavailable on 5xx, in maintenance, on an error of any kind and on silence', async () => {
    const failing = await serve((_, response) => send(response, '<html></html>', 502, 'text/html'));
    expect(await collecting(failing.url)).toBeInstanceOf(ChannelUnavailableError);
    for (const [code, text] of [
      [-1000, '서버 점검중입니다.'],
      [-1, '주문 조회 오류'],
    ] as const) {
      const { url } = await answering(() => listResult(code, text));
      expect(await collecting(url)).toBeInstanceOf(ChannelUnavailableError);
    }
    const silent = await serve(() => {});
    expect(await collecting(silent.url, { timeoutMs: 50 })).toBeInstanceOf(ChannelUnavailableError);
  });

  it('tells a refused key from a refused request', async () => {
    const unknownKey = 'ERROR : OpenAPI Key 에 해당하는 유저가 없습니다.';
    const key = await answering(() => listResult(-1, unknownKey));
    expect(await collecting(key.url)).toMatchObject({ reason: 'credential', message: unknownKey });
    const request = await answering(() => listResult(-3305, '최대 조회기간은 일주일 입니다.'));
    const error = await collecting(request.url);
    expect(error).toBeInstanceOf(ChannelRefusedError);
    expect(error).toMatchObject({ reason: 'request', code: '-3305' });
  });

  it('cannot read a page of HTML, half an answer, or another shape', async () => {
    for (const body of ['<html>점검 중</html>', complete.slice(0, 900), action(0)]) {
      const { url } = await answering(() => body);
      expect(await collecting(url)).toBeInstanceOf(ChannelAnswerError);
    }
  });
});

describe('acknowledge', () => {
  const unit = (...seqs: string[]) => ({
    unitNo: '4086036501',
    orderNo,
    lineKeys: seqs.map((seq) => `${orderNo}-${seq}`),
  });

  it('of a single line is one call', async () => {
    const { url, seen } = await answering(() => action(0));
    const [result] = await elevenst.acknowledge(seller(url), [unit('1')]);
    expect(result).toMatchObject({ unitNo: '4086036501', outcome: 'accepted' });
    expect(pathsOf(seen)).toEqual([`/ordservices/reqpackaging/${orderNo}/1/N/null/4086036501`]);
  });

  it('of several lines is a call for each product, add-ons by name, and then a look', async () => {
    const addOns = complete
      .replace(/(<addPrdNo>0<\/addPrdNo>\s*<addPrdYn>)N/, '$1Y')
      .replace(
        /<addPrdNo>0<\/addPrdNo>(?=\s*<addPrdYn>N[\s\S]*?<ordPrdSeq>2<)/,
        '<addPrdNo>2937029501</addPrdNo>',
      );
    const { url, seen } = await answering((path) => {
      if (path.startsWith('/ordservices/complete')) return addOns;
      return path.includes('orderlistalladdr') ? deliveries : action(0);
    });
    const [result] = await elevenst.acknowledge(seller(url), [unit('1', '2')]);
    expect(pathsOf(seen)).toEqual([
      `/ordservices/complete/${orderNo}`,
      `/ordservices/reqpackaging/${orderNo}/1/Y/null/4086036501`,
      `/ordservices/reqpackaging/${orderNo}/2/N/2937029501/4086036501`,
      `/claimservice/orderlistalladdr/${orderNo}`,
    ]);
    expect(result?.outcome).toBe('accepted');
  });

  it.each([
    ['-3206', '301', 'already'],
    ['-3206', '202', 'rejected'],
    ['-3207', '202', 'retry'],
    ['-3207', '301', 'already'],
    ['-3211', '301', 'rejected'],
    ['-3214', '301', 'rejected'],
  ])('answered with %s by an order in state %s is %s', async (code, state, outcome) => {
    const { url } = await answering((path) =>
      path.includes('reqpackaging')
        ? action(Number(code))
        : deliveries.replace('<ordPrdStat>401', `<ordPrdStat>${state}`),
    );
    const [result] = await elevenst.acknowledge(seller(url), [unit('1')]);
    expect(result).toMatchObject({ outcome, code });
  });

  it('stops at maintenance without blaming the units', async () => {
    const { url, seen } = await answering(() => action(-1000, '서버 점검중입니다.'));
    const results = await elevenst.acknowledge(seller(url), [unit('1'), unit('1')]);
    expect(seen).toHaveLength(1);
    expect(results.map(({ outcome }) => outcome)).toEqual(['retry', 'retry']);
  });
});

describe('push', () => {
  const shippedWith = (answer: string, shown = deliveries) =>
    answering((path) => (path.includes('reqdelivery') ? answer : shown));

  it('ships a unit by one call, with Korean time and the digits of the number', async () => {
    const { url, seen } = await shippedWith(action(0));
    const [result] = await elevenst.push(seller(url), [pushOf()]);
    expect(result).toMatchObject({ unitNo: '4086036501', outcome: 'accepted' });
    expect(pathsOf(seen)[1]).toBe(
      '/ordservices/reqdelivery/202601151215/01/00034/684809623814/4086036501',
    );
  });

  it('names order and lines where others of the unit stay', async () => {
    const { url, seen } = await shippedWith(action(0), deliveries);
    const [line] = pushOf().lines;
    await elevenst.push(seller(url), [pushOf({ lines: line ? [line] : [] })]);
    expect(pathsOf(seen)[1]).toMatch(new RegExp(`/4086036501/Y/${orderNo}/1$`));
  });

  it('names them too where another order of the unit stays', async () => {
    const { url, seen } = await shippedWith(action(0));
    await elevenst.push(seller(url), [pushOf({ sharesUnit: true })]);
    expect(pathsOf(seen)[1]).toMatch(new RegExp(`/4086036501/Y/${orderNo}/1,2$`));
  });

  it('sends neither courier nor number of what is no parcel', async () => {
    const { url, seen } = await shippedWith(action(0));
    await elevenst.push(seller(url), [
      pushOf({ method: 'direct', courierCode: '', waybillNo: '' }),
      pushOf({ method: 'quick', courierCode: '', waybillNo: '' }),
      pushOf({ method: 'none', courierCode: '', waybillNo: '' }),
    ]);
    const sent = pathsOf(seen).filter((path) => path.includes('reqdelivery'));
    expect(sent.map((path) => path.split('/').slice(4, 7).join(' '))).toEqual([
      '03 null null',
      '04 null null',
      '05 null null',
    ]);
  });

  it.each([
    [-3308, '684809623814', 'already'],
    [-3308, '346685023785', 'rejected'],
    [-3320, '684809623814', 'already'],
    [-3320, '346685023785', 'rejected'],
    [-3311, '346685023785', 'retry'],
    [-3306, '684809623814', 'rejected'],
    [-1, '346685023785', 'rejected'],
  ])('answered with %i by an order that shows %s is %s', async (code, shown, outcome) => {
    const sent = deliveries.replace('684809623814', shown);
    const { url } = await shippedWith(action(code, '안내'), sent);
    const [line] = pushOf().lines;
    const [result] = await elevenst.push(seller(url), [pushOf({ lines: line ? [line] : [] })]);
    expect(result).toMatchObject({ outcome, code: String(code), message: '안내' });
  });

  it('changes no number, but knows the one that is there already', async () => {
    const { url, seen } = await shippedWith(action(0));
    const [line] = pushOf().lines;
    const change = pushOf({ kind: 'change', lines: line ? [line] : [], previousWaybillNo: '1' });
    const results = await elevenst.push(seller(url), [
      change,
      { ...change, waybillNo: '346685023785' },
    ]);
    expect(results).toMatchObject([
      { outcome: 'already' },
      { outcome: 'rejected', code: 'numberStays' },
    ]);
    expect(pathsOf(seen).some((path) => path.includes('reqdelivery'))).toBe(false);
  });

  it('does not know what became of a call that broke off or stayed silent', async () => {
    const broken = await shippedWith(action(0).slice(0, 120));
    expect((await elevenst.push(seller(broken.url), [pushOf()]))[0]?.outcome).toBe('unknown');
    const silent = await serve((request, response) => {
      if (!request.url.includes('reqdelivery')) send(response, deliveries);
    });
    const results = await elevenst.push(seller(silent.url, { timeoutMs: 60 }), [pushOf()]);
    expect(results).toMatchObject([{ outcome: 'unknown', code: 'unavailable' }]);
  });

  it('sends nothing when the orders cannot be read before', async () => {
    const { url, seen } = await serve((_, response) => send(response, 'x', 500));
    const results = await elevenst.push(seller(url), [pushOf(), pushOf()]);
    expect(seen).toHaveLength(1);
    expect(results.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      'retry unsent',
      'retry unsent',
    ]);
  });

  it('sends nothing that lacks a courier, a number or lines of this order', async () => {
    const { url, seen } = await shippedWith(action(0));
    const results = await elevenst.push(seller(url), [
      pushOf({ courierCode: '' }),
      pushOf({ waybillNo: '6.8E+11' }),
      pushOf({ lines: [] }),
      pushOf({ lines: [{ lineKey: '999-1', quantity: 1 }] }),
      pushOf({ unitNo: 'box-5' }),
    ]);
    expect(pathsOf(seen).some((path) => path.includes('reqdelivery'))).toBe(false);
    expect(results.map(({ code }) => code)).toEqual([
      'unsendable.courier',
      'unsendable.waybill',
      'unsendable.lines',
      'unsendable.lines',
      'unsendable.unit',
    ]);
  });
});

it('reads units a hundred orders a call, and leaves out what is unknown there', async () => {
  const { url, seen } = await answering(() => deliveries);
  const units = [
    { unitNo: '4086036501', orderNo, lineKeys: [`${orderNo}-1`] },
    { unitNo: '4086036501', orderNo },
    { unitNo: '4086036502', orderNo: '20260114987654321' },
    { unitNo: '1', orderNo: '20260114000000000' },
  ];
  const readings = await elevenst.readUnits(seller(url), units);
  expect(pathsOf(seen)).toEqual([
    `/claimservice/orderlistalladdr/${orderNo},20260114987654321,20260114000000000`,
  ]);
  expect(readings).toMatchObject([
    { state: 'shipping', courierCode: '00034', waybillNo: '684809623814', claimOpen: false },
    { state: 'acknowledged', waybillNo: '', recipient: { name: '한보라' } },
    { unitNo: '4086036502', state: 'acknowledged', claimOpen: true },
  ]);
});

describe('claims', () => {
  it('come from nine lists up to now, thirty days in one call each', async () => {
    const { url, seen } = await answering((path) => {
      if (path.includes('/cancelorders/')) return fixture('elevenst/fixtures/cancels.xml');
      return path.includes('/returnorders/')
        ? fixture('elevenst/fixtures/returns.xml')
        : listResult(-1, '해당 건이 없습니다.');
    });
    const to = new Date('2026-01-15T03:15:00Z');
    const period = { from: new Date(to.getTime() - 30 * 86_400_000), to };
    const late = { now: () => new Date('2026-01-15T03:15:30Z') };
    const claims = (await all(elevenst.claims(seller(url, late), period))).flat();
    expect(claims.map(({ kind }) => kind)).toEqual(['cancel', 'return']);
    expect(seen).toHaveLength(9);
    expect(pathsOf(seen)[0]).toBe('/claimservice/cancelorders/202512161216/202601151216');
  });

  it('of one kind cost only the calls of that kind', async () => {
    const { url, seen } = await answering(() => nothing);
    await all(elevenst.claims(seller(url), window, ['cancel']));
    expect(pathsOf(seen).map((path) => path.split('/')[2])).toEqual([
      'cancelorders',
      'canceledorders',
      'withdrawcanceledorders',
    ]);
  });

  it('are handed over as far as they can be read, then the rest is told of', async () => {
    const strange = fixture('elevenst/fixtures/cancels.xml').replace('81925831', 'x');
    const { url } = await answering((path) => {
      if (path.includes('/cancelorders/')) return strange;
      return path.includes('/returnorders/') ? fixture('elevenst/fixtures/returns.xml') : nothing;
    });
    const claims: unknown[] = [];
    const reading = (async () => {
      for await (const page of elevenst.claims(seller(url), window)) claims.push(...page);
    })();
    await expect(reading).rejects.toThrow(ChannelAnswerError);
    expect(claims).toHaveLength(1);
  });
});
