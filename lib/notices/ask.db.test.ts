import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { askNotices } from './ask';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('tells G마켓 of no delay before 발주확인, and says so', async () => {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx, { marketplace: 'gmarket' });
  const orders = (state: 'paid' | 'acknowledged') =>
    ['A-1', 'A-2'].map((no) =>
      collectedOrder(no, [collectedLine(`${no}:1`, { state: no === 'A-1' ? state : 'paid' })]),
    );
  await takeIn(ctx, channelId, orders('paid'));
  const shipmentIds = (await seeShipments(ctx)).map(({ id }) => id);
  const shipOn = new Date(ctx.now.getTime() + 7 * 86_400_000).toISOString().slice(0, 10);
  const ask = () =>
    askNotices(ctx, { shipmentIds }, { kind: 'delay', reason: 'preparing', shipOn, detail: '' });
  await expect(ask()).rejects.toThrow('unacknowledged');
  await takeIn(ctx, channelId, orders('acknowledged'));
  expect(await ask()).toEqual({ queued: 1, byHand: 0, unacknowledged: 1, kept: 0 });
});
