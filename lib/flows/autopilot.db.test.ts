import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, TEST_NOW } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { inMall } from '@/lib/context';
import { saveAutopilot } from '@/lib/settings/autopilot';
import { lockStage } from '@/lib/shipments/locks';
import { pastRuns } from '@/lib/shipments/run-history';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/testing-intake';
import { afterCollection } from './after-collection';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(checkInvariants);
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

async function collected(...orderNos: string[]): Promise<void> {
  const { added } = await takeIn(ctx, channelId, orderNos.map(order));
  await afterCollection(nobody(), added);
}

async function stages(): Promise<string[]> {
  return (await seeShipments(ctx)).map(({ stage }) => stage).sort();
}
