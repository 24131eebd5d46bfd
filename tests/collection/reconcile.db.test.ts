import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeMall } from '@/db/testing-data';
import { fetchMissing } from '@/lib/collection/reconciliation/fetch-missing';
import {
  comparisonWithMissing,
  lastComparisons,
} from '@/lib/collection/reconciliation/reconcile-screen';
import { pageRequest } from '@/lib/paging';
import {
  compare,
  missingNow,
  requestComparison,
  theComparison,
  workOffComparisons,
} from './compared-shop';
import { collectDue, openPracticeShop, type PracticeShop, seeRuns, workOff } from './practice-shop';

const marketplace = 'coupang';

let shop: PracticeShop;
beforeEach(async () => {
  shop = await openPracticeShop('쿠팡(모아데일리)');
});
afterEach(async () => {
  await shop.close();
});

it('names the orders that the channel has and we have not, and fetches them', async () => {
  await makeOrders(60);
  await collectTwice();
  await makeOrders(7);
  await compare(shop);
  const { id, ...comparison } = await theComparison(shop);
  expect(comparison).toMatchObject({ state: 'done', listed: 67, ours: 60, missing: 7 });

  const orders = await shop.control.orders({ shop: 'coupang-daily' });
  const numbers = [...new Set(orders.map((order) => order.orderNo))].sort();
  expect(await missingNow(shop)).toEqual(numbers.slice(-7).reverse());

  expect(await fetchMissing(shop.ctx(), id)).toEqual({ count: 7 });
  await fetchMissing(shop.ctx(), id);
  await workOff(shop);
  expect(await missingNow(shop)).toEqual([]);
  expect((await seeRuns(shop)).at(-1)).toMatchObject({ kind: 'manual', state: 'done', added: 7 });
  await expect(fetchMissing(shop.ctx(), id)).rejects.toMatchObject({
    messageKey: 'collect.errors.nothingMissing',
  });
});

it('counts an order once though its page comes twice', async () => {
  await makeOrders(120);
  await shop.control.addFault({
    marketplace,
    operation: 'ordersheets',
    fault: 'duplicatePage',
    times: 2,
  });
  await compare(shop);
  expect(await theComparison(shop)).toMatchObject({ listed: 120, ours: 0 });
});

it('goes on from its last page in another process', async () => {
  await makeOrders(150);
  const dying = new AbortController();
  let calls = 0;
  await requestComparison(shop);
  const open: typeof shop.open = async (...wanted) => {
    const connection = await shop.open(...wanted);
    const takeSlot = async () => {
      calls += 1;
      if (calls === 3) dying.abort();
    };
    return connection && { ...connection, takeSlot };
  };
  await workOffComparisons(shop, open, dying.signal);
  expect(await theComparison(shop)).toMatchObject({ state: 'queued' });
  await workOffComparisons(shop);
  expect(await theComparison(shop)).toMatchObject({ state: 'done', listed: 150 });
});

it('backs off from a marketplace in trouble, and at last says why it could not be compared', async () => {
  await shop.control.addFault({ marketplace, operation: 'ordersheets', fault: 'http500' });
  await compare(shop);
  expect(await theComparison(shop)).toMatchObject({ state: 'queued' });
  for (let attempt = 2; attempt <= 5; attempt++) {
    shop.pass(10);
    await workOffComparisons(shop);
  }
  const comparison = await theComparison(shop);
  expect(comparison.state).toBe('failed');
  expect(comparison.error).toMatch(/^unavailable:/);
});

it('keeps one comparison of a channel, whoever presses how often, and none of another mall', async () => {
  await Promise.all([requestComparison(shop), requestComparison(shop), requestComparison(shop)]);
  expect(await lastComparisons(shop.ctx())).toHaveLength(1);
  await workOffComparisons(shop);
  await requestComparison(shop);
  const comparisons = await lastComparisons(shop.ctx());
  expect(comparisons).toMatchObject([{ state: 'queued', listed: 0 }]);
  const neighbour = await makeMall('이웃상회');
  const id = comparisons[0]?.id ?? 0;
  expect(await comparisonWithMissing(neighbour, id, pageRequest(undefined, 20))).toBeNull();
  await expect(fetchMissing(neighbour, id)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
});

function makeOrders(count: number) {
  return shop.control.makeOrders({ count, seed: 7, shops: ['coupang-daily'] });
}

async function collectTwice() {
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
}
