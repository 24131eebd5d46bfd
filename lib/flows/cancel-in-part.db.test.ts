import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, type StockedVariant } from '@/db/testing-data';
import type { CollectedClaim } from '@/lib/channels/collected';
import { offersOf } from '@/lib/claims/answers/offers';
import { claimDetail } from '@/lib/claims/detail';
import { receiveGoods } from '@/lib/claims/receive-goods';
import { claimCounts, claimList } from '@/lib/claims/screen';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
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
import { unshipShipments } from '@/lib/shipping/unship';
import { acceptExchange, decideClaims } from './decide-claim';
import { followAnswer } from './follow-answer';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shirt: StockedVariant;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(checkInvariants);
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx, { marketplace: 'coupang' });
  const made = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 100 }]);
  shirt = made.SHIRT;
  const line = collectedLine('1:1', { quantity: 3 });
  await takeIn(ctx, channelId, [collectedOrder('1', [line])]);
  await allocateEverything(ctx, shirt.compositionId);
});

it('takes out what is here, and waits for what has left until it is back', async () => {
  await sendTwoOfThree();
  const claimId = await say({});
  expect((await claimDetail(ctx, claimId))?.may).toMatchObject({ accept: 'request', awayQty: 2 });
  expect(await decideClaims(ctx, [claimId], 'accept')).toEqual({ decided: 1, refused: 0 });
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'shipped', wantedQty: 2 },
    { stage: 'cancelled', wantedQty: 0 },
  ]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(0);
  expect(await claimDetail(ctx, claimId)).toMatchObject({
    ...{ kind: 'cancel', state: 'done', qty: 3, sentQty: 2, cancelledQty: 1 },
    may: { accept: null, reopen: true, receiveQty: 2 },
    events: [{ verb: 'claim.accept', detail: { qty: 3, retiredQty: 1, sentQty: 2 } }],
  });
  expect(await incoming()).toEqual([claimId]);
  await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 1, note: '' });
  expect(await incoming()).toEqual([]);
  expect(await onHand()).toBe(99);
  const more = receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
  await expect(more).rejects.toThrow('claims.errors.receivedQuantity');
  await expect(decideClaims(ctx, [claimId], 'reopen')).rejects.toThrow('tooLateToReopen');
});

it.each([
  ['처리 취소', async (claimId: number) => void (await decideClaims(ctx, [claimId], 'reopen'))],
  ['a withdrawal', async () => void (await say({ state: 'withdrawn' }, 5))],
])('brings back what it took out, and waits for nothing any more, after %s', async (_, undo) => {
  await sendTwoOfThree();
  const claimId = await say({});
  await decideClaims(ctx, [claimId], 'accept');
  await undo(claimId);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'shipped', wantedQty: 2 },
    { stage: 'ready', wantedQty: 1 },
  ]);
  expect(await claimDetail(ctx, claimId)).toMatchObject({ sentQty: 0, cancelledQty: 0 });
  expect(await incoming()).toEqual([]);
});

it('takes out what comes back to the table before it has left for good', async () => {
  await sendTwoOfThree();
  const claimId = await say({});
  await decideClaims(ctx, [claimId], 'accept');
  const [sent] = await seeShipments(ctx);
  await unshipShipments(ctx, [sent?.id ?? 0]);
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: ['cancelled_by_channel'] }, {}]);
  expect(await incoming()).toEqual([]);
  await decideClaims(ctx, [claimId], 'accept');
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'cancelled' }, { stage: 'cancelled' }]);
  expect(await claimDetail(ctx, claimId)).toMatchObject({ sentQty: 0, cancelledQty: 3 });
});

it('waits for nothing where its channel has cancelled more than was claimed', async () => {
  const cancelled = collectedLine('1:1', { quantity: 3, cancelledQuantity: 2 });
  const readAt = new Date(ctx.now.getTime() + 60_000);
  await takeIn(ctx, channelId, [collectedOrder('1', [cancelled])], { readAt });
  const claimId = await say({ quantity: 1 });
  await decideClaims(ctx, [claimId], 'accept');
  expect(await claimDetail(ctx, claimId)).toMatchObject({ state: 'done', sentQty: 0 });
});

