import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/smartstore-shapes.json';
import { startPracticeTest, undocumented } from '../testing';
import { test } from '../testing-each';
import { askToken, DAY, get, makeOrders, post, query, ROOT, serveSmartstore } from './testing';

serveSmartstore();

describe('a wrong SmartStore client is refused', () => {
  it.each([
    ['25 hours', { ...DAY, lastChangedFrom: '2026-01-14T11:00:00.000+09:00' }],
    ['a + that reads as a blank', { ...DAY, lastChangedFrom: '2026-01-14T12:00:00.000 09:00' }],
    ['no zone', { ...DAY, lastChangedFrom: '2026-01-14T12:00:00' }],
    ['no start', { lastChangedTo: DAY.lastChangedTo }],
    ['a period backwards', { ...DAY, lastChangedTo: '2026-01-14T11:00:00.000+09:00' }],
    ['301 a page', { ...DAY, limitCount: '301' }],
  ])('that asks for changes with %s', async (_, wrong) => {
    expect((await get('/last-changed-statuses', wrong as Record<string, string>)).status).toBe(400);
  });

  it('that asks for 301 product orders, or acknowledges or dispatches 31', async () => {
    const ids = Array.from({ length: 301 }, (_, index) => String(index + 1));
    expect((await post('/query', { productOrderIds: ids })).status).toBe(400);
    expect((await post('/confirm', { productOrderIds: ids.slice(0, 31) })).status).toBe(400);
    const dispatchProductOrders = ids.slice(0, 31).map((productOrderId) => ({ productOrderId }));
    expect((await post('/dispatch', { dispatchProductOrders })).status).toBe(400);
  });

  it('that calls one API a third time within a second, and is told its rate', async () => {
    const limited = await startPracticeTest({ smartstorePerSecond: 2 });
    const { access_token: token } = (await askToken({}, limited)).body;
    const url = `${limited.server.url}/smartstore${ROOT}/last-changed-statuses?${new URLSearchParams(DAY)}`;
    const answers = [];
    for (let call = 0; call < 5; call += 1)
      answers.push(await fetch(url, { headers: { authorization: `Bearer ${token}` } }));
    await limited.close();
    expect(answers.map(({ status }) => status)).toContain(429);
    expect(answers[1]?.headers.get('gncp-gw-ratelimit-replenish-rate')).toBe('2');
    expect(answers.at(-1)?.headers.get('gncp-gw-ratelimit-remaining')).toBe('0');
  });
});

describe('product orders', () => {
  it('have the documented members', async () => {
    const ids = await makeOrders({ count: 30 });
    const rows = await query(...ids);
    expect(rows).toHaveLength(ids.length);
    for (const row of rows) expect(undocumented(row, shapes.productOrder)).toEqual([]);
  });

  it('are listed by when they were paid, in the asked-for states, page by page', async () => {
    await makeOrders({ count: 40 });
    const ready = { placeOrderStatusType: 'OK' };
    const found: string[] = [];
    for (let page = 1, hasNext = true; hasNext; page += 1) {
      const { body } = await get('', { ...search, ...ready, pageSize: '7', page: String(page) });
      found.push(...body.data.contents.map(({ content }) => content.productOrder.productOrderId));
      hasNext = body.data.pagination.hasNext;
    }
    const wanted = (await test.control.orders()).filter(({ statuses }) => statuses.includes('OK'));
    expect(found.toSorted()).toEqual(wanted.map(({ unitNo }) => unitNo).toSorted());
    expect(wanted.length).toBeGreaterThan(20);
  });

  it.each([
    ['another range', { rangeType: 'PAID' }],
    ['a state of its own', { productOrderStatuses: 'PAID' }],
    ['a day and a second', { to: '2026-01-15T12:00:01.000+09:00' }],
  ])('are not listed with %s', async (_, wrong) => {
    expect((await get('', { ...search, ...wrong })).status).toBe(400);
  });
});

describe('the feed of changes', () => {
  it('tells each product order once, over all pages, in the documented members', async () => {
    const ids = await makeOrders({ count: 40 });
    const found = await feed('7');
    expect(found.map(({ productOrderId }) => productOrderId).toSorted()).toEqual(ids.toSorted());
    for (const change of found) expect(undocumented(change, shapes.change)).toEqual([]);
  });

  it('serves a page again, or in another order, when it is struck, and loses nothing', async () => {
    const ids = await makeOrders({ count: 40 });
    const calm = await feed('30');
    await test.control.addFault({ marketplace: 'smartstore', fault: 'duplicatePage', times: 1 });
    const struck = await feed('30');
    expect(struck).toHaveLength(ids.length + 30);
    expect(struck).toEqual([...calm.slice(0, 30), ...calm]);
    await test.control.addFault({ marketplace: 'smartstore', fault: 'reorderPage', times: 1 });
    expect(await feed('30')).toEqual([...calm.slice(0, 30).toReversed(), ...calm.slice(30)]);
  });

  it('says nothing at all when nothing changed', async () => {
    const { body } = await get('/last-changed-statuses', DAY);
    expect(body.data).toBeUndefined();
  });

  it('tells a move and a cancel, but not who acknowledged', async () => {
    const [first = ''] = await makeOrders({ count: 1, acknowledgedShare: 0 });
    const [order] = await test.control.orders();
    const { orderNo = '' } = order ?? {};
    test.now = new Date('2026-01-15T12:10:00+09:00');
    await test.control.changeAddress({ marketplace: 'smartstore', orderNo });
    expect(await typesSince('12:00')).toContain('DELIVERY_ADDRESS_CHANGED');
    test.now = new Date('2026-01-15T12:20:00+09:00');
    await post('/confirm', { productOrderIds: [first] });
    expect(await typesSince('12:15')).toEqual([]);
    await test.control.requestCancel({ marketplace: 'smartstore', orderNo });
    expect(await typesSince('12:15')).toContain('CLAIM_REQUESTED');
  });
});

const search = {
  from: '2026-01-14T12:00:00.000+09:00',
  to: '2026-01-15T12:00:00.000+09:00',
  rangeType: 'PAYED_DATETIME',
  productOrderStatuses: 'PAYED',
};

async function feed(limitCount: string) {
  const found = [];
  let more: Record<string, string> = {};
  for (;;) {
    const { body } = await get('/last-changed-statuses', { ...DAY, limitCount, ...more });
    found.push(...body.data.lastChangeStatuses);
    if (!body.data.more) return found;
    const { moreFrom, moreSequence } = body.data.more;
    more = { lastChangedFrom: moreFrom, moreSequence };
  }
}

async function typesSince(time: string): Promise<string[]> {
  const { body } = await get('/last-changed-statuses', {
    lastChangedFrom: `2026-01-15T${time}:00.000+09:00`,
  });
  return (body.data?.lastChangeStatuses ?? []).map(({ lastChangedType }) => lastChangedType);
}
