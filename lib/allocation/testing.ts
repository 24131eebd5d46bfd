import { type SQL, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeMall,
  makeOrders,
  makeVariants,
  type StockedVariant,
  TEST_NOW,
  type TestOrder,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import type { Conditions } from './conditions';
import { allocationReason } from './reasons';

export const HOUR_MS = 3_600_000;

export const conditions: Conditions = {
  from: new Date(TEST_NOW.getTime() - 30 * 24 * HOUR_MS),
  until: new Date(TEST_NOW.getTime() + HOUR_MS),
  channelIds: [],
  supplierIds: [],
  tags: [],
  reallocatesWhole: false,
  reallocatesPartly: true,
  servesPartly: true,
  includesHeld: false,
  splitting: 'off',
};

export const conditionsOf = (splitting: Conditions['splitting']) => ({ ...conditions, splitting });

type World = {
  ctx: Ctx;
  /** A mall with the same order numbers, which nothing may touch. */
  other: Ctx;
  channelId: number;
  /** Five of each. */
  goods: { SHIRT: StockedVariant; SOCKS: StockedVariant };
};

/** A fresh mall for each test beside another one. */
export function freshMalls() {
  const world = {} as World;
  let database: TestDatabase;
  let otherDump: unknown;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    Object.assign(world, await makeWorld());
    otherDump = await dumpMall(world.other);
  });
  afterEach(async () => {
    expect(await dumpMall(world.other)).toEqual(otherDump);
  });
  return Object.assign(world, makingIn(world), readingIn(world), changingIn(world));
}

async function makeWorld(): Promise<World> {
  const [ctx, other] = [await makeMall(), await makeMall('남의 상회')];
  const channelId = await makeChannel(ctx);
  const otherChannel = await makeChannel(other);
  const { SHIRT } = await stocked(other);
  await makeOrders(other, [{ ...orderOf(otherChannel, 'A-1', [[SHIRT, 2]]) }]);
  return { ctx, other, channelId, goods: await stocked(ctx) };
}

async function stocked(ctx: Ctx): Promise<World['goods']> {
  const { SHIRT, SOCKS } = await makeVariants(ctx, [
    { code: 'SHIRT', onHand: 5 },
    { code: 'SOCKS', onHand: 5 },
  ]);
  return { SHIRT, SOCKS };
}

type Wanted = [goods: StockedVariant, qty: number][];

function orderOf(channelId: number, orderNo: string, wanted: Wanted): TestOrder {
  const lines = wanted.map(([{ compositionId }, qty]) => ({ compositionId, qty }));
  return { orderNo, channelId, lines };
}

function makingIn(world: World) {
  return {
    order: (orderNo: string, wanted: Wanted) => orderOf(world.channelId, orderNo, wanted),
    /** The ids of the shipments. */
    make: async <const Orders extends TestOrder[]>(orders: Orders) => {
      const made = await makeOrders(world.ctx, orders);
      return made.map((row) => row.shipmentId) as { [At in keyof Orders]: number };
    },
  };
}

type Standing = {
  id: number;
  stage: string;
  wantedQty: number;
  allocatedQty: number;
  amount: number;
  group: number | null;
  lastRunId: number | null;
  why: number | null;
  values: number[] | null;
};

function readingIn(world: World) {
  const find = <Row extends object>(query: (ctx: Ctx) => SQL) =>
    inMall(world.ctx, (tx) => rows<Row>(tx, query(world.ctx)));

  const shipmentsWhere = (condition: SQL) =>
    find<Standing>(
      ({ mallId }) => sql`
      select id, stage, wanted_qty as "wantedQty", allocated_qty as "allocatedQty", amount,
        split_group as "group", last_run_id as "lastRunId", why, why_values as values
      from shipments where mall_id = ${mallId} and ${condition} order by id`,
    );

  const byIds = (ids: number[]) => shipmentsWhere(sql`id = any(${sql.param(ids)}::bigint[])`);

  return {
    standing: async (ids: number[]) =>
      (await byIds(ids)).map(({ stage, allocatedQty, why, values }) => {
        return { stage, allocatedQty, rule: allocationReason(why, values)?.rule ?? null };
      }),
    reasonOf: async (id: number) => {
      const [row] = await byIds([id]);
      return row ? allocationReason(row.why, row.values) : null;
    },
    lastRuns: async (ids: number[]) => (await byIds(ids)).map((row) => row.lastRunId),
    partsOf: async (shipmentId: number) =>
      (await shipmentsWhere(sql`split_group = ${shipmentId}`)).map(
        ({ stage, wantedQty, allocatedQty, amount, group, why, values }) => {
          const rule = allocationReason(why, values)?.rule ?? null;
          return { stage, wantedQty, allocatedQty, amount, group, rule };
        },
      ),
    reserved: async () => {
      const shelves = await find<{ allocated: number }>(
        ({ mallId }) =>
          sql`select allocated from stock where mall_id = ${mallId} order by variant_id`,
      );
      return shelves.map((shelf) => shelf.allocated);
    },
    decisionsOf: async (runId: number) => {
      const found = await find<{ shipmentId: number; rule: number; values: number[] }>(
        ({ mallId }) => sql`
        select shipment_id as "shipmentId", rule, "values" from run_decisions
        where mall_id = ${mallId} and run_id = ${runId} order by shipment_id`,
      );
      return found.map(({ shipmentId, rule, values }) => {
        return { shipmentId, ...allocationReason(rule, values) };
      });
    },
    /** Rows as they are, with reasons and last runs, but for what an undone split leaves empty. */
    exactDump: async () => ({
      shipments: await find<{ id: number }>(
        ({ mallId }) => sql`
        select * from shipments where mall_id = ${mallId} and stage <> 'absorbed' order by id`,
      ),
      lines: await find(
        ({ mallId }) => sql`select * from shipment_lines where mall_id = ${mallId} order by id`,
      ),
      stock: await find(
        ({ mallId }) => sql`select * from stock where mall_id = ${mallId} order by variant_id`,
      ),
    }),
  };
}

function changingIn(world: World) {
  const run = (query: (ctx: Ctx) => SQL) =>
    inMall(world.ctx, async (tx) => void (await tx.execute(query(world.ctx))));
  return {
    change: (shipmentId: number, assignment: SQL) =>
      run(
        ({ mallId }) => sql`
        update shipments set ${assignment} where mall_id = ${mallId} and id = ${shipmentId}`,
      ),
    tag: ({ variantId }: StockedVariant, tags: string[]) =>
      run(
        ({ mallId }) => sql`
        update variants set tags = ${sql.param(tags)}::text[]
        where mall_id = ${mallId} and id = ${variantId}`,
      ),
    /** Puts more on the shelf, through the ledger. */
    shelve: ({ variantId }: StockedVariant, qty: number) =>
      run(
        ({ mallId, now }) => sql`
        with received as (
          update stock set on_hand = on_hand + ${qty}
          where mall_id = ${mallId} and variant_id = ${variantId}
        )
        insert into stock_movements (mall_id, variant_id, kind, qty, at)
        values (${mallId}, ${variantId}, 'receive', ${qty}, ${now.toISOString()})`,
      ),
  };
}