it('can approve at its channel what has left in part, and refuses only what has left whole', async () => {
  await sendTwoOfThree();
  const claimId = await say({});
  const verbs = async () => (await offersOf(ctx, [claimId])).get(claimId)?.map(({ verb }) => verb);
  expect(await verbs()).toEqual(['approve_cancel', 'reject_cancel']);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set hold_kinds = '{}' where mall_id = ${ctx.mallId}`),
  );
  await shipShipments(ctx, [(await seeShipments(ctx))[1]?.id ?? 0]);
  expect(await verbs()).toEqual(['reject_cancel']);
  await expect(decideClaims(ctx, [claimId], 'accept')).rejects.toThrow('alreadyShipped');
});

it('waits also for all of what its channel has agreed to cancel, though it has left meanwhile', async () => {
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const claimId = await say({});
  const approved = { verb: 'approve_cancel', claimIds: [claimId], orderLineIds: [] } as const;
  const answer = { ...approved, claimIds: [claimId], orderLineIds: [], requestedBy: ctx.userId };
  expect(await followAnswer(ctx, answer)).toBe('');
  expect(await claimDetail(ctx, claimId)).toMatchObject({ state: 'done', sentQty: 3 });
  expect(await incoming()).toEqual([claimId]);
});

it('sends what waits of a line once the return of what has left is approved, but not what comes back to the table', async () => {
  await sendTwoOfThree();
  const claimId = await say({ kind: 'return', quantity: 2 });
  expect((await seeShipments(ctx))[1]).toMatchObject({ holdKinds: ['claim'] });
  await decideClaims(ctx, [claimId], 'accept');
  const [sent, waiting] = await seeShipments(ctx);
  expect(waiting).toMatchObject({ stage: 'invoiced', holdKinds: [] });
  expect(await incoming()).toEqual([claimId]);
  await unshipShipments(ctx, [sent?.id ?? 0]);
  expect((await seeShipments(ctx))[0]).toMatchObject({ stage: 'invoiced', holdKinds: ['claim'] });
});

it.each(['return', 'exchange'] as const)(
  'brings back nothing that another cancel took out when what was done of a %s is withdrawn',
  async (kind) => {
    const cancelled = collectedLine('1:1', { quantity: 3, cancelledQuantity: 1 });
    const readAt = new Date(ctx.now.getTime() + 60_000);
    await takeIn(ctx, channelId, [collectedOrder('1', [cancelled])], { readAt });
    if (kind === 'return') {
      await invoiceEverything(ctx);
      await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
    }
    const claimId = await say({ kind, quantity: 1 }, 2);
    if (kind === 'return') {
      await decideClaims(ctx, [claimId], 'accept');
      await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
    } else await acceptExchange(ctx, { claimId, items: [{ variantCode: 'SHIRT', quantity: 1 }] });
    await say({ kind, quantity: 1, state: 'withdrawn' }, 9);
    expect(await seeShipments(ctx)).toMatchObject([{ wantedQty: 2 }]);
    expect(await claimDetail(ctx, claimId)).toMatchObject({ cancelledQty: 1 });
  },
);

/** Of the line of three two are away, and one is numbered in a parcel of its own. */
async function sendTwoOfThree(): Promise<void> {
  const [whole] = await seeShipments(ctx);
  const wholeId = whole?.id ?? 0;
  await inMall(ctx, async (tx) => {
    const part = await oneRow<{ id: number }>(
      tx,
      sql`select id from shipment_lines where mall_id = ${ctx.mallId}`,
    );
    await setAllocation(tx, ctx, [{ lineId: part.id, allocatedQty: 2 }]);
    await refreshShipments(tx, ctx, [wholeId]);
    await splitUnallocated(tx, ctx, [wholeId], 1);
  });
  await allocateEverything(ctx, shirt.compositionId);
  await invoiceEverything(ctx);
  await shipShipments(ctx, [wholeId]);
}

async function say(claim: Partial<CollectedClaim>, minutes = 0): Promise<number> {
  const said: CollectedClaim = {
    ...{ claimNo: '7', orderNo: '1', lineKey: '1:1', kind: 'cancel', state: 'requested' },
    ...{ quantity: 3, reason: '단순 변심', requestedAt: ctx.now, raw: {}, ...claim },
  };
  const now = new Date(ctx.now.getTime() + minutes * 60_000);
  const { id } = await inMall(ctx, async (tx) => {
    await intakeClaims(tx, { ...ctx, now }, channelId, [said]);
    return oneRow<{ id: number }>(tx, sql`select id from claims where mall_id = ${ctx.mallId}`);
  });
  return id;
}

/** What 입고대기 lists, which is as many as it counts. */
async function incoming(): Promise<number[]> {
  const any = { state: null, period: null, channelIds: [], kind: 'orderNo', word: '' } as const;
  const filter = { queue: 'incoming', ...any } as const;
  const found = (await claimList(ctx, filter, pageRequest(undefined, 20))).rows;
  expect((await claimCounts(ctx, filter)).queues.incoming).toBe(found.length);
  return found.map(({ id }) => id);
}

async function onHand(): Promise<number> {
  const stock = await inMall(ctx, (tx) =>
    oneRow<{ onHand: number }>(
      tx,
      sql`select on_hand as "onHand" from stock
        where mall_id = ${ctx.mallId} and variant_id = ${shirt.variantId}`,
    ),
  );
  return stock.onHand;
}
