import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { leasePushes, recordOutcomes } from '@/lib/shipping/pushes/push-store';
import { shipShipments } from '@/lib/shipping/ship';
import { invoicedParcels, lineElsewhere, seePushes } from '@/lib/shipping/testing-parcels';
import { saveTrackingService, trackingOverview } from '@/lib/shipping/tracking/service';
import { setWaybillAndPush } from './set-waybill';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const OTHER_NO = '510000000005';

it('tells only the new number while the old one has not been sent', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await retype(ctx, ids[0]);
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([
    { waybillNo: OTHER_NO, previousWaybillNo: null },
  ]);
  expect((await seePushes(ctx)).map((push) => push.state)).toEqual(['withdrawn', 'sending']);
});

it('waits with the new number until the answer to the old one is known, then changes it', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  const [old] = await leasePushes(ctx, channelId, 10);
  await retype(ctx, ids[0]);
  expect(await leasePushes(ctx, channelId, 10)).toEqual([]);
  await recordOutcomes(ctx, [
    { id: old?.id ?? 0, state: 'done', code: '', message: '', dueInMs: 0 },
  ]);
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([
    { waybillNo: OTHER_NO, previousWaybillNo: old?.waybillNo },
  ]);
});

it('tells the new number of a box that left in two parcels', async () => {
  const { ctx, ids } = await invoicedParcels([
    collectedOrder('A-1', [collectedLine('A-1:1'), lineElsewhere('A-1:2')]),
  ]);
  await shipShipments(ctx, ids);
  await retype(ctx, ids[0]);
  const open = (await seePushes(ctx)).filter((push) => push.state === 'waiting');
  expect(open).toMatchObject([{ shipmentId: ids[0], waybillNo: OTHER_NO, isDue: true }]);
});

it('gives no number to what had left before it was ever collected', async () => {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  await takeIn(ctx, channelId, [
    collectedOrder('A-1', [collectedLine('A-1:1', { state: 'shipping' })]),
  ]);
  const [history] = await seeShipments(ctx);
  await expect(retype(ctx, history?.id)).rejects.toThrow();
  expect(await seePushes(ctx)).toEqual([]);
});

it('asks the courier of the new number where the parcel is, too', async () => {
  const { ctx, ids } = await invoicedParcels([collectedOrder('A-1')]);
  const service = { baseUrl: 'https://tracking.example.com', apiKey: 'key' };
  await saveTrackingService(ctx, service, randomBytes(32).toString('base64'));
  await shipShipments(ctx, ids);
  await retype(ctx, ids[0]);
  const { rounds } = await trackingOverview(ctx);
  expect(rounds.map(({ courier }) => courier)).toEqual(['cj', 'hanjin']);
});

function retype(ctx: Ctx, shipmentId = 0) {
  return setWaybillAndPush(ctx, { shipmentId, courier: 'hanjin', waybillNo: OTHER_NO });
}
