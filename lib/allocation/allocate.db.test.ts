import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeComposition,
  makeMall,
  makeOrders,
  makeVariants,
  type StockedVariant,
  TEST_NOW,
  type TestOrder,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { hold } from '@/lib/shipments/hold';
import { lockStage } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/refresh';
import { allocateShipments, allocateThese } from './allocate';
import type { Conditions } from './conditions';
import { deallocateShipments } from './deallocate';
import { previewAllocation } from './preview';
import { allocationReason } from './reasons';
import { savePriority } from './saved-priority';
import { splitShipments } from './split';
import { undoAllocation } from './undo';

const HOUR_MS = 3_600_000;

const conditions: Conditions = {
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

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;
let otherDump: unknown;
let channelId: number;
let goods: { SHIRT: StockedVariant; SOCKS: StockedVariant };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  channelId = await makeChannel(ctx);
  goods = await stocked(ctx, 5, 5);
  const foreign = await stocked(otherMall, 5, 5);
  const otherChannel = await makeChannel(otherMall);
  await makeOrders(otherMall, [{ ...order('A-1', [[foreign.SHIRT, 2]]), channelId: otherChannel }]);
  otherDump = await dumpMall(otherMall);
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherDump);
  await checkInvariants();
});

describe('a run', () => {
  it('serves whole ones first and then the others from what is left', async () => {
    const [big, small, mixed] = await make([
      order('A-1', [[goods.SHIRT, 6]]),
      order('A-2', [[goods.SHIRT, 4]]),
      order('A-3', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 1],
      ]),
    ]);
    const result = await allocateShipments(ctx, conditions);
    expect(result).toMatchObject({ whole: 1, partly: 1, none: 1, leftOut: 0, split: 0 });
    expect(await standing([big, small, mixed])).toEqual([
      { stage: 'ready', allocatedQty: 0, rule: 'noneOfStock' },
      { stage: 'allocated', allocatedQty: 4, rule: 'whole' },
      { stage: 'ready', allocatedQty: 1, rule: 'partlyTaken' },
    ]);
    expect(await reserved()).toEqual([4, 1]);
  });

  it('serves by the priority that the mall has saved', async () => {
    const favoured = await makeChannel(ctx, { marketplace: 'cafe24', priority: 1 });
    const [usual, first] = await make([
      order('A-1', [[goods.SHIRT, 5]]),
      { ...order('A-2', [[goods.SHIRT, 5]]), channelId: favoured },
    ]);
    await savePriority(ctx, ['channel_priority', 'ship_by']);
    await allocateShipments(ctx, conditions);
    expect(await standing([usual, first])).toMatchObject([
      { stage: 'ready' },
      { stage: 'allocated' },
    ]);
    const { reason } = await reasonsOf(usual);
    expect(reason?.values).toMatchObject({ taker: first, needed: 5, available: 5, taken: 5 });
  });

  it('says of what it leaves out why, and touches it no further', async () => {
    const [held, waiting, requested, market] = await make([
      order('A-1', [[goods.SHIRT, 1]]),
      { ...order('A-2', [[goods.SHIRT, 1]]), channelState: 'paid' },
      order('A-3', [[goods.SHIRT, 1]]),
      order('A-4', [[goods.SHIRT, 1]]),
    ]);
    await inMall(ctx, (tx) => hold(tx, ctx, [held], 'operator', '전화 확인'));
    await change(requested, sql`requested_export_id = 77`);
    await change(market, sql`is_market_shipped = true`);
    expect(await allocateShipments(ctx, conditions)).toMatchObject({ whole: 0, leftOut: 4 });
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
      order('A-1', [[goods.SHIRT, 1]]),
      order('A-2', [[goods.SHIRT, 1]]),
    ]);
    await inMall(ctx, (tx) => hold(tx, ctx, [held], 'operator'));
    await inMall(ctx, (tx) => hold(tx, ctx, [claimed], 'claim'));
    await allocateShipments(ctx, { ...conditions, includesHeld: true });
    expect(await standing([held, claimed])).toMatchObject([{ rule: 'whole' }, { rule: 'held' }]);
  });

  it('looks only where its conditions do', async () => {
    const other = await makeChannel(ctx, { marketplace: 'cafe24' });
    const monthsAgo = new Date(TEST_NOW.getTime() - 90 * 24 * HOUR_MS);
    const made = await make([
      { ...order('A-1', [[goods.SHIRT, 1]]), paidAt: monthsAgo },
      { ...order('A-2', [[goods.SHIRT, 1]]), channelId: other },
      order('A-3', [[goods.SOCKS, 1]]),
      order('A-4', [[goods.SHIRT, 1]]),
    ]);
    await tag(goods.SHIRT, ['여름']);
    const only = { ...conditions, channelIds: [channelId], tags: ['여름', 'VIP'] };
    expect(await allocateShipments(ctx, only)).toMatchObject({ whole: 1 });
    expect((await standing(made)).map((row) => row.stage)).toEqual([
      'ready',
      'ready',
      'ready',
      'allocated',
    ]);
    const none = { ...conditions, supplierIds: [4711] };
    expect(await allocateShipments(ctx, none)).toMatchObject({ whole: 0, none: 0 });
  });

  it('serves lines without goods, and goods that the supplier ships, without stock', async () => {
    const noGoods = await inMall(ctx, (tx) => makeComposition(tx, ctx, []));
    const [made] = await makeOrders(ctx, [
      {
        orderNo: 'A-1',
        channelId,
        lines: [
          { compositionId: noGoods, qty: 1 },
          { compositionId: goods.SHIRT.compositionId, qty: 50 },
        ],
      },
    ]);
    await inMall(ctx, (tx) =>
      tx.execute(sql`update variants set is_supplier_shipped = true
        where mall_id = ${ctx.mallId} and id = ${goods.SHIRT.variantId}`),
    );
    expect(await allocateShipments(ctx, conditions)).toMatchObject({ whole: 1 });
    expect(await standing([made?.shipmentId ?? 0])).toMatchObject([{ stage: 'allocated' }]);
    expect(await reserved()).toEqual([0, 0]);
  });

  it('writes what refreshShipments would find', async () => {
    const made = await make([
      order('A-1', [[goods.SHIRT, 6]]),
      order('A-2', [[goods.SHIRT, 4]]),
      order('A-3', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 1],
      ]),
    ]);
    await allocateShipments(ctx, conditions);
    const written = await dumpMall(ctx);
    await inMall(ctx, (tx) => refreshShipments(tx, ctx, made));
    expect(await dumpMall(ctx)).toEqual(written);
  });

  it('does nothing the second time', async () => {
    const made = await make([
      order('A-1', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 9],
      ]),
      order('A-2', [[goods.SHIRT, 3]]),
    ]);
    const first = await allocateShipments(ctx, conditions);
    const written = await dumpMall(ctx);
    await allocateShipments(ctx, conditions);
    expect(await dumpMall(ctx)).toEqual(written);
    expect(await lastRuns(made)).toEqual([null, first.runId]);
  });

  it('is refused while another one runs', async () => {
    await make([order('A-1', [[goods.SHIRT, 3]])]);
    await inMall(ctx, async (tx) => {
      await lockStage(tx, ctx, 'allocate');
      await expect(allocateShipments(ctx, conditions)).rejects.toMatchObject({
        messageKey: 'errors.alreadyRunning',
      });
    });
  });

  it('records of an automatic run only what is new', async () => {
    const robot: Ctx = { ...ctx, userId: null };
    await make([order('A-1', [[goods.SHIRT, 3]]), order('A-2', [[goods.SHIRT, 3]])]);
    const first = await allocateShipments(robot, conditions);
    const second = await allocateShipments(robot, conditions);
    expect([await decisionCount(first.runId), await decisionCount(second.runId)]).toEqual([2, 1]);
    const third = await allocateShipments(robot, conditions);
    expect(await decisionCount(third.runId)).toBe(0);
  });
});

