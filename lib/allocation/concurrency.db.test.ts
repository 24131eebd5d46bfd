import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  makeChannel,
  makeComposition,
  makeMall,
  makeOrders,
  makeVariants,
  TEST_NOW,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockOrderLines } from '@/lib/shipments/locks';
import { retire } from '@/lib/shipments/retire';
import { openTouches } from '@/lib/shipments/touches';
import { adjustStock } from '@/lib/stock/adjust';
import { receiveStock } from '@/lib/stock/receive';
import { allocateShipments, allocateThese } from './allocate';
import type { Conditions } from './conditions';
import { deallocateShipments } from './deallocate';
import { splitShipments } from './split';
import { undoAllocation } from './undo';

const WORKERS = 8;
const OPERATIONS = 40;
const ORDERS = 60;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

type World = { ctx: Ctx; variantIds: number[]; shipmentIds: number[]; orderLineIds: number[] };
type Operation = (world: World, pick: Pick) => Promise<unknown>;
type Pick = <Value>(from: readonly Value[]) => Value;

const conditions: Conditions = {
  from: new Date(TEST_NOW.getTime() - 86_400_000),
  until: new Date(TEST_NOW.getTime() + 86_400_000),
  channelIds: [],
  supplierIds: [],
  tags: [],
  reallocatesWhole: true,
  reallocatesPartly: true,
  servesPartly: true,
  includesHeld: false,
  splitting: 'by_row',
};

const runs: Operation[] = [
  ({ ctx }, pick) =>
    allocateShipments(ctx, { ...conditions, reallocatesWhole: pick([true, false]) }),
  ({ ctx }) => allocateShipments(ctx, { ...conditions, splitting: 'all' }),
  ({ ctx }, pick) => undoLatest(ctx, pick),
];

const singles: Operation[] = [
  ({ ctx, shipmentIds }, pick) => allocateThese(ctx, several(shipmentIds, pick)),
  ({ ctx, shipmentIds }, pick) => deallocateShipments(ctx, several(shipmentIds, pick)),
  ({ ctx, shipmentIds }, pick) => splitShipments(ctx, several(shipmentIds, pick)),
  ({ ctx, variantIds }, pick) =>
    receiveStock(
      ctx,
      variantIds.map((variantId) => ({ variantId, qty: pick([1, 2, 3]) })),
    ),
  ({ ctx, variantIds }, pick) =>
    adjustStock(ctx, { variantId: pick(variantIds), changeQty: pick([-2, -1, 1]), reason: '파손' }),
  ({ ctx, orderLineIds }, pick) => cancelUnit(ctx, pick(orderLineIds)),
];

/** One run at a time in a mall; between them people work by hand. */
const operations = [...runs, ...singles, ...singles, ...singles];

it('eight people at once neither oversell nor wait for each other for ever', {
  timeout: 120_000,
}, async () => {
  const world = await makeWorld();
  const outcomes = await Promise.all(
    Array.from({ length: WORKERS }, (_, worker) => work(world, picker(worker + 1))),
  );
  const all = outcomes.flat();
  const committed = all.filter((outcome) => outcome === 'committed').length;
  expect(all.filter((outcome) => outcome !== 'committed' && !REFUSALS.includes(outcome))).toEqual(
    [],
  );
  expect(committed).toBeGreaterThan(all.length * 0.7);
  expect(await deadlocks()).toBe(0);
  await checkInvariants();
  const served = await allocateShipments(world.ctx, conditions);
  expect(served.whole + served.partly + served.none).toBeGreaterThan(0);
  await checkInvariants();
});

/** What a person is told when somebody else was quicker. */
const REFUSALS = [
  'errors.alreadyRunning',
  'errors.alreadyUndone',
  'errors.notFound',
  'stock.errors.belowAllocated',
  'nothing left to cancel',
];

async function work(world: World, pick: Pick): Promise<string[]> {
  const outcomes: string[] = [];
  for (let done = 0; done < OPERATIONS; done++) {
    try {
      await pick(operations)(world, pick);
      outcomes.push('committed');
    } catch (error) {
      outcomes.push(error instanceof ExpectedError ? error.messageKey : messageOf(error));
    }
  }
  return outcomes;
}

async function cancelUnit(ctx: Ctx, orderLineId: number) {
  await inMall(ctx, async (tx) => {
    await lockOrderLines(tx, ctx, [orderLineId]);
    const { left } = await oneRow<{ left: number }>(
      tx,
      sql`select qty - cancelled_qty as left from order_lines
        where mall_id = ${ctx.mallId} and id = ${orderLineId}`,
    );
    if (left === 0) throw new Error('nothing left to cancel');
    const touches = openTouches(tx, ctx, 'claim', {});
    await retire(tx, ctx, [{ orderLineId, addedQty: 1 }], touches);
    await touches.finish();
  });
}

async function undoLatest(ctx: Ctx, pick: Pick) {
  const runs = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select id from runs where mall_id = ${ctx.mallId} and kind = 'allocate'
        and undone_by_run_id is null and undoes_run_id is null
      order by id desc limit 3`,
    ),
  );
  if (runs.length > 0) await undoAllocation(ctx, pick(runs).id);
}

async function makeWorld(): Promise<World> {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const made = Object.values(
    await makeVariants(ctx, [
      { code: 'V1', onHand: 20 },
      { code: 'V2', onHand: 10 },
      { code: 'V3', onHand: 5 },
    ]),
  );
  const variantIds = made.map((variant) => variant.variantId);
  const kit = await inMall(ctx, (tx) =>
    makeComposition(
      tx,
      ctx,
      variantIds.map((variantId) => ({ variantId, qty: 2 })),
    ),
  );
  const compositionIds = [...made.map((variant) => variant.compositionId), kit];
  const pick = picker(99);
  const orders = await makeOrders(
    ctx,
    Array.from({ length: ORDERS }, (_, index) => ({
      orderNo: `A-${index}`,
      channelId,
      lines: Array.from({ length: pick([1, 2, 3]) }, () => ({
        compositionId: pick(compositionIds),
        qty: pick([1, 2, 3]),
      })),
    })),
  );
  const lines = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select id from order_lines where mall_id = ${ctx.mallId} order by id`,
    ),
  );
  const shipmentIds = orders.map((order) => order.shipmentId);
  return { ctx, variantIds, shipmentIds, orderLineIds: lines.map((line) => line.id) };
}

const several = (ids: readonly number[], pick: Pick) => [pick(ids), pick(ids), pick(ids)];

/** The same choices every time. */
function picker(seed: number): Pick {
  let state = seed;
  return (from) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const chosen = from[Math.floor((state / 2 ** 32) * from.length)];
    if (chosen === undefined) throw new Error('Nothing to pick from');
    return chosen;
  };
}

/** Sessions report to the statistics at most once a second. */
async function deadlocks(): Promise<number> {
  await setTimeout(1_200);
  const found = await oneRow<{ count: number }>(
    systemDb(),
    sql`select deadlocks as count from pg_stat_database where datname = current_database()`,
  );
  return found.count;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
