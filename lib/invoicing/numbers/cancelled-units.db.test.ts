import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, type StockedVariant } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  READ_AT,
  seeShipments,
  seeStock,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { cancelExport } from '../exports/cancel-export';
import { removeWaybills } from '../remove';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shirt: StockedVariant;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  shirt = (await makeVariants(ctx, [{ code: 'SHIRT', onHand: 100 }])).SHIRT;
  await takeIn(ctx, channelId, [order('paid')]);
  await allocateEverything(ctx, shirt.compositionId);
});

it('takes what the channel has cancelled out of a parcel that loses its number', async () => {
  await invoiceEverything(ctx);
  const held = await cancelFirstLine();
  expect(held).toMatchObject({ stage: 'invoiced', holdKinds: ['cancelled_by_channel'] });
  await removeWaybills(ctx, [held.id]);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', wantedQty: 2, allocatedQty: 2, holdKinds: [] },
  ]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(2);
});

it('takes it out of a parcel whose request is cancelled', async () => {
  const exportId = await requestEverything();
  const held = await cancelFirstLine();
  expect(held).toMatchObject({ wantedQty: 5, holdKinds: ['cancelled_by_channel'] });
  await cancelExport(ctx, exportId);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', wantedQty: 2, allocatedQty: 2, holdKinds: [] },
  ]);
});

async function cancelFirstLine() {
  const readAt = new Date(READ_AT.getTime() + 60_000);
  await takeIn(ctx, channelId, [order('cancelled')], { readAt });
  const [held] = await seeShipments(ctx);
  if (!held) throw new Error('No parcel.');
  return held;
}

function order(state: 'paid' | 'cancelled') {
  const cancelledQuantity = state === 'cancelled' ? 3 : 0;
  return collectedOrder('1', [
    collectedLine('1:1', { quantity: 3, state, cancelledQuantity }),
    collectedLine('1:2', { quantity: 2, state: 'paid' }),
  ]);
}

/** Everything is with the courier's program. */
async function requestEverything(): Promise<number> {
  return inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into exports (mall_id, purpose, template_name, options, state, due_at, row_count, reason,
        requested_by, requested_at)
      values (${ctx.mallId}, 'courier', '양식', '{}', 'done', now(), 1, '', ${ctx.userId}, now())
      returning id`,
    );
    await tx.execute(sql`
      insert into export_rows (mall_id, export_id, row_no, shipment_id, content_hash)
      select ${ctx.mallId}, ${id}, 1, id, 'x' from shipments where mall_id = ${ctx.mallId}`);
    await tx.execute(sql`
      update shipments set requested_export_id = ${id}, requested_hash = 'x'
      where mall_id = ${ctx.mallId}`);
    return id;
  });
}
