import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  domainTables,
  dumpMall,
  makeChannel,
  makeMall,
  makeOrders,
  makeVariants,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { bundleShipments } from './bundle';
import { unbundle } from './unbundle';
import { undoBundling } from './undo';

const RUNS = 10;
const march = { from: '2026-03-01', to: '2026-03-31', scope: 'same_channel' as const };

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const buyer = fc.record({
  name: fc.constantFrom('홍길순', '김하율'),
  mobile: fc.constantFrom('010-2345-6789', '010-7777-1111', '0504-1234-5678'),
  address2: fc.constantFrom('101동 1203호', ''),
});
const buyers = fc.array(fc.record({ buyer, qty: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 2,
  maxLength: 8,
});

type Bought = { buyer: { name: string; mobile: string; address2: string }; qty: number }[];

it('a bundle taken apart, at once or order by order, is what it was made of', async () => {
  await fc.assert(
    fc.asyncProperty(buyers, fc.boolean(), async (bought, atOnce) => {
      const ctx = await mallOf(bought);
      const before = await dumpMall(ctx, domainTables);
      await bundleShipments(ctx, march);
      await checkInvariants();
      for (const { shipmentId, orderIds } of await bundlesOf(ctx)) {
        if (atOnce) await unbundle(ctx, { shipmentId });
        else for (const orderId of orderIds) await unbundle(ctx, { shipmentId, orderId });
      }
      expect(await dumpMall(ctx, domainTables)).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

it('the undo of what was taken apart, the last first, leaves the bundles as they were', async () => {
  await fc.assert(
    fc.asyncProperty(buyers, fc.boolean(), fc.boolean(), async (bought, atOnce, keepApart) => {
      const ctx = await mallOf(bought);
      await bundleShipments(ctx, march);
      const before = await dumpMall(ctx, domainTables);
      for (const { shipmentId, orderIds } of await bundlesOf(ctx)) {
        const asked = atOnce ? [undefined] : orderIds.slice(0, 1);
        for (const orderId of asked) await unbundle(ctx, { shipmentId, orderId, keepApart });
      }
      await checkInvariants();
      for (const runId of await partingsOf(ctx))
        expect(await undoBundling(ctx, runId)).toMatchObject({ kept: 0 });
      await checkInvariants();
      expect(await dumpMall(ctx, domainTables)).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

it('running twice changes nothing, and the undo of the first leaves all as it was', async () => {
  await fc.assert(
    fc.asyncProperty(buyers, async (bought) => {
      const ctx = await mallOf(bought);
      const before = await dumpMall(ctx, domainTables);
      const { runId } = await bundleShipments(ctx, march);
      const once = await dumpMall(ctx, domainTables);
      const again = await bundleShipments(ctx, march);
      expect(again).toMatchObject({ bundled: 0, joined: 0 });
      expect(await dumpMall(ctx, domainTables)).toEqual(once);
      await undoBundling(ctx, runId);
      expect(await dumpMall(ctx, domainTables)).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

async function mallOf(bought: Bought): Promise<Ctx> {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const { SHIRT } = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 10 }]);
  const compositionId = SHIRT.compositionId;
  await makeOrders(
    ctx,
    bought.map(({ buyer: recipient, qty }, index) => ({
      orderNo: `A-${index}`,
      channelId,
      recipient,
      lines: [{ compositionId, qty }],
      paidAt: new Date(Date.UTC(2026, 2, 1, 3, index)),
    })),
  );
  return ctx;
}

/** Each bundle with the orders that are guests in it. */
async function bundlesOf(ctx: Ctx) {
  return inMall(ctx, (tx) =>
    rows<{ shipmentId: number; orderIds: number[] }>(
      tx,
      sql`
      select shipment_id as "shipmentId", array_agg(order_id order by order_id) as "orderIds"
      from shipment_lines
      where mall_id = ${ctx.mallId} and home_shipment_id <> shipment_id
      group by shipment_id order by shipment_id`,
    ),
  );
}

async function partingsOf(ctx: Ctx): Promise<number[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select id from runs where mall_id = ${ctx.mallId} and conditions ? 'unbundled'
        order by id desc`,
    ),
  );
  return found.map((run) => run.id);
}