describe('the preview', () => {
  it('foretells the run and changes nothing', async () => {
    await make([
      order('A-1', [[goods.SHIRT, 6]]),
      order('A-2', [[goods.SHIRT, 4]]),
      order('A-3', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 1],
      ]),
    ]);
    const before = await dumpMall(ctx);
    const all = { ...conditions, splitting: 'all' as const };
    const preview = await previewAllocation(ctx, all);
    expect(await dumpMall(ctx)).toEqual(before);
    expect(preview.unserved.map((row) => row.reason.rule)).toEqual([
      'partlyOfStock',
      'partlyTaken',
    ]);
    const { runId: _, ...counts } = await allocateShipments(ctx, all);
    expect(preview.counts).toEqual(counts);
  });
});

describe('reallocation', () => {
  const dearer = (orderNo: string, qty: number): TestOrder => ({
    ...order(orderNo, [[goods.SHIRT, qty]]),
    shipBy: TEST_NOW,
  });

  it('takes back what a partly served one hoards, so that others go whole', async () => {
    const [hoarder] = await make([
      order('A-1', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 9],
      ]),
    ]);
    await allocateShipments(ctx, conditions);
    const [whole] = await make([order('A-2', [[goods.SHIRT, 4]])]);
    await allocateShipments(ctx, { ...conditions, reallocatesPartly: false });
    expect(await standing([hoarder, whole])).toMatchObject([
      { allocatedQty: 3 },
      { allocatedQty: 0 },
    ]);
    await allocateShipments(ctx, conditions);
    expect(await standing([hoarder, whole])).toMatchObject([
      { stage: 'ready', allocatedQty: 0 },
      { stage: 'allocated', allocatedQty: 4 },
    ]);
  });

  it('completes a partly served one that keeps what it holds', async () => {
    const [shipment] = await make([
      order('A-1', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 9],
      ]),
    ]);
    await allocateShipments(ctx, conditions);
    await shelve(goods.SOCKS, 4);
    await allocateShipments(ctx, { ...conditions, reallocatesPartly: false });
    expect(await standing([shipment])).toMatchObject([{ stage: 'allocated', allocatedQty: 12 }]);
  });

  it('takes from whole ones only when asked to', async () => {
    const [served] = await make([order('A-1', [[goods.SHIRT, 5]])]);
    await allocateShipments(ctx, conditions);
    const [sooner] = await make([dearer('A-2', 5)]);
    await allocateShipments(ctx, conditions);
    expect(await standing([served, sooner])).toMatchObject([
      { stage: 'allocated' },
      { stage: 'ready' },
    ]);
    await allocateShipments(ctx, { ...conditions, reallocatesWhole: true });
    expect(await standing([served, sooner])).toMatchObject([
      { stage: 'ready' },
      { stage: 'allocated' },
    ]);
  });
});

