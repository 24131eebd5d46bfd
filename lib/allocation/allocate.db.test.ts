import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { dumpMall, makeChannel, makeComposition, makeOrders, TEST_NOW } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { hold } from '@/lib/shipments/holds/hold';
import { lockStage } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { allocateShipments } from './allocate';
import { savePriority } from './saved-priority';
import { conditions, freshMalls, HOUR_MS } from './testing';

const mall = freshMalls();
const { order, make, standing, reasonOf, lastRuns, reserved, change, tag, decisionsOf } = mall;

describe('a run', () => {
  it('serves whole ones first and then the others from what is left', async () => {
    const [big, small, mixed] = await make([
      order('A-1', [[mall.goods.SHIRT, 6]]),
      order('A-2', [[mall.goods.SHIRT, 4]]),
      order('A-3', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 1],
      ]),
    ]);
    const result = await allocateShipments(mall.ctx, conditions);
    expect(result).toMatchObject({ whole: 1, partly: 1, none: 1, leftOut: 0, split: 0 });
    expect(await standing([big, small, mixed])).toEqual([
      { stage: 'ready', allocatedQty: 0, rule: 'noneOfStock' },
      { stage: 'allocated', allocatedQty: 4, rule: 'whole' },
      { stage: 'ready', allocatedQty: 1, rule: 'partlyTaken' },
    ]);
    expect(await reserved()).toEqual([4, 1]);
  });

  it('serves by the priority that the mall has saved', async () => {
    const favoured = await makeChannel(mall.ctx, { marketplace: 'cafe24', priority: 1 });
    const [usual, first] = await make([
      order('A-1', [[mall.goods.SHIRT, 5]]),
      { ...order('A-2', [[mall.goods.SHIRT, 5]]), channelId: favoured },
    ]);
    await savePriority(mall.ctx, ['channel_priority', 'ship_by']);
    await allocateShipments(mall.ctx, conditions);
    expect(await standing([usual, first])).toMatchObject([
      { stage: 'ready' },
      { stage: 'allocated' },
    ]);
    const reason = await reasonOf(usual);
    expect(reason?.values).toMatchObject({ taker: first, needed: 5, available: 5, taken: 5 });
  });

  it('says of what it leaves out why, and touches it no further', async () => {
    const [held, waiting, requested, market] = await make([
      order('A-1', [[mall.goods.SHIRT, 1]]),
      { ...order('A-2', [[mall.goods.SHIRT, 1]]), channelState: 'paid' },
      order('A-3', [[mall.goods.SHIRT, 1]]),
      order('A-4', [[mall.goods.SHIRT, 1]]),
    ]);
    await inMall(mall.ctx, (tx) => hold(tx, mall.ctx, [held], 'operator', '전화 확인'));
    await change(requested, sql`requested_export_id = 77`);
    await change(market, sql`is_market_shipped = true`);
    expect(await allocateShipments(mall.ctx, conditions)).toMatchObject({ whole: 0, leftOut: 4 });
    expect(await standing([held, waiting, requested, market])).toEqual(
      ['held', 'unacknowledged', 'requested', 'marketShipped'].map((rule) => ({
        stage: 'ready',
        allocatedQty: 0,
        rule,
      })),
    );
    expect(await lastRuns([held, waiting, requested, market])).toEqual([null, null, null, null]);
  });

  it('serves held ones when asked to, but for those that a claim stops', async () => {
    const [held, claimed] = await make([
      order('A-1', [[mall.goods.SHIRT, 1]]),
      order('A-2', [[mall.goods.SHIRT, 1]]),
    ]);
    await inMall(mall.ctx, (tx) => hold(tx, mall.ctx, [held], 'operator'));
    await inMall(mall.ctx, (tx) => hold(tx, mall.ctx, [claimed], 'claim'));
    await allocateShipments(mall.ctx, { ...conditions, includesHeld: true });
    expect(await standing([held, claimed])).toMatchObject([{ rule: 'whole' }, { rule: 'held' }]);
  });

  it('looks only where its conditions do', async () => {
    const other = await makeChannel(mall.ctx, { marketplace: 'cafe24' });
    const monthsAgo = new Date(TEST_NOW.getTime() - 90 * 24 * HOUR_MS);
    const made = await make([
      { ...order('A-1', [[mall.goods.SHIRT, 1]]), paidAt: monthsAgo },
      { ...order('A-2', [[mall.goods.SHIRT, 1]]), channelId: other },
      order('A-3', [[mall.goods.SOCKS, 1]]),
      order('A-4', [[mall.goods.SHIRT, 1]]),
    ]);
    await tag(mall.goods.SHIRT, ['여름']);
    const only = { ...conditions, channelIds: [mall.channelId], tags: ['여름', 'VIP'] };
    expect(await allocateShipments(mall.ctx, only)).toMatchObject({ whole: 1 });
    expect((await standing(made)).map((row) => row.stage)).toEqual([
      'ready',
      'ready',
      'ready',
      'allocated',
    ]);
    const none = { ...conditions, supplierIds: [4711] };
    expect(await allocateShipments(mall.ctx, none)).toMatchObject({ whole: 0, none: 0 });
  });

  it('serves lines without goods, and goods that the supplier ships, without stock', async () => {
    const noGoods = await inMall(mall.ctx, (tx) => makeComposition(tx, mall.ctx, []));
    const [made] = await makeOrders(mall.ctx, [
      {
        orderNo: 'A-1',
        channelId: mall.channelId,
        lines: [
          { compositionId: noGoods, qty: 1 },
          { compositionId: mall.goods.SHIRT.compositionId, qty: 50 },
        ],
      },
    ]);
    await inMall(mall.ctx, (tx) =>
      tx.execute(sql`update variants set is_supplier_shipped = true
        where mall_id = ${mall.ctx.mallId} and id = ${mall.goods.SHIRT.variantId}`),
    );
    expect(await allocateShipments(mall.ctx, conditions)).toMatchObject({ whole: 1 });
    expect(await standing([made?.shipmentId ?? 0])).toMatchObject([{ stage: 'allocated' }]);
    expect(await reserved()).toEqual([0, 0]);
  });

  it('writes what refreshShipments would find', async () => {
    const made = await make([
      order('A-1', [[mall.goods.SHIRT, 6]]),
      order('A-2', [[mall.goods.SHIRT, 4]]),
      order('A-3', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 1],
      ]),
    ]);
    await allocateShipments(mall.ctx, conditions);
    const written = await dumpMall(mall.ctx);
    await inMall(mall.ctx, (tx) => refreshShipments(tx, mall.ctx, made));
    expect(await dumpMall(mall.ctx)).toEqual(written);
  });

  it('does nothing the second time', async () => {
    const made = await make([
      order('A-1', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 9],
      ]),
      order('A-2', [[mall.goods.SHIRT, 3]]),
    ]);
    const first = await allocateShipments(mall.ctx, conditions);
    const written = await dumpMall(mall.ctx);
    await allocateShipments(mall.ctx, conditions);
    expect(await dumpMall(mall.ctx)).toEqual(written);
    expect(await lastRuns(made)).toEqual([null, first.runId]);
  });

  it('is refused while another one runs', async () => {
    await make([order('A-1', [[mall.goods.SHIRT, 3]])]);
    await inMall(mall.ctx, async (tx) => {
      await lockStage(tx, mall.ctx, 'allocate');
      await expect(allocateShipments(mall.ctx, conditions)).rejects.toMatchObject({
        messageKey: 'errors.alreadyRunning',
      });
    });
  });

  it('records of an automatic run only what is new', async () => {
    const robot: Ctx = { ...mall.ctx, userId: null };
    await make([order('A-1', [[mall.goods.SHIRT, 3]]), order('A-2', [[mall.goods.SHIRT, 3]])]);
    const first = await allocateShipments(robot, conditions);
    const second = await allocateShipments(robot, conditions);
    expect([
      (await decisionsOf(first.runId)).length,
      (await decisionsOf(second.runId)).length,
    ]).toEqual([2, 1]);
    const third = await allocateShipments(robot, conditions);
    expect((await decisionsOf(third.runId)).length).toBe(0);
  });
});
