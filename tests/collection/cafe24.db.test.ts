import { afterEach, beforeEach, expect, it } from 'vitest';
import { dumpMall } from '@/db/testing-data';
import { acknowledge } from '@/lib/collection/acknowledgement/acknowledge';
import {
  collectDue,
  openPracticeShop,
  type PracticeShop,
  seeLines,
  seeRuns,
} from './practice-shop';

let shop: PracticeShop;
beforeEach(async () => {
  shop = await openPracticeShop('카페24(moadaily)');
});
afterEach(async () => {
  await shop.close();
});

it('collects with a token it renews by itself, and changes nothing the second time', async () => {
  const made = await shop.control.makeOrders({ count: 50, seed: 3, shops: ['cafe24-daily'] });
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
  const lines = await seeLines(shop);
  expect(new Set(lines.map((line) => line.orderNo)).size).toBe(made.orders);
  expect(lines).toHaveLength(made.lines);

  const before = await everything();
  shop.pass(180);
  await collectDue(shop);
  const runs = await seeRuns(shop);
  expect(runs.every((run) => run.state === 'done')).toBe(true);
  expect(runs.at(-1)).toMatchObject({ added: 0, updated: 0 });
  expect(await everything()).toEqual(before);
});

it('acknowledges what waits', async () => {
  await shop.control.makeOrders({ count: 30, seed: 3, shops: ['cafe24-daily'] });
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
  const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
  expect(waiting.length).toBeGreaterThan(0);
  shop.pass(1);
  const ids = waiting.map((line) => line.lineId);
  const outcomes = await acknowledge(shop.ctx(), ids, shop.open);
  expect(new Set(outcomes.map((outcome) => outcome.outcome))).toEqual(new Set(['accepted']));
  expect((await seeLines(shop)).every((line) => line.channelState === 'acknowledged')).toBe(true);
  shop.pass(60);
  await collectDue(shop);
  expect((await seeLines(shop)).every((line) => line.channelState === 'acknowledged')).toBe(true);
});

it('takes out what a buyer cancelled', async () => {
  await shop.control.makeOrders({ count: 10, seed: 3, shops: ['cafe24-daily'] });
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
  const [first] = await seeLines(shop);
  if (!first) throw new Error('No orders.');
  await shop.control.requestCancel({ marketplace: 'cafe24', orderNo: first.orderNo });
  shop.pass(60);
  await collectDue(shop);
  const lines = (await seeLines(shop)).filter((line) => line.orderNo === first.orderNo);
  expect(lines.length).toBeGreaterThan(0);
  expect(
    lines.every((line) => line.holdKinds.includes('claim') || line.stage === 'cancelled'),
  ).toBe(true);
});

function everything() {
  return dumpMall(shop.ctx(), ['orders', 'order_lines', 'recipients', 'shipments', 'claims']);
}