describe('미할당주문나누기', () => {
  const splitting = { ...conditionsOf('by_row') };

  it('sends the served part on and keeps the rest waiting, in units and money', async () => {
    const [shipment] = await make([
      order('A-1', [
        [goods.SHIRT, 7],
        [goods.SOCKS, 2],
      ]),
    ]);
    await allocateShipments(ctx, splitting);
    expect(await splitShipments(ctx, [shipment])).toMatchObject({ split: 1, kept: 0 });
    const parts = await shipmentsOf(shipment);
    expect(parts).toEqual([
      {
        stage: 'allocated',
        wantedQty: 7,
        allocatedQty: 7,
        amount: 70_000,
        group: shipment,
        rule: 'splitServed',
      },
      {
        stage: 'ready',
        wantedQty: 2,
        allocatedQty: 0,
        amount: 20_000,
        group: shipment,
        rule: 'splitRest',
      },
    ]);
  });

  it('does so for all with the run when told to', async () => {
    const [shipment] = await make([order('A-1', [[goods.SHIRT, 7]])]);
    const result = await allocateShipments(ctx, conditionsOf('all'));
    expect(result).toMatchObject({ partly: 1, split: 1 });
    expect((await shipmentsOf(shipment)).map((part) => part.stage)).toEqual(['allocated', 'ready']);
  });

  it('splits nothing that is whole, unserved or unknown', async () => {
    const [whole, none] = await make([
      order('A-1', [[goods.SHIRT, 5]]),
      order('A-2', [[goods.SHIRT, 1]]),
    ]);
    await allocateShipments(ctx, splitting);
    expect(await splitShipments(ctx, [whole, none, 999_999])).toMatchObject({ split: 0, kept: 3 });
  });
});

