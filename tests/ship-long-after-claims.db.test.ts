import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { inMall } from '@/lib/context';
import { shipAfterClaims } from '@/lib/flows/ship-after-claims';
import { seeShipments } from '@/lib/shipments/intake/testing-intake';
import { shipRules } from '@/lib/shipping/reasons';
import {
  collectDue,
  invoiceAll,
  openPracticeShop,
  type PracticeShop,
} from './collection/practice-shop';

let shop: PracticeShop;

beforeAll(async () => {
  shop = await openPracticeShop('스마트스토어(모아스토어)');
});
afterAll(() => shop.close());

it('asks about the very parcels where claims were last read long ago, in place of all that changed since', async () => {
  const { mallId } = shop.ctx();
  const now = shop.clock().toISOString();
  await shop.control.makeOrders({
    ...{ count: 4, seed: 7, shops: ['smartstore-daily'], now },
    acknowledgedShare: 1,
  });
  await collectDue(shop);
  await invoiceAll(shop);
  await inMall(shop.ctx(), (tx) =>
    tx.execute(sql`
      update channels set claims_read_at = ${now}::timestamptz - interval '40 days'
      where mall_id = ${mallId} and id = ${shop.channelId}`),
  );
  const waiting = (await seeShipments(shop.ctx())).filter(
    ({ holdKinds }) => holdKinds.length === 0,
  );
  const orderNo = waiting[0]?.baseOrderNo ?? '';
  await shop.control.requestCancel({ marketplace: 'smartstore', orderNo });
  const ids = waiting.map(({ id }) => id);
  const { refused, unread } = await shipAfterClaims(shop.ctx(), shop.open, ids);
  expect(unread).toEqual([]);
  expect(refused).toContainEqual(expect.objectContaining({ rule: shipRules.claimed }));
  await checkInvariants();
});
