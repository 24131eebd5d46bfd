import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inMall } from '@/lib/context';
import type { FaultKind } from '@/lib/practice/control';
import {
  collectDue,
  openPracticeShop,
  type PracticeShop,
  seeLines,
  seeRuns,
  workOff,
} from './practice-shop';

const marketplace = 'coupang';
const CANCELS = 2;
const ORDERS = 90;

let shop: PracticeShop;
beforeEach(async () => {
  shop = await openPracticeShop('쿠팡(모아데일리)');
  await inMall(shop.ctx(), (tx) =>
    tx.execute(sql`
      update channels set acknowledges_automatically = true
      where mall_id = ${shop.ctx().mallId}`),
  );
});
afterEach(async () => {
  await shop.close();
});

it('brings every order once and sees every cancel through a morning of faults', async () => {
  await shop.control.makeOrders({
    count: ORDERS,
    seed: 7,
    shops: ['coupang-daily'],
    acknowledgedShare: 0.5,
  });
  const once: FaultKind[] = ['http429', 'http500', 'brokenBody', 'timeout', 'duplicatePage'];
  for (const fault of [...once, 'reorderPage' as const])
    await shop.control.addFault({ marketplace, operation: 'ordersheets', fault, times: 1 });
  await shop.control.addFault({ marketplace, fault: 'lateAddressChange', times: 2 });
  await shop.control.addFault({ marketplace, fault: 'partialFailure', times: 1 });
  await shop.control.addFault({ marketplace, fault: 'cancelAfterAcknowledge', times: CANCELS });

  for (let tick = 0; tick < 9; tick++) {
    await collectDue(shop);
    shop.pass(tick < 6 ? 10 : 60);
    await workOff(shop);
  }

  expect((await shop.control.state()).faults).toBe(0);
  const lines = await seeLines(shop);
  const listed = await shop.control.orders({ shop: 'coupang-daily' });
  const keys = listed.flatMap((order) =>
    order.lines.map((line) => `${order.orderNo} ${line.lineKey}`),
  );
  const ours = lines.map((line) => `${line.orderNo} ${line.lineKey.split(':').at(-1)}`);
  expect(new Set(ours).size).toBe(ours.length);
  expect(new Set(lines.map((line) => line.orderNo))).toEqual(
    new Set(listed.map((order) => order.orderNo)),
  );
  expect(ours).toHaveLength(keys.length);

  const acknowledged = (await shop.control.journal()).filter((row) => row.kind === 'acknowledge');
  expect(new Set(acknowledged.map((row) => row.unitNo)).size).toBe(acknowledged.length);
  // One for each box of an order.
  expect((await shop.control.state()).claims).toBeGreaterThanOrEqual(CANCELS);
  const cancelled = lines.filter(
    (line) => line.holdKinds.includes('claim') || line.stage === 'cancelled',
  );
  expect(new Set(cancelled.map((line) => line.orderNo)).size).toBe(CANCELS);
  expect((await seeRuns(shop)).every((run) => run.state === 'done')).toBe(true);
});