describe('by hand', () => {
  it('serves one shipment whole or not at all, wherever it stands in the line', async () => {
    const [first, last, big] = await make([
      order('A-1', [[goods.SHIRT, 3]]),
      order('A-2', [[goods.SHIRT, 3]]),
      order('A-3', [[goods.SHIRT, 4]]),
    ]);
    expect(await allocateThese(ctx, [last])).toMatchObject({ whole: 1 });
    expect(await allocateThese(ctx, [big])).toMatchObject({ whole: 0, none: 1 });
    expect(await standing([first, last, big])).toMatchObject([
      { stage: 'ready', rule: null },
      { stage: 'allocated' },
      { stage: 'ready', rule: 'noneOfStock' },
    ]);
  });

  it('gives back all that was reserved, and leaves alone what the courier has', async () => {
    const [one, requested] = await make([
      order('A-1', [[goods.SHIRT, 2]]),
      order('A-2', [[goods.SHIRT, 2]]),
    ]);
    await allocateShipments(ctx, conditions);
    await change(requested, sql`requested_export_id = 77`);
    expect(await deallocateShipments(ctx, [one, requested])).toMatchObject({
      released: 1,
      kept: 1,
    });
    expect(await standing([one, requested])).toMatchObject([
      { stage: 'ready', allocatedQty: 0, rule: 'deallocated' },
      { stage: 'allocated', allocatedQty: 2 },
    ]);
    expect(await reserved()).toEqual([2, 0]);
  });

  it('has allocated nothing once all is given back', async () => {
    const made = await make([
      order('A-1', [[goods.SHIRT, 2]]),
      order('A-2', [
        [goods.SHIRT, 2],
        [goods.SOCKS, 9],
      ]),
    ]);
    const before = await dumpMall(ctx);
    await allocateShipments(ctx, conditions);
    await deallocateShipments(ctx, made);
    expect(await dumpMall(ctx)).toEqual(before);
  });

  it('never reaches into another mall', async () => {
    const foreign = await inMall(otherMall, (tx) =>
      rows<{ id: number }>(tx, sql`select id from shipments where mall_id = ${otherMall.mallId}`),
    );
    const ids = foreign.map((row) => row.id);
    expect(await allocateThese(ctx, ids)).toMatchObject({ whole: 0, none: 0 });
    expect(await deallocateShipments(ctx, ids)).toMatchObject({ released: 0 });
    expect(await splitShipments(ctx, ids)).toMatchObject({ split: 0 });
  });
});

