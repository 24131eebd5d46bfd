import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import { enterClaim } from '@/lib/claims/enter';
import { claimCounts, claimList } from '@/lib/claims/screen';
import { type Ctx, inMall } from '@/lib/context';
import { askNotices } from '@/lib/notices/ask';
import { openNotices } from '@/lib/notices/screen';
import { pageRequest } from '@/lib/paging';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { settleNoticeByHand } from './settle-notice';

let database: TestDatabase;
let ctx: Ctx;
let shipmentId: number;
let lineId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const { SHIRT } = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 5 }]);
  const lines = [{ compositionId: SHIRT.compositionId, qty: 3 }];
  const [order] = await makeOrders(ctx, [{ orderNo: 'A-1', channelId, lines }]);
  shipmentId = order?.shipmentId ?? 0;
  ({ lineId } = await inMall(ctx, (tx) =>
    oneRow<{ lineId: number }>(
      tx,
      sql`select id as "lineId" from order_lines where mall_id = ${ctx.mallId}`,
    ),
  ));
  await allocateThese(ctx, [shipmentId]);
});

const isTyped = () =>
  inMall(ctx, (tx) =>
    tx.execute(sql`update orders set source = 'form' where mall_id = ${ctx.mallId}`),
  );

const cancel = (qty?: number) =>
  askNotices(ctx, { lines: [{ lineId, qty }] }, { kind: 'sold_out', detail: '품절' });

const parcel = () =>
  inMall(ctx, (tx) =>
    oneRow<{ wanted: number; allocated: number; holds: string[] }>(
      tx,
      sql`select wanted_qty as wanted, allocated_qty as allocated, hold_kinds as holds
        from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId}`,
    ),
  );

it('takes so many units of a typed order out of its parcel, and lets the rest go', async () => {
  await isTyped();
  expect(await cancel(1)).toMatchObject({ queued: 0, byHand: 1, kept: 0 });
  expect(await parcel()).toEqual({ wanted: 3, allocated: 3, holds: ['claim'] });
  const [notice] = (await openNotices(ctx, 'open', pageRequest(undefined, 20))).rows;
  await settleNoticeByHand(ctx, { id: notice?.id ?? 0, decision: 'done' });
  expect(await parcel()).toEqual({ wanted: 2, allocated: 2, holds: [] });
});

it('takes all that is left where nobody says how many', async () => {
  await isTyped();
  await cancel();
  const [notice] = (await openNotices(ctx, 'open', pageRequest(undefined, 20))).rows;
  await settleNoticeByHand(ctx, { id: notice?.id ?? 0, decision: 'done' });
  expect(await parcel()).toMatchObject({ wanted: 0, allocated: 0 });
});

it('refuses more than is left, and a part of what a channel has reported', async () => {
  await expect(cancel(1)).rejects.toMatchObject({ messageKey: 'notices.errors.wholeOnly' });
  expect(await parcel()).toMatchObject({ holds: [] });
  expect(await cancel(3)).toMatchObject({ byHand: 1 });
  await isTyped();
  await expect(cancel(4)).rejects.toMatchObject({ messageKey: 'notices.errors.nothing' });
});

it('asks for a line where none is chosen', async () => {
  await expect(
    askNotices(ctx, { shipmentIds: [] }, { kind: 'sold_out', detail: '품절' }),
  ).rejects.toMatchObject({ messageKey: 'notices.errors.noneChosen' });
});

it('refuses more than is left of a typed order', async () => {
  await isTyped();
  await expect(cancel(4)).rejects.toMatchObject({ messageKey: 'notices.errors.quantity' });
});

it('is told apart from what buyers ask to cancel', async () => {
  await isTyped();
  await cancel(1);
  const all = { state: null, period: null, channelIds: [], kind: 'orderNo', word: '' } as const;
  const seen = async (queue: 'cancel' | 'sold_out') => {
    const { total } = await claimList(ctx, { ...all, queue }, { at: 'first', size: 20 });
    const { queues, states } = await claimCounts(ctx, { ...all, queue });
    expect([queues[queue], states.requested]).toEqual([total, total]);
    return total;
  };
  const panel = async () => (await stageCounts(ctx)).panel.cancelRequested;
  expect([await seen('sold_out'), await seen('cancel'), await panel()]).toEqual([1, 0, 0]);
  await enterClaim(ctx, { orderLineId: lineId, kind: 'cancel', qty: 1, reason: '단순변심' });
  expect([await seen('sold_out'), await seen('cancel'), await panel()]).toEqual([1, 1, 1]);
});
