import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  domainTables,
  dumpMall,
  type MadeOrder,
  makeChannel,
  makeMall,
  makeOrders,
  makeVariants,
  TEST_RECIPIENT,
} from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import { bundleShipments } from '@/lib/bundling/bundle';
import { unbundle } from '@/lib/bundling/unbundle';
import { undoBundling } from '@/lib/bundling/undo';
import { type Ctx, inMall } from '@/lib/context';
import { editRecipient } from '@/lib/shipments/address/edit-recipient';

const march = { from: '2026-03-01', to: '2026-03-31', scope: 'same_channel' as const };

let database: TestDatabase;
let ctx: Ctx;
let orders: MadeOrder[];
let bundleId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const { SHIRT } = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 20 }]);
  const lines = [{ compositionId: SHIRT.compositionId, qty: 2 }];
  orders = await makeOrders(
    ctx,
    [1, 2, 3].map((minute) => {
      const paidAt = new Date(Date.UTC(2026, 2, 1, 3, minute));
      return { orderNo: `A-${minute}`, channelId, lines, paidAt, shipBy: paidAt };
    }),
  );
  await bundleShipments(ctx, march);
  bundleId = orders[0]?.shipmentId ?? 0;
});

const lastRun = async () => {
  const run = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(tx, sql`select max(id) as id from runs where mall_id = ${ctx.mallId}`),
  );
  return run.id;
};

const set = (change: ReturnType<typeof sql>, id = bundleId) =>
  inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set ${change} where mall_id = ${ctx.mallId} and id = ${id}`),
  );

async function comesBack(asked: { orderId?: number; keepApart?: boolean }, undone: number) {
  const before = await dumpMall(ctx, domainTables);
  await unbundle(ctx, { shipmentId: bundleId, ...asked });
  expect(await dumpMall(ctx, domainTables)).not.toEqual(before);
  const runId = await lastRun();
  expect(await undoBundling(ctx, runId)).toEqual({ undone, kept: 0 });
  expect(await dumpMall(ctx, domainTables)).toEqual(before);
  await expect(undoBundling(ctx, runId)).rejects.toMatchObject({
    messageKey: 'errors.alreadyUndone',
  });
}

it('puts a whole bundle together again', () => comesBack({}, 2));

it('puts one order into its bundle again, and opens what was locked with it', () =>
  comesBack({ orderId: orders[1]?.orderId, keepApart: true }, 1));

it('puts what left the base order behind together with it again', () =>
  comesBack({ orderId: orders[0]?.orderId, keepApart: true }, 1));

it('with what is reserved, and what holds it', async () => {
  await allocateThese(ctx, [bundleId]);
  await set(sql`hold_kinds = '{operator}', hold_notes = '{"operator": "전화 먼저"}'`);
  await comesBack({}, 2);
});

it('gives back the base that it had, where its own order had not been it', async () => {
  const guest = orders[2];
  await set(sql`(base_order_id, recipient_id, channel_id, ordered_at, paid_at) = (
    select ${guest?.orderId}::bigint, home.recipient_id, home.channel_id, home.ordered_at, home.paid_at
    from shipments home where home.mall_id = ${ctx.mallId} and home.id = ${guest?.shipmentId})`);
  await comesBack({}, 2);
});

it('leaves all apart when one of them was worked on since, or goes elsewhere', async () => {
  const [, second] = orders.map((order) => order.shipmentId);
  await unbundle(ctx, { shipmentId: bundleId });
  const runId = await lastRun();
  await allocateThese(ctx, [second ?? 0]);
  const apart = await dumpMall(ctx, domainTables);
  expect(await undoBundling(ctx, runId)).toEqual({ undone: 0, kept: 2 });
  expect(await dumpMall(ctx, domainTables)).toEqual(apart);
});

it('leaves all apart when the recipient of one was edited since', async () => {
  const [, second = 0] = orders.map((order) => order.shipmentId);
  await unbundle(ctx, { shipmentId: bundleId });
  const runId = await lastRun();
  const recipient = { ...TEST_RECIPIENT, address2: '102동 101호' };
  await editRecipient(ctx, { shipmentId: second, orderId: orders[1]?.orderId ?? 0, recipient });
  expect(await undoBundling(ctx, runId)).toEqual({ undone: 0, kept: 2 });
});
