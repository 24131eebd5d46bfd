import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, type StockedVariant } from '@/db/testing-data';
import type { CollectedClaim } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import {
  allocateEverything,
  bundleEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  seeStock,
  takeIn,
} from '../intake/testing-intake';
import { intakeClaims } from './intake-claims';

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
  const variants = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 100 }]);
  shirt = variants.SHIRT;
  await takeIn(ctx, channelId, [
    collectedOrder('1', [collectedLine('1:1', { quantity: 3 }), collectedLine('1:2')]),
  ]);
  await allocateEverything(ctx, shirt.compositionId);
});

it('holds what has not left, at whatever stage, and lifts when the claim is withdrawn', async () => {
  await invoiceEverything(ctx);
  await say({ state: 'requested' });
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: ['claim'] }]);
  await say({ state: 'withdrawn' }, 1);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: [] }]);
});

it('stays held while another claim stands', async () => {
  await say({ state: 'requested' });
  await say({ claimNo: 'C2', lineKey: '1:2', kind: 'exchange', state: 'requested' });
  await say({ state: 'withdrawn' }, 1);
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: ['claim'] }]);
  await say({ claimNo: 'C2', lineKey: '1:2', kind: 'exchange', state: 'rejected' }, 2);
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: [] }]);
});

it('lifts only its own hold', async () => {
  await say({ state: 'requested' });
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set hold_kinds = array_append(hold_kinds, 'operator')
      where mall_id = ${ctx.mallId}`),
  );
  await say({ state: 'withdrawn' }, 1);
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: ['operator'] }]);
});

it('takes the units of a finished cancel out, once, and frees the rest', async () => {
  await say({ state: 'requested', quantity: 2 });
  await say({ state: 'done', quantity: 2 }, 1);
  await say({ state: 'done', quantity: 2 }, 2);
  const fewer = collectedLine('1:1', { quantity: 3, cancelledQuantity: 2 });
  await takeIn(ctx, channelId, [collectedOrder('1', [fewer])], { readAt: at(3) });
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', wantedQty: 2, allocatedQty: 2, holdKinds: [] },
  ]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(2);
});

it('cancels the whole line when the channel names no quantity', async () => {
  await say({ state: 'done', quantity: 0 });
  expect(await seeShipments(ctx)).toMatchObject([{ wantedQty: 1 }]);
});

it('says so on the line, and writes nothing when the same claim comes again', async () => {
  expect(await say({ state: 'requested' })).toEqual({ added: 1, updated: 0 });
  expect(await say({ state: 'requested' }, 1)).toEqual({ added: 0, updated: 0 });
  expect(await claimStates()).toEqual(['cancel_requested', 'none']);
  expect(await say({ state: 'accepted' }, -1)).toEqual({ added: 0, updated: 0 });
  expect(await claimStates()).toEqual(['cancel_requested', 'none']);
});

it('holds the bundle that a claimed line stands in', async () => {
  await takeIn(ctx, channelId, [collectedOrder('2')]);
  await bundleEverything(ctx);
  await say({ claimNo: 'C9', orderNo: '2', lineKey: '2:1', state: 'requested' });
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: ['claim'] }, { stage: 'absorbed' }]);
});

it('holds the shipment that a line joins whose buyer has asked to cancel it already', async () => {
  await takeIn(ctx, channelId, [
    collectedOrder('1', [collectedLine('1:3', { claimedQuantity: 1 })]),
  ]);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'unmatched', holdKinds: ['claim'] }]);
});

it('leaves out a claim on an order that was never collected', async () => {
  expect(await say({ lineKey: 'nobody:1', state: 'requested' })).toEqual({ added: 0, updated: 0 });
});

const at = (minutes: number) => new Date(ctx.now.getTime() + minutes * 60_000);

function say(claim: Partial<CollectedClaim> & Pick<CollectedClaim, 'state'>, minute = 0) {
  const said: CollectedClaim = {
    claimNo: 'C1',
    orderNo: '1',
    lineKey: '1:1',
    kind: 'cancel',
    quantity: 1,
    reason: '단순 변심',
    requestedAt: new Date('2026-03-02T00:10:00Z'),
    raw: {},
    ...claim,
  };
  return inMall(ctx, (tx) => intakeClaims(tx, { ...ctx, now: at(minute) }, channelId, [said]));
}

async function claimStates(): Promise<string[]> {
  const lines = await inMall(ctx, (tx) =>
    rows<{ state: string }>(
      tx,
      sql`select claim_state as state from order_lines where mall_id = ${ctx.mallId} order by id`,
    ),
  );
  return lines.map((line) => line.state);
}
