import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { inMall } from '@/lib/context';
import { shipAfterClaims } from '@/lib/flows/ship-after-claims';
import { activateChannel } from '@/lib/settings/activate-channel';
import { seeShipments } from '@/lib/shipments/intake/testing-intake';
import { shipRules } from '@/lib/shipping/reasons';
import { mallsToCollect } from '@/lib/system/due-malls';
import {
  collectDue,
  invoiceAll,
  openPracticeShop,
  type PracticeShop,
} from './collection/practice-shop';

let shop: PracticeShop;

beforeAll(async () => {
  shop = await openPracticeShop('쿠팡(모아데일리)');
});
afterEach(checkInvariants);
afterAll(() => shop.close());

/** Invoiced parcels of a channel that is out of use by now. */
beforeEach(async () => {
  await activate(true);
  await makeOrders(7);
  await collectDue(shop);
  await invoiceAll(shop);
  await activate(false);
});

it('has its cancel requests read before what is left of it is shipped', async () => {
  const [parcel] = await waiting();
  await askToCancel(parcel?.baseOrderNo);
  shop.pass(5);
  const result = await shipAfterClaims(shop.ctx(), shop.open, [parcel?.id ?? 0]);
  expect(result).toMatchObject({ shipped: 0, unread: [], refused: [{ rule: shipRules.claimed }] });
});

it('has its claims collected as long as parcels are here, and no new orders', async () => {
  const [parcel] = await waiting();
  await askToCancel(parcel?.baseOrderNo);
  const before = await standing();
  await makeOrders(8);
  shop.pass(60);
  expect(await mallsToCollect(shop.clock())).toContain(shop.ctx().mallId);
  await collectDue(shop);
  expect(await standing()).toEqual({ ...before, claimRuns: before.claimRuns + 1 });
  const held = (await seeShipments(shop.ctx())).find(({ id }) => id === parcel?.id);
  expect(held?.holdKinds).toContain('claim');
});

it('is not asked before shipping once its key was refused again and again, nor named', async () => {
  const refused = sql`failures_in_a_row = 3, last_error = 'credential:401',
    last_error_at = ${shop.clock().toISOString()}`;
  const [parcel] = await waiting();
  shop.pass(5);
  await setChannel(refused);
  const asks = async () => {
    throw new Error('It was asked.');
  };
  const result = await shipAfterClaims(shop.ctx(), asks, [parcel?.id ?? 0]);
  expect(result).toMatchObject({ shipped: 1, unread: [] });
  await setChannel(sql`failures_in_a_row = 0, last_error = null, last_error_at = null`);
});

it('is left alone once nothing of it is here, and goes on where it was once it is in use again', async () => {
  await inMall(shop.ctx(), (tx) =>
    tx.execute(sql`
      update shipments set hold_kinds = '{}' where mall_id = ${shop.ctx().mallId}`),
  );
  const before = await standing();
  await shipAfterClaims(
    shop.ctx(),
    async () => null,
    (await waiting()).map(({ id }) => id),
  );
  await makeOrders(9);
  shop.pass(60);
  expect(await mallsToCollect(shop.clock())).not.toContain(shop.ctx().mallId);
  await collectDue(shop);
  expect(await standing()).toEqual(before);
  await activate(true);
  await collectDue(shop);
  expect((await standing()).orders).toBeGreaterThan(before.orders);
});

const activate = (isActive: boolean) =>
  activateChannel(shop.ctx(), { channelId: shop.channelId, isActive });

const setChannel = (to: ReturnType<typeof sql>) =>
  inMall(shop.ctx(), (tx) =>
    tx.execute(sql`
      update channels set ${to} where mall_id = ${shop.ctx().mallId} and id = ${shop.channelId}`),
  );

const makeOrders = (seed: number) =>
  shop.control.makeOrders({
    ...{ count: 4, seed, shops: ['coupang-daily'], now: shop.clock().toISOString() },
    acknowledgedShare: 1,
  });

const askToCancel = (orderNo = '') =>
  shop.control.requestCancel({ marketplace: 'coupang', orderNo });

const waiting = async () =>
  (await seeShipments(shop.ctx())).filter(
    ({ stage, holdKinds }) => stage === 'invoiced' && holdKinds.length === 0,
  );

/** What is known of the channel, and how far it has been read. */
async function standing() {
  const { mallId } = shop.ctx();
  const of = sql`where mall_id = ${mallId} and channel_id = ${shop.channelId}`;
  const [channel] = await inMall(shop.ctx(), (tx) =>
    rows<{ watermark: string; rereadAt: string }>(
      tx,
      sql`select watermark, reread_at as "rereadAt" from channels
        where mall_id = ${mallId} and id = ${shop.channelId}`,
    ),
  );
  const counts = await inMall(shop.ctx(), (tx) =>
    oneRow<{ orders: number; claimRuns: number; orderRuns: number }>(
      tx,
      sql`
      select (select count(*)::int from orders ${of}) as orders,
        (select count(*)::int from collection_runs ${of} and kind = 'claims' and state = 'done')
          as "claimRuns",
        (select count(*)::int from collection_runs ${of} and kind <> 'claims') as "orderRuns"`,
    ),
  );
  return { ...channel, ...counts };
}
