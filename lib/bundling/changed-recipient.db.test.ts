import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import type { Recipient } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import {
  collectedLine,
  collectedOrder,
  READ_AT,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { answerReviews, type ReviewAnswer } from './answer';
import { bundleShipments } from './bundle';
import { bundleScreen, type Review } from './screen';

const march = { from: '2026-03-01', to: '2026-03-31', scope: 'same_channel' as const };
const home = collectedLine('x').recipient;
const elsewhere = { ...home, postcode: '04524', address1: '서울특별시 중구 세종대로 110' };
const mobiles = ['010-1111-0001', '010-1111-0002', '010-1111-0003'];

let database: TestDatabase;
let ctx: Ctx & { userId: number };
let channelId: number;
let ids: number[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Three parcels to one name and address with three phones: one question, the first its base. */
beforeEach(async () => {
  const made = await makeMall();
  ctx = { ...made, userId: made.userId ?? 0 };
  channelId = await makeChannel(ctx);
  const { SHIRT } = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 9 }]);
  for (const [at, mobile] of mobiles.entries()) await tell(String(at + 1), { ...home, mobile });
  ids = (await seeShipments(ctx)).map((shipment) => shipment.id);
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update shipment_lines set composition_id = ${SHIRT.compositionId}
      where mall_id = ${ctx.mallId}`);
    await refreshShipments(tx, ctx, ids);
  });
  await bundleShipments(ctx, march);
  expect(await asked()).toEqual([ids]);
});

it('asks no longer about a parcel that the channel sends elsewhere', async () => {
  await tell('3', { ...elsewhere, mobile: mobiles[2] ?? '' }, 1);
  expect(await asked()).toEqual([ids.slice(0, 2)]);
});

it('asks nothing of those whose base the channel sends elsewhere', async () => {
  await tell('1', { ...elsewhere, name: '한서준', mobile: mobiles[0] ?? '' }, 1);
  expect(await asked()).toEqual([]);
});

it('refuses an answer about a recipient that has changed since it was shown, and remembers nothing', async () => {
  const [shown] = await reviews();
  const answer = answerTo(shown);
  await tell('2', { ...home, mobile: '010-1111-0009' }, 1);
  await expect(answerReviews(ctx, [answer])).rejects.toMatchObject({
    messageKey: 'bundle.errors.recipientChanged',
  });
  expect(await bundleShipments(ctx, march)).toMatchObject({ joined: 0, reviews: 1 });
  const [again] = await reviews();
  expect(await answerReviews(ctx, [answerTo(again)])).toMatchObject({ joined: 2 });
});

function tell(orderNo: string, recipient: Recipient, minute = 0) {
  const order = collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { recipient })]);
  return takeIn(ctx, channelId, [order], { readAt: new Date(READ_AT.getTime() + minute * 60_000) });
}

async function reviews(): Promise<Review[]> {
  const request = pageRequest(undefined, 20);
  const { page } = await bundleScreen(ctx, march, { tab: 'reviews', request });
  return page.tab === 'reviews' ? page.rows : [];
}

async function asked(): Promise<number[][]> {
  return (await reviews()).map(({ rows }) => rows.map((row) => row.shipmentId));
}

/** All together on the base. */
function answerTo(review: Review | undefined): ReviewAnswer {
  if (!review) throw new Error('Nothing is asked.');
  const [, ...members] = review.rows;
  return {
    baseShipmentId: review.baseShipmentId,
    members: members.map(({ shipmentId }) => ({ shipmentId, together: true })),
    seen: review.rows.map((row) => row.seen),
  };
}
