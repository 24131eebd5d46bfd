import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { allocateShipments } from '@/lib/allocation/allocate';
import { bundleShipments } from '@/lib/bundling/bundle';
import { type Ctx, inMall } from '@/lib/context';
import { numberFromRange } from '@/lib/invoicing/numbers/number-from-range';
import { matchShipments } from '@/lib/matching/match';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { shipShipments } from '@/lib/shipping/ship';
import { unshipShipments } from '@/lib/shipping/unship';

const ORDERS = 20_000;
const MAX_MS = 15_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('carries a mall through the line that the statistics have never seen', async () => {
  const known = await stockedMall('오래된 상회');
  await takeIn(known.ctx, known.channelId, ordersOf(1_000));
  await matchShipments(known.ctx);
  await systemDb().execute(sql`analyze`);

  const { ctx, channelId } = await stockedMall('새 상회');
  const { added } = await takeIn(ctx, channelId, ordersOf(ORDERS));
  const accountId = await rangeOf(ctx);
  await quick('match', () => matchShipments(ctx, { orderIds: added }));
  await quick('bundle', () =>
    bundleShipments(ctx, { from: '2026-02-20', to: '2026-03-03', scope: 'any_channel' }),
  );
  await quick('allocate', () => allocateShipments(ctx, conditions));
  const allocated = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select id from shipments where mall_id = ${ctx.mallId} and stage = 'allocated' order by id`,
    ),
  );
  const ids = allocated.map((shipment) => shipment.id);
  await quick('number', () =>
    numberFromRange(ctx, { shipmentIds: ids, courierAccountId: accountId }),
  );
  await quick('ship one', () => shipShipments(ctx, ids.slice(0, 1)));
  await quick('ship a few', () => shipShipments(ctx, ids.slice(1, 10)));
  const { shipped } = await quick('ship', () => shipShipments(ctx, ids));
  expect(shipped).toBe(ORDERS / 2 - 10);
  await quick('unship', () => unshipShipments(ctx, ids));
  await quick('ship again', () => shipShipments(ctx, ids));
}, 180_000);

async function quick<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await work();
  expect(performance.now() - start, stage).toBeLessThan(MAX_MS);
  return result;
}

const conditions = {
  from: new Date('2026-02-20'),
  until: new Date('2026-03-03'),
  channelIds: [],
  supplierIds: [],
  tags: [],
  reallocatesWhole: false,
  reallocatesPartly: true,
  servesPartly: true,
  includesHeld: false,
  splitting: 'off' as const,
};

async function stockedMall(name: string): Promise<{ ctx: Ctx; channelId: number }> {
  const ctx = await makeMall(name);
  const channelId = await makeChannel(ctx);
  await makeVariants(ctx, [
    { code: 'V1', onHand: 100_000 },
    { code: 'V2', onHand: 100_000 },
  ]);
  return { ctx, channelId };
}

async function rangeOf(ctx: Ctx): Promise<number> {
  return inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into courier_accounts (mall_id, courier, contract_code, name, sender_name, sender_phone,
        sender_address)
      values (${ctx.mallId}, 'hanjin', 'C1', '한진', '모아상회', '02-1234-5678', '서울')
      returning id`,
    );
    await tx.execute(sql`
      insert into waybill_ranges (mall_id, courier_account_id, courier, from_serial, to_serial,
        next_serial)
      values (${ctx.mallId}, ${id}, 'hanjin', 51000000000, 51000099999, 51000000000)`);
    return id;
  });
}

/** Each buyer buys twice. */
function ordersOf(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const orderNo = `A-${index}`;
    const line = collectedLine(`${orderNo}:1`, { sellerOptionCode: index % 2 ? 'V1' : 'V2' });
    const buyer = index >> 1;
    const recipient = {
      ...line.recipient,
      name: `한서윤${buyer}`,
      mobile: `010-1${String(buyer).padStart(7, '0')}`,
      address2: `${buyer}호`,
    };
    return collectedOrder(orderNo, [{ ...line, recipient }]);
  });
}
