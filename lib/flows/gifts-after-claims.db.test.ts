import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, type StockedVariant } from '@/db/testing-data';
import type { CollectedClaim } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { giveGifts } from '@/lib/gifts/give';
import { addGiftRule, type NewGiftRule } from '@/lib/gifts/rules';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  seeStock,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { splitUnallocated } from '@/lib/shipments/parcels/split';
import { setAllocation } from '@/lib/shipments/stock';
import { shipShipments } from '@/lib/shipping/ship';
import { acceptExchange, decideClaims } from './decide-claim';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shirt: StockedVariant;
let toy: StockedVariant;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(checkInvariants);
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  const made = await makeVariants(ctx, [
    { code: 'SHIRT', onHand: 100 },
    { code: 'COAT', onHand: 100 },
    { code: 'TOY', onHand: 9 },
  ]);
  [shirt, toy] = [made.SHIRT, made.TOY];
  await takeIn(ctx, channelId, [
    collectedOrder('1', [collectedLine('1:1', { quantity: 3 }), collectedLine('1:2')]),
  ]);
  await allocateEverything(ctx, shirt.compositionId);
});

it.each([
  ['printed', sql`printed_count = 1`, ['relabel']],
  ['numbered', sql`printed_count = 0`, []],
])('leaves a %s parcel that a cancel takes below its condition', async (_, change, holdKinds) => {
  await giveTo({ minQty: 3 });
  await invoiceEverything(ctx);
  await set(change);
  await decideClaims(ctx, [await say({ quantity: 1 })], 'accept');
  expect([await seeStock(ctx, toy.variantId), await takenBack()]).toEqual([1, []]);
  await decideClaims(ctx, [await say({ claimNo: 'C2', quantity: 1 })], 'accept');
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', wantedQty: 2, holdKinds }]);
  expect([await seeStock(ctx, toy.variantId), await takenBack()]).toEqual([0, [1]]);
});

it('leaves a parcel with the courier as well, and is given to nobody else by that', async () => {
  await giveTo({ minQty: 4, firstCount: 1 });
  await takeIn(ctx, channelId, [collectedOrder('2', [collectedLine('2:1', { quantity: 4 })])]);
  await set(sql`requested_export_id = 1`, '1');
  await decideClaims(ctx, [await say({ quantity: 1 })], 'accept');
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: ['relabel'], wantedQty: 3 }, {}]);
  expect(await seeStock(ctx, toy.variantId)).toBe(0);
});

it('counts what has left in another parcel of its order', async () => {
  await giveTo({ minQty: 2 });
  await sendTwoOfFour();
  const gift = await moveGift();
  await decideClaims(ctx, [await say({ quantity: 1 })], 'accept');
  expect(await seeShipments(ctx)).toMatchObject([
    { id: gift.from, stage: 'shipped' },
    { id: gift.to, stage: 'invoiced', wantedQty: 2 },
  ]);
});

it('leaves a printed parcel of which an exchange takes the goods that it is given for', async () => {
  await giveTo({ variantCodes: ['SHIRT'], minQty: 2 });
  await invoiceEverything(ctx);
  await set(sql`printed_count = 1`);
  const claimId = await say({ kind: 'exchange', quantity: 3 });
  await acceptExchange(ctx, { claimId, items: [{ variantCode: 'COAT', quantity: 1 }] });
  expect(await seeShipments(ctx)).toMatchObject([{ wantedQty: 4, holdKinds: ['relabel'] }]);
  expect(await seeStock(ctx, toy.variantId)).toBe(0);
});

async function giveTo(condition: Partial<NewGiftRule>): Promise<void> {
  await addGiftRule(ctx, {
    ...{ name: '장난감 증정', basis: 'order', channelIds: [], variantCodes: [], tags: [] },
    ...{ minAmount: 0, minQty: 0, firstCount: null, giftCode: 'TOY', qty: 1, ...condition },
  });
  expect(await giveGifts(ctx)).toMatchObject({ given: 1 });
}

/** Two of the units leave; the others are numbered in a parcel of their own. */
async function sendTwoOfFour(): Promise<void> {
  const [whole] = await seeShipments(ctx);
  const part = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`select id from shipment_lines where mall_id = ${ctx.mallId} and qty = 3`,
    ),
  );
  await inMall(ctx, async (tx) => {
    await setAllocation(tx, ctx, [{ lineId: part.id, allocatedQty: 1 }]);
    await refreshShipments(tx, ctx, [whole?.id ?? 0]);
    await splitUnallocated(tx, ctx, [whole?.id ?? 0], 1);
    await setAllocation(
      tx,
      ctx,
      await rows(
        tx,
        sql`select id as "lineId", qty as "allocatedQty" from shipment_lines
          where mall_id = ${ctx.mallId} and qty > allocated_qty order by id`,
      ),
    );
  });
  const ids = (await seeShipments(ctx)).map(({ id }) => id);
  await inMall(ctx, (tx) => refreshShipments(tx, ctx, ids));
  await invoiceEverything(ctx);
}

/** Into the second parcel; then the first leaves. */
async function moveGift(): Promise<{ from: number; to: number }> {
  const [first, second] = await seeShipments(ctx);
  const [from, to] = [first?.id ?? 0, second?.id ?? 0];
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update shipment_lines set shipment_id = ${to}, home_shipment_id = ${to}
      where mall_id = ${ctx.mallId} and gift_rule_id is not null`);
    await refreshShipments(tx, ctx, [from, to]);
  });
  await shipShipments(ctx, [from]);
  return { from, to };
}

const takenBack = async () => {
  const found = await inMall(ctx, (tx) =>
    rows<{ count: number }>(
      tx,
      sql`
      select (counts->>'giftsTakenBack')::int as count from runs
      where mall_id = ${ctx.mallId} and counts ? 'giftsTakenBack'`,
    ),
  );
  return found.map(({ count }) => count);
};

async function say(claim: Partial<CollectedClaim>): Promise<number> {
  const said: CollectedClaim = {
    ...{ claimNo: 'C1', orderNo: '1', lineKey: '1:1', kind: 'cancel', state: 'requested' },
    ...{ quantity: 1, reason: '단순 변심', requestedAt: ctx.now, raw: {}, ...claim },
  };
  const { id } = await inMall(ctx, async (tx) => {
    await intakeClaims(tx, ctx, channelId, [said]);
    return oneRow<{ id: number }>(
      tx,
      sql`select id from claims where mall_id = ${ctx.mallId} and claim_no = ${said.claimNo}`,
    );
  });
  return id;
}

const set = (change: ReturnType<typeof sql>, orderNo = '1') =>
  inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set ${change}
      where mall_id = ${ctx.mallId} and base_order_id in (
        select id from orders where mall_id = ${ctx.mallId} and order_no = ${orderNo})`),
  );
