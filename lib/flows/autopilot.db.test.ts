import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, TEST_NOW } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { inMall } from '@/lib/context';
import { orderFormSchema } from '@/lib/registration/order-form';
import { saveAutopilot } from '@/lib/settings/autopilot';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { lockStage } from '@/lib/shipments/locks';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { receiveStock } from '@/lib/stock/receive';
import { afterCollection } from './after-collection';
import { goOnAfterEntry, registerOrder } from './after-registration';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  await makeVariants(ctx, [{ code: 'SKU-1', onHand: 3 }]);
});

const everything = {
  days: 31,
  bundleScope: 'same_channel',
  allocation: { servesPartly: false, reallocatesPartly: true },
} as const;

describe('the autopilot', () => {
  it('is off until the mall switches it on: orders are matched and wait', async () => {
    await collected('A-1', 'A-2');
    expect(await stages()).toEqual(['ready', 'ready']);
  });

  it('bundles and allocates what was collected, as runs of nobody', async () => {
    await saveAutopilot(ctx, everything);
    await collected('A-1', 'A-2');
    expect(await stages()).toEqual(['absorbed', 'allocated']);
    const runs = [...(await pastRuns(ctx, 'bundle')), ...(await pastRuns(ctx, 'allocate'))];
    expect(runs.map((run) => run.operator)).toEqual([null, null]);
  });

  it('never splits: what has stock for a part only is left to people', async () => {
    await saveAutopilot(ctx, { ...everything, bundleScope: null });
    await collected('A-1', 'A-2', 'A-3', 'A-4');
    expect(await stages()).toEqual(['allocated', 'allocated', 'allocated', 'ready']);
  });

  it('allocates only what the mall has chosen for it', async () => {
    const allocation = { ...everything.allocation, channelIds: [channelId], tags: ['여름'] };
    await saveAutopilot(ctx, { ...everything, allocation });
    await collected('A-1');
    expect(await stages()).toEqual(['ready']);
    await inMall(ctx, (tx) =>
      tx.execute(sql`update variants set tags = '{여름,겨울}' where mall_id = ${ctx.mallId}`),
    );
    await collected('A-2');
    expect(await stages()).toEqual(['absorbed', 'allocated']);
  });

  it('leaves a step out that the mall keeps for its people', async () => {
    await saveAutopilot(ctx, { ...everything, allocation: null });
    await collected('A-1', 'A-2');
    expect(await stages()).toEqual(['absorbed', 'ready']);
  });

  it('gives goods that came since to what waits, and leaves no run where there is nothing to give', async () => {
    await saveAutopilot(ctx, { ...everything, bundleScope: null });
    await collected('A-1', 'A-2', 'A-3', 'A-4');
    await afterCollection(nobody(), []);
    expect(await pastRuns(ctx, 'allocate')).toHaveLength(1);
    const { id: variantId } = await inMall(ctx, (tx) =>
      oneRow<{ id: number }>(tx, sql`select id from variants where mall_id = ${ctx.mallId}`),
    );
    await receiveStock(ctx, [{ variantId, qty: 1 }]);
    await afterCollection(nobody(), []);
    expect(await stages()).toEqual(['allocated', 'allocated', 'allocated', 'allocated']);
    await afterCollection(nobody(), []);
    expect(await pastRuns(ctx, 'allocate')).toHaveLength(2);
  });

  it('waits for no gift where what was bought has come', async () => {
    await saveAutopilot(ctx, { ...everything, bundleScope: null });
    await collected('A-1', 'A-2', 'A-3', 'A-4');
    const { TOY } = await makeVariants(ctx, [{ code: 'TOY' }]);
    await inMall(ctx, async (tx) => {
      await tx.execute(sql`
        insert into shipment_lines (mall_id, shipment_id, order_id, qty, amount, composition_id,
          home_shipment_id, gift_rule_id)
        select mall_id, id, base_order_id, 1, 0, ${TOY.compositionId}, id, 1
        from shipments where mall_id = ${ctx.mallId} and stage = 'ready'`);
      await tx.execute(sql`
        update shipments set wanted_qty = wanted_qty + 1
        where mall_id = ${ctx.mallId} and stage = 'ready'`);
    });
    const { id: variantId } = await inMall(ctx, (tx) =>
      oneRow<{ id: number }>(
        tx,
        sql`select id from variants where mall_id = ${ctx.mallId} and variant_code = 'SKU-1'`,
      ),
    );
    await receiveStock(ctx, [{ variantId, qty: 1 }]);
    await afterCollection(nobody(), []);
    expect(await pastRuns(ctx, 'allocate')).toHaveLength(2);
  });

  it('goes on after orders that a person has registered, as runs of nobody', async () => {
    await saveAutopilot(ctx, everything);
    await goOnAfterEntry(ctx, await registerOrder(ctx, typedOrder()));
    expect(await stages()).toEqual(['allocated']);
    expect(await pastRuns(ctx, 'allocate')).toMatchObject([{ operator: null }]);
  });

  it('waits for a run that looked before the orders came', async () => {
    await saveAutopilot(ctx, everything);
    const { added } = await takeIn(ctx, channelId, ['A-1', 'A-2'].map(order));
    let isOver = false;
    const running = inMall(ctx, async (tx) => {
      await lockStage(tx, ctx, 'bundle');
      await new Promise((resolve) => setTimeout(resolve, 700));
      isOver = true;
    });
    await afterCollection(nobody(), added);
    expect(isOver).toBe(true);
    await running;
    expect(await stages()).toEqual(['absorbed', 'allocated']);
  });
});

const nobody = (): Ctx => ({ ...ctx, userId: null, now: TEST_NOW });

const order = (orderNo: string) =>
  collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { sellerOptionCode: 'SKU-1' })]);

const typedOrder = () =>
  orderFormSchema.parse({
    channelId,
    recipientName: '한도윤',
    recipientMobile: '010-2345-6789',
    address1: '서울특별시 중구 세종대로 110',
    lines: [{ variantCode: 'SKU-1', productName: '셔츠', quantity: 1 }],
  });

async function collected(...orderNos: string[]): Promise<void> {
  const { added } = await takeIn(ctx, channelId, orderNos.map(order));
  await afterCollection(nobody(), added);
}

async function stages(): Promise<string[]> {
  return (await seeShipments(ctx)).map(({ stage }) => stage).sort();
}
