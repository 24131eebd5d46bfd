import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { inMall } from '@/lib/context';
import { intakeClaims } from '@/lib/shipments/claims';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/testing-intake';
import { leasePushes, recordOutcomes } from './push-store';
import { shipShipments } from './ship';
import { invoicedParcels, lineElsewhere, type Parcels, seePushes } from './testing-parcels';
import { unshipShipments } from './unship';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(checkInvariants);

const twoParts = () => collectedOrder('A-1', [collectedLine('A-1:1'), lineElsewhere('A-1:2')]);

it('holds a parcel that comes back after its buyer asked to cancel', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await claim({ ctx, channelId, ids }, 'requested');
  await unshipShipments(ctx, ids);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: ['claim'] }]);
  expect(await shipShipments(ctx, ids)).toMatchObject({ shipped: 0 });
});

it('holds a parcel that comes back after its order was cancelled', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await claim({ ctx, channelId, ids }, 'done');
  await unshipShipments(ctx, ids);
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: ['cancelled_by_channel'] }]);
});

it('sends nothing of a parcel that came back while its push was being sent', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  const [push] = await leasePushes(ctx, channelId, 10);
  await unshipShipments(ctx, ids);
  const lost = { ...ctx, now: new Date(ctx.now.getTime() + 120_000) };
  expect(await leasePushes(lost, channelId, 10)).toMatchObject([
    { id: push?.id, isLost: true, isCurrent: false },
  ]);
  const retry = { state: 'waiting' as const, code: '503', message: '', dueInMs: 0 };
  await recordOutcomes(ctx, [{ id: push?.id ?? 0, ...retry }]);
  expect(await seePushes(ctx)).toMatchObject([{ state: 'withdrawn' }]);
});

it('does not tell the same number twice when a parcel leaves again', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await tell({ ctx, channelId, ids });
  await unshipShipments(ctx, ids);
  await shipShipments(ctx, ids);
  expect(await seePushes(ctx)).toMatchObject([{ state: 'done' }]);
});

it('tells the number of a box again whose first part came back and left again', async () => {
  const parcels = await invoicedParcels([twoParts()]);
  const { ctx, ids } = parcels;
  const [first = 0] = ids;
  await shipShipments(ctx, ids);
  await unshipShipments(ctx, [first]);
  await shipShipments(ctx, [first]);
  const open = (await seePushes(ctx)).filter((push) => push.state === 'waiting');
  expect(open).toMatchObject([{ shipmentId: first, isDue: true }]);
});

it('releases a box whose waiting part is cancelled', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([twoParts()]);
  await shipShipments(ctx, ids.slice(0, 1));
  expect(await seePushes(ctx)).toMatchObject([{ state: 'waiting', isDue: false }]);
  await inMall(ctx, async (tx) => {
    await tx.execute(
      sql`delete from waybills where mall_id = ${ctx.mallId} and shipment_id = ${ids[1]}`,
    );
    await tx.execute(sql`
      update shipments set stage = 'allocated', courier = null, waybill_no = null
      where mall_id = ${ctx.mallId} and id = ${ids[1]}`);
  });
  const cancelled = {
    ...lineElsewhere('A-1:2'),
    cancelledQuantity: 1,
    state: 'cancelled' as const,
  };
  await takeIn(ctx, channelId, [collectedOrder('A-1', [cancelled])], { readAt: ctx.now });
  expect(await seePushes(ctx)).toMatchObject([{ state: 'waiting', isDue: true }]);
});

async function tell({ ctx, channelId }: Parcels) {
  const leased = await leasePushes(ctx, channelId, 10);
  const done = { state: 'done' as const, code: '', message: '', dueInMs: 0 };
  await recordOutcomes(
    ctx,
    leased.map(({ id }) => ({ id, ...done })),
  );
}

async function claim({ ctx, channelId }: Parcels, state: 'requested' | 'done') {
  const named = { claimNo: 'C-1', orderNo: 'A-1', lineKey: 'A-1:1', kind: 'cancel' as const };
  const told = { quantity: 1, reason: '단순변심', requestedAt: ctx.now, raw: {} };
  await inMall(ctx, (tx) => intakeClaims(tx, ctx, channelId, [{ ...named, ...told, state }]));
}
