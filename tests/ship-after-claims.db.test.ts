import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow } from '@/db/rows';
import { inMall } from '@/lib/context';
import { readClaims } from '@/lib/flows/read-claims';
import { shipAfterClaims } from '@/lib/flows/ship-after-claims';
import {
  allocateEverything,
  invoiceEverything,
  seeShipments,
} from '@/lib/shipments/intake/testing-intake';
import { shipRules } from '@/lib/shipping/reasons';
import { collectDue, openPracticeShop, type PracticeShop } from './collection/practice-shop';

let shop: PracticeShop;

beforeAll(async () => {
  shop = await openPracticeShop('쿠팡(모아데일리)');
  await makeParcels(8);
});
afterEach(async () => {
  await shop.control.clearFaults();
  await checkInvariants();
});
afterAll(() => shop.close());

it('keeps back what its buyer cancelled after the last collection, at one reading for all', async () => {
  const [asked] = await shop.control.orders({ shop: 'coupang-daily' });
  const orderNo = asked?.orderNo ?? '';
  await shop.control.requestCancel({ marketplace: 'coupang', orderNo });
  const parcels = await seeShipments(shop.ctx());
  const cancelled = parcels.filter(({ baseOrderNo }) => baseOrderNo === orderNo);
  const others = parcels.filter(({ baseOrderNo }) => baseOrderNo !== orderNo).slice(0, 3);
  const ids = [...cancelled, ...others].map(({ id }) => id);
  const { shipped, refused, unread } = await shipAfterClaims(shop.ctx(), shop.open, ids);
  expect({ shipped, unread }).toEqual({ shipped: 3, unread: [] });
  expect(refused.length).toBeGreaterThan(0);
  for (const { rule } of refused) expect(rule).toBe(shipRules.claimed);
});

it('ships all the same when the marketplace does not answer, and says so', async () => {
  shop.pass(5);
  await shop.control.addFault({ marketplace: 'coupang', fault: 'http500' });
  const waiting = (await seeShipments(shop.ctx())).filter(
    ({ stage, holdKinds }) => stage === 'invoiced' && holdKinds.length === 0,
  );
  const ids = waiting.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  const result = await shipAfterClaims(shop.ctx(), shop.open, ids);
  expect(result).toMatchObject({ shipped: ids.length, unread: ['쿠팡(모아데일리)'] });
});

it('reads a channel again no sooner than a minute later', async () => {
  const read = async () => {
    const before = await readAt();
    await readClaims(shop.ctx(), shop.open, 'waiting');
    return (await readAt()) !== before;
  };
  shop.pass(5);
  expect([await read(), await read()]).toEqual([true, false]);
  shop.pass(2);
  expect(await read()).toBe(true);
});

async function makeParcels(count: number) {
  const now = shop.clock().toISOString();
  await shop.control.makeOrders({
    count,
    seed: 7,
    shops: ['coupang-daily'],
    now,
    acknowledgedShare: 1,
  });
  const ctx = shop.ctx();
  await inMall(ctx, (tx) => tx.execute(sql`delete from matches where mall_id = ${ctx.mallId}`));
  await collectDue(shop);
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`
      select item.composition_id as id from composition_items item
      join stock on stock.mall_id = item.mall_id and stock.variant_id = item.variant_id
      where item.mall_id = ${ctx.mallId}
      order by (stock.on_hand - stock.allocated) / item.qty desc, item.composition_id limit 1`,
    ),
  );
  await allocateEverything(ctx, id);
  await invoiceEverything(ctx);
}

async function readAt(): Promise<string | null> {
  const ctx = shop.ctx();
  const { at } = await inMall(ctx, (tx) =>
    oneRow<{ at: string | null }>(
      tx,
      sql`select claims_read_at as at from channels
        where mall_id = ${ctx.mallId} and id = ${shop.channelId}`,
    ),
  );
  return at;
}