describe('undo', () => {
  it('puts every row back, and the reasons and last runs too', async () => {
    const made = await make([
      order('A-1', [[goods.SHIRT, 6]]),
      order('A-2', [[goods.SHIRT, 4]]),
      order('A-3', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 1],
      ]),
    ]);
    await change(made[1] ?? 0, sql`last_run_id = 42, why = 201, why_values = '{7,1}'`);
    const before = await exactDump();
    const { runId } = await allocateShipments(ctx, conditions);
    expect(await exactDump()).not.toEqual(before);
    expect(await undoAllocation(ctx, runId)).toMatchObject({ restored: 2, kept: 0 });
    expect(await exactDump()).toEqual(before);
    await expect(undoAllocation(ctx, runId)).rejects.toMatchObject({
      messageKey: 'errors.alreadyUndone',
    });
  });

  it('takes runs back one after the other, the last first', async () => {
    await make([
      order('A-1', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 9],
      ]),
    ]);
    const start = await exactDump();
    const first = await allocateShipments(ctx, conditions);
    const between = await exactDump();
    await make([order('A-2', [[goods.SHIRT, 4]])]);
    const second = await allocateShipments(ctx, conditions);
    await undoAllocation(ctx, second.runId);
    expect((await exactDump()).stock).toEqual(between.stock);
    await undoAllocation(ctx, first.runId);
    expect((await exactDump()).stock).toEqual(start.stock);
  });

  it('keeps what something touched since, and says what', async () => {
    const [one, two] = await make([
      order('A-1', [[goods.SHIRT, 2]]),
      order('A-2', [[goods.SHIRT, 2]]),
    ]);
    const { runId } = await allocateShipments(ctx, conditions);
    await deallocateShipments(ctx, [one]);
    const again = await allocateThese(ctx, [one]);
    const undone = await undoAllocation(ctx, runId);
    expect(undone).toMatchObject({ restored: 1, kept: 1 });
    expect(await standing([one, two])).toMatchObject([{ stage: 'allocated' }, { stage: 'ready' }]);
    expect(await decisionsOf(undone.runId)).toEqual([
      { shipmentId: one, rule: 'touchedSince', values: { run: again.runId } },
      { shipmentId: two, rule: 'restored', values: { run: runId } },
    ]);
  });

  it('keeps what the courier has been asked for', async () => {
    const [one] = await make([order('A-1', [[goods.SHIRT, 2]])]);
    const { runId } = await allocateShipments(ctx, conditions);
    await change(one, sql`requested_export_id = 77`);
    expect(await undoAllocation(ctx, runId)).toMatchObject({ restored: 0, kept: 1 });
  });

  it('does not take stock that another one holds by now', async () => {
    const [hoarder] = await make([
      order('A-1', [
        [goods.SHIRT, 3],
        [goods.SOCKS, 9],
      ]),
    ]);
    await allocateShipments(ctx, conditions);
    const taken = await deallocateShipments(ctx, [hoarder]);
    const [thief] = await make([order('A-2', [[goods.SHIRT, 4]])]);
    await allocateThese(ctx, [thief]);
    const undone = await undoAllocation(ctx, taken.runId);
    expect(undone).toMatchObject({ restored: 0, kept: 1 });
    expect(await decisionsOf(undone.runId)).toMatchObject([
      { rule: 'stockGone', values: { variant: goods.SHIRT.variantId, needed: 3, available: 1 } },
    ]);
  });

  it('joins the parts of a split again, with the run that made them or alone', async () => {
    await make([
      order('A-1', [
        [goods.SHIRT, 7],
        [goods.SOCKS, 9],
      ]),
    ]);
    const before = await exactDump();
    const { runId } = await allocateShipments(ctx, conditionsOf('all'));
    expect(await undoAllocation(ctx, runId)).toMatchObject({ restored: 1, kept: 0 });
    expect(await exactDump()).toEqual(before);

    const allocation = await allocateShipments(ctx, conditionsOf('by_row'));
    const between = await exactDump();
    const [{ id } = { id: 0 }] = between.shipments as { id: number }[];
    const split = await splitShipments(ctx, [id]);
    expect(await exactDump()).not.toEqual(between);
    await undoAllocation(ctx, split.runId);
    expect(await exactDump()).toEqual(between);
    await undoAllocation(ctx, allocation.runId);
    expect(await exactDump()).toEqual(before);
  });

  it('leaves both parts of a split when one of them was touched', async () => {
    const [shipment] = await make([order('A-1', [[goods.SHIRT, 7]])]);
    const { runId } = await allocateShipments(ctx, conditionsOf('all'));
    await shelve(goods.SHIRT, 2);
    await allocateShipments(ctx, conditions);
    const after = await exactDump();
    expect(await undoAllocation(ctx, runId)).toMatchObject({ restored: 0, kept: 1 });
    expect(await exactDump()).toEqual(after);
    expect((await shipmentsOf(shipment)).map((part) => part.stage)).toEqual([
      'allocated',
      'allocated',
    ]);
  });
});

function conditionsOf(splitting: Conditions['splitting']): Conditions {
  return { ...conditions, splitting };
}

async function stocked(mall: Ctx, shirts: number, socks: number) {
  const made = await makeVariants(mall, [
    { code: 'SHIRT', onHand: shirts },
    { code: 'SOCKS', onHand: socks },
  ]);
  const { SHIRT, SOCKS } = made;
  if (!SHIRT || !SOCKS) throw new Error('No goods');
  return { SHIRT, SOCKS };
}

function order(orderNo: string, lines: [StockedVariant, number][]): TestOrder {
  return {
    orderNo,
    channelId,
    lines: lines.map(([{ compositionId }, qty]) => ({ compositionId, qty })),
  };
}

