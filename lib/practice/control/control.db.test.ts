import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { practiceControl } from '../control';
import type { CoupangBox } from '../coupang/box';
import { startPracticeServer } from '../server';
import {
  type CoupangResults,
  cafe24Credentials,
  callCafe24,
  callCoupang,
  coupangCredentials,
  type PracticeTest,
  refreshCafe24,
  startPracticeTest,
} from '../testing';

let test: PracticeTest;
beforeAll(async () => {
  test = await startPracticeTest();
});
afterAll(() => test?.close());
beforeEach(() => test.control.reset({ tokens: true }));

const QUERY = 'createdAtFrom=2026-01-14%2B09:00&createdAtTo=2026-01-15%2B09:00&status=INSTRUCT';

function sheets(query = QUERY) {
  return callCoupang<CoupangBox[]>(test, { method: 'GET', path: ['v5', 'ordersheets'], query });
}

function acknowledge(ids: readonly string[]) {
  const { vendorId } = coupangCredentials();
  return callCoupang<CoupangResults>(test, {
    method: 'PUT',
    path: ['v4', 'ordersheets/acknowledgement'],
    body: { vendorId, shipmentBoxIds: ids.map(BigInt) },
  });
}

async function acceptedBoxes(): Promise<string[]> {
  await test.control.makeOrders({
    count: 20,
    seed: 1,
    shops: ['coupang-daily'],
    acknowledgedShare: 0,
  });
  return (await test.control.orders()).map(({ unitNo }) => unitNo);
}

describe('faults of buyers and of pages', () => {
  const paid = QUERY.replace('INSTRUCT', 'ACCEPT');

  it('moves one buyer after the orders were listed', async () => {
    await acceptedBoxes();
    await test.control.addFault({ marketplace: 'coupang', fault: 'lateAddressChange', times: 1 });
    const [before, after] = [await sheets(paid), await sheets(paid)];
    const addresses = (answer: typeof before) =>
      answer.body.data.map(({ shipmentBoxId, receiver }) => [shipmentBoxId, receiver.addr1]);
    const moved = addresses(after).filter(
      (row) => !addresses(before).some((known) => `${known}` === `${row}`),
    );
    expect(moved).toHaveLength(1);
    expect(addresses(await sheets(paid))).toEqual(addresses(after));
  });

  it('cancels one order between its acknowledgement and its shipping', async () => {
    const [first = '', second = ''] = await acceptedBoxes();
    await test.control.addFault({
      marketplace: 'coupang',
      fault: 'cancelAfterAcknowledge',
      times: 1,
    });
    await sheets();
    expect((await test.control.state()).claims).toBe(0);
    expect((await acknowledge([first, second])).body.data.responseCode).toBe(0);
    expect((await test.control.state()).claims).toBe(1);
  });

  it('lists a page the other way round', async () => {
    await test.control.makeOrders({
      count: 20,
      seed: 1,
      shops: ['coupang-daily'],
      acknowledgedShare: 1,
    });
    await test.control.addFault({ marketplace: 'coupang', fault: 'reorderPage', times: 1 });
    const [turned, straight] = [await sheets(), await sheets()];
    expect(turned.body.data.length).toBeGreaterThan(1);
    expect(turned.body.data).toEqual(straight.body.data.toReversed());
  });

  it('are told while they stand, and taken away one kind at a time', async () => {
    const coupang = { marketplace: 'coupang', rate: 0.3 } as const;
    await test.control.addFault({ ...coupang, fault: 'http429' });
    await test.control.addFault({ ...coupang, fault: 'timeout' });
    await test.control.addFault({ marketplace: 'cafe24', fault: 'http429' });
    await test.control.clearFaults({ marketplace: 'coupang', fault: 'http429' });
    expect(await test.control.faults()).toMatchObject([
      { ...coupang, fault: 'timeout', remaining: null },
      { marketplace: 'cafe24', fault: 'http429', rate: 1 },
    ]);
    await test.control.clearFaults();
    expect(await test.control.faults()).toEqual([]);
  });
});