async function make<const Orders extends TestOrder[]>(
  orders: Orders,
): Promise<{ [At in keyof Orders]: number }> {
  const made = await makeOrders(ctx, orders);
  return made.map((row) => row.shipmentId) as { [At in keyof Orders]: number };
}

type Standing = {
  stage: string;
  allocatedQty: number;
  why: number | null;
  values: number[] | null;
};

async function read(ids: number[]): Promise<Standing[]> {
  return inMall(ctx, (tx) =>
    rows<Standing>(
      tx,
      sql`
      select stage, allocated_qty as "allocatedQty", why, why_values as values from shipments
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[]) order by id`,
    ),
  );
}

async function standing(ids: number[]) {
  return (await read(ids)).map(({ stage, allocatedQty, why, values }) => ({
    stage,
    allocatedQty,
    rule: allocationReason(why, values)?.rule ?? null,
  }));
}

async function reasonsOf(id: number) {
  const [row] = await read([id]);
  return { reason: row ? allocationReason(row.why, row.values) : null };
}

async function lastRuns(ids: number[]) {
  const found = await inMall(ctx, (tx) =>
    rows<{ run: number | null }>(
      tx,
      sql`
      select last_run_id as run from shipments
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[]) order by id`,
    ),
  );
  return found.map((row) => row.run);
}

async function reserved(): Promise<number[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ allocated: number }>(
      tx,
      sql`select allocated from stock where mall_id = ${ctx.mallId} order by variant_id`,
    ),
  );
  return found.map((row) => row.allocated);
}

async function shipmentsOf(shipmentId: number) {
  type Part = Standing & { wantedQty: number; amount: number; group: number };
  const found = await inMall(ctx, (tx) =>
    rows<Part>(
      tx,
      sql`
      select stage, wanted_qty as "wantedQty", allocated_qty as "allocatedQty", amount,
        split_group as "group", why, why_values as values
      from shipments where mall_id = ${ctx.mallId} and split_group = ${shipmentId} order by id`,
    ),
  );
  return found.map(({ why, values, ...part }) => ({
    ...part,
    rule: allocationReason(why, values)?.rule ?? null,
  }));
}

async function decisionsOf(runId: number) {
  const found = await inMall(ctx, (tx) =>
    rows<{ shipmentId: number; rule: number; values: number[] }>(
      tx,
      sql`
      select shipment_id as "shipmentId", rule, "values" from run_decisions
      where mall_id = ${ctx.mallId} and run_id = ${runId} order by shipment_id`,
    ),
  );
  return found.map(({ shipmentId, rule, values }) => {
    const reason = allocationReason(rule, values);
    return { shipmentId, rule: reason?.rule, values: reason?.values };
  });
}

const decisionCount = async (runId: number) => (await decisionsOf(runId)).length;

/** Rows as they are, reasons and last runs included, but for what an undone split leaves empty. */
async function exactDump(): Promise<Record<string, unknown[]>> {
  return inMall(ctx, async (tx) => ({
    shipments: await rows(
      tx,
      sql`select * from shipments where mall_id = ${ctx.mallId} and stage <> 'absorbed' order by id`,
    ),
    lines: await rows(
      tx,
      sql`select * from shipment_lines where mall_id = ${ctx.mallId} order by id`,
    ),
    stock: await rows(
      tx,
      sql`select * from stock where mall_id = ${ctx.mallId} order by variant_id`,
    ),
  }));
}

async function change(shipmentId: number, assignment: ReturnType<typeof sql>) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set ${assignment} where mall_id = ${ctx.mallId} and id = ${shipmentId}`),
  );
}

async function tag({ variantId }: StockedVariant, tags: string[]) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update variants set tags = ${sql.param(tags)}::text[]
      where mall_id = ${ctx.mallId} and id = ${variantId}`),
  );
}

async function shelve({ variantId }: StockedVariant, qty: number) {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update stock set on_hand = on_hand + ${qty}
      where mall_id = ${ctx.mallId} and variant_id = ${variantId}`);
    await tx.execute(sql`
      insert into stock_movements (mall_id, variant_id, kind, qty, at)
      values (${ctx.mallId}, ${variantId}, 'receive', ${qty}, ${ctx.now.toISOString()})`);
  });
}