describe('the control', () => {
  it('is closed without its token', async () => {
    const stranger = practiceControl({ url: test.server.url, token: 'guess' });
    await expect(stranger.state()).rejects.toMatchObject({ status: 401 });
  });

  it('makes 500 orders over all shops in less than two seconds', async () => {
    const startedAt = performance.now();
    const made = await test.control.makeOrders({ count: 500 });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(made.orders).toBe(500);
    expect(made.shops.reduce((sum, { orders }) => sum + orders, 0)).toBe(500);
    const { shops } = await test.control.state();
    // ESM gives every line of a cart an order number.
    const isByLine = (shop: string) => /^(auction|gmarket)-/.test(shop);
    expect(shops.map(({ orders }) => orders)).toEqual(
      made.shops.map(({ shop, orders, lines }) => (isByLine(shop) ? lines : orders)),
    );
  });

  it('makes the same orders of the same seed, but never the same number twice', async () => {
    const input = { count: 80, seed: 5 };
    await test.control.makeOrders(input);
    const first = await test.control.orders();
    await test.control.makeOrders(input);
    const both = await test.control.orders();
    const second = both.slice(first.length);
    const bare = (orders: typeof both) =>
      orders.map(({ shop, orderedAt, lines }) => [
        shop,
        orderedAt,
        lines.map(({ channelOptionCode, quantity }) => [channelOptionCode, quantity]),
      ]);
    expect(bare(second)).toEqual(bare(first));
    const units = both.map(({ shop, unitNo }) => `${shop} ${unitNo}`);
    expect(new Set(units).size).toBe(units.length);
  });

  it('refuses a shop that nobody has and a count that makes no sense', async () => {
    const { makeOrders } = test.control;
    await expect(makeOrders({ count: 1, shops: ['naver'] })).rejects.toMatchObject({ status: 400 });
    await expect(makeOrders({ count: 0 })).rejects.toMatchObject({ status: 400 });
    await expect(
      test.control.requestCancel({ marketplace: 'coupang', orderNo: '1' }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('lets the journal be read on from where one stopped', async () => {
    const [first = '', second = ''] = await acceptedBoxes();
    await acknowledge([first]);
    const [before] = await test.control.journal();
    await acknowledge([second]);
    const after = await test.control.journal({ marketplace: 'coupang', afterId: before?.id ?? 0 });
    expect(after.map(({ unitNo }) => unitNo)).toEqual([second]);
    expect(await test.control.journal({ marketplace: 'cafe24' })).toEqual([]);
  });
});

describe('what happened survives the process', () => {
  it('orders, tokens and journal are there again, the used refresh token stays dead', async () => {
    const [box = ''] = await acceptedBoxes();
    await acknowledge([box]);
    const { refreshToken } = cafe24Credentials();
    const { body } = await refreshCafe24(test, refreshToken);
    const again = await startPracticeServer({
      databaseUrl: test.databaseUrl,
      controlToken: 'again',
      clock: () => test.now,
    });
    const moved = { ...test, server: again } as PracticeTest;
    const control = practiceControl({ url: again.url, token: 'again' });
    expect(await control.orders()).toEqual(await test.control.orders());
    expect((await control.journal()).map(({ unitNo }) => unitNo)).toEqual([box]);
    expect((await refreshCafe24(moved, refreshToken)).status).toBe(400);
    const orders = { method: 'GET', path: 'carriers', token: body.access_token };
    expect((await callCafe24(moved, orders)).status).toBe(200);
    await again.close();
  });
});

describe('faults', () => {
  const coupang = { marketplace: 'coupang', times: 1 } as const;

  it.each([
    ['http429', 429],
    ['http500', 500],
  ] as const)('%s answers once with %i and then the call goes through', async (fault, status) => {
    const ids = await acceptedBoxes();
    await test.control.addFault({ ...coupang, fault });
    expect((await acknowledge(ids)).status).toBe(status);
    expect(await test.control.journal()).toEqual([]);
    expect((await acknowledge(ids)).status).toBe(200);
  });

  it('acceptThenDrop accepts and journals but never answers', async () => {
    const ids = await acceptedBoxes();
    await test.control.addFault({ ...coupang, fault: 'acceptThenDrop' });
    expect((await sheets()).status).toBe(200);
    await expect(acknowledge(ids)).rejects.toThrow();
    expect((await test.control.journal()).map(({ unitNo }) => unitNo)).toEqual(ids);
    const { body } = await acknowledge(ids);
    expect(body.data.responseCode).toBe(99);
    expect(await test.control.journal()).toHaveLength(ids.length);
  });

  it('partialFailure lets every other row fail', async () => {
    const ids = await acceptedBoxes();
    await test.control.addFault({ ...coupang, fault: 'partialFailure' });
    const { body } = await acknowledge(ids.slice(0, 4));
    expect(body.data.responseCode).toBe(1);
    expect(body.data.responseList.map((row) => row.succeed)).toEqual([false, true, false, true]);
    expect(await test.control.journal()).toHaveLength(2);
  });

  it('brokenBody sends half an answer', async () => {
    await test.control.makeOrders({ count: 5, seed: 1, shops: ['coupang-daily'] });
    await test.control.addFault({ ...coupang, fault: 'brokenBody' });
    await expect(sheets()).rejects.toThrow(SyntaxError);
  });

  it('wrongBody answers 200 with something else that reads well', async () => {
    await test.control.addFault({ ...coupang, fault: 'wrongBody' });
    expect(await sheets()).toMatchObject({ status: 200, body: { code: 500 } });
  });

  it('duplicatePage sends a page twice and loses none', async () => {
    await test.control.makeOrders({
      count: 30,
      seed: 1,
      shops: ['coupang-daily'],
      acknowledgedShare: 1,
    });
    await test.control.addFault({ ...coupang, fault: 'duplicatePage' });
    const pages: string[][] = [];
    let token = '';
    do {
      const { body } = await sheets(`${QUERY}&maxPerPage=20&nextToken=${token}`);
      pages.push(body.data.map((box) => box.shipmentBoxId));
      token = body.nextToken;
    } while (token !== '');
    expect(pages[1]).toEqual(pages[0]);
    const all = (await test.control.orders()).map(({ unitNo }) => unitNo);
    expect([...new Set(pages.flat())]).toEqual(all);
  });

  it('timeout never answers, slow answers late', async () => {
    await test.control.addFault({ ...coupang, fault: 'slow', milliseconds: 150 });
    const startedAt = performance.now();
    expect((await sheets()).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
    await test.control.addFault({ ...coupang, fault: 'timeout' });
    const waited = await Promise.race([
      sheets().catch(() => 'ended'),
      new Promise((resolve) => setTimeout(() => resolve('still waiting'), 200)),
    ]);
    expect(waited).toBe('still waiting');
  });

  it('strike only the shop, the operation and the share they were meant for', async () => {
    const { addFault, clearFaults } = test.control;
    await addFault({ marketplace: 'coupang', shop: 'coupang-kitchen', fault: 'http500' });
    await addFault({ marketplace: 'coupang', operation: 'invoices', fault: 'http500' });
    await addFault({ marketplace: 'coupang', fault: 'http500', rate: 0.4 });
    await addFault({ marketplace: 'cafe24', fault: 'http500' });
    expect((await sheets()).status).toBe(200);
    const refreshed = await refreshCafe24(test, cafe24Credentials().refreshToken);
    expect(refreshed.status).toBe(200);
    const carriers = { method: 'GET', path: 'carriers', token: refreshed.body.access_token };
    expect((await callCafe24(test, carriers)).status).toBe(500);
    await addFault({ marketplace: 'coupang', fault: 'http500', rate: 0.6 });
    expect((await sheets()).status).toBe(500);
    await clearFaults();
    expect((await sheets()).status).toBe(200);
  });

  it('a token lost on the way is lost for good', async () => {
    await test.control.addFault({
      marketplace: 'cafe24',
      operation: 'token',
      fault: 'acceptThenDrop',
      times: 1,
    });
    const { refreshToken } = cafe24Credentials();
    await expect(refreshCafe24(test, refreshToken)).rejects.toThrow();
    expect((await refreshCafe24(test, refreshToken)).status).toBe(400);
  });
});
