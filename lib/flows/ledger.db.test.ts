import { type SQL, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  makeChannel,
  makeComposition,
  makeMall,
  makeOrders,
  makeVariants,
} from '@/db/testing-data';
import { allocateShipments, allocateThese } from '@/lib/allocation/allocate';
import { deallocateShipments } from '@/lib/allocation/deallocate';
import { splitShipments } from '@/lib/allocation/split';
import { undoAllocation } from '@/lib/allocation/undo';
import { bundleShipments } from '@/lib/bundling/bundle';
import { unbundle } from '@/lib/bundling/unbundle';
import { undoBundling } from '@/lib/bundling/undo';
import { type EnteredClaim, enterClaim } from '@/lib/claims/enter';
import { receiveGoods } from '@/lib/claims/receive-goods';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { addGiftRule } from '@/lib/gifts/rules';
import { numberFromRange } from '@/lib/invoicing/numbers/number-from-range';
import { removeWaybills } from '@/lib/invoicing/remove';
import { koreanPeriod } from '@/lib/period';
import { editVariants } from '@/lib/products/edit-many';
import { shipShipments } from '@/lib/shipping/ship';
import { unshipShipments } from '@/lib/shipping/unship';
import { adjustStock } from '@/lib/stock/adjust';
import { countByCode, startCount } from '@/lib/stock/counts';
import { receiveStock } from '@/lib/stock/receive';
import { applyCount } from './apply-count';
import { acceptExchange, decideClaims } from './decide-claim';
import { makeRange } from './testing-crowded-mall';
import { undoCount } from './undo-count';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const CODES = ['SHIRT', 'SOCKS', 'TOY'] as const;
const march = { from: '2026-02-25', to: '2026-03-03', scope: 'same_channel' as const };

type Mall = { ctx: Ctx & { userId: number }; variantIds: number[]; courierAccountId: number };

/** Which of what there is, and how many of it. */
type Chosen = { which: number; qty: number };

/** Does one thing as a person would, and says how much it changed. */
type Operation = (mall: Mall, chosen: Chosen) => Promise<number>;

const operations = {
  receive: async ({ ctx, variantIds }, { which, qty }) => {
    await receiveStock(ctx, [{ variantId: one(variantIds, which), qty }]);
    return 1;
  },
  adjust: async ({ ctx, variantIds }, { which, qty }) => {
    const changeQty = which % 2 === 0 ? qty : -qty;
    await adjustStock(ctx, { variantId: one(variantIds, which), changeQty, reason: '파손' });
    return 1;
  },
  count: async ({ ctx }, { which, qty }) => {
    const { countId } = await startCount(ctx, '실사');
    await countByCode(ctx, { countId, code: one(CODES, which), qty: qty + (which % 4) });
    return (await applyCount(ctx, countId)).variants;
  },
  allocate: async ({ ctx }, { which }) => {
    const { whole, partly } = await allocateShipments(ctx, {
      ...koreanPeriod(march.from, march.to),
      ...{ channelIds: [], supplierIds: [], tags: [] },
      ...{ reallocatesPartly: which % 2 === 0, reallocatesWhole: which % 3 === 0 },
      ...{ servesPartly: true, includesHeld: false },
      splitting: one(['off', 'by_row', 'all'] as const, which),
    });
    return whole + partly;
  },
  allocateOne: async ({ ctx }, { which }) =>
    (await allocateThese(ctx, [await shipment(ctx, sql`stage = 'ready'`, which)])).whole,
  deallocate: async ({ ctx }, { which }) => {
    const holding = sql`stage in ('ready', 'allocated') and allocated_qty > 0`;
    return (await deallocateShipments(ctx, [await shipment(ctx, holding, which)])).released;
  },
  split: async ({ ctx }, { which }) => {
    const partly = sql`stage = 'ready' and allocated_qty > 0`;
    return (await splitShipments(ctx, [await shipment(ctx, partly, which)])).split;
  },
  ship: async ({ ctx, courierAccountId }, { which }) => {
    const shipmentIds = [await shipment(ctx, sql`stage in ('allocated', 'invoiced')`, which)];
    await numberFromRange(ctx, { shipmentIds, courierAccountId });
    return (await shipShipments(ctx, shipmentIds)).shipped;
  },
  unship: async ({ ctx }, { which }) =>
    (await unshipShipments(ctx, [await shipment(ctx, sql`stage = 'shipped'`, which)])).unshipped,
  removeNumber: async ({ ctx, courierAccountId }, { which }) => {
    const shipmentIds = [await shipment(ctx, sql`stage in ('allocated', 'invoiced')`, which)];
    await numberFromRange(ctx, { shipmentIds, courierAccountId });
    return (await removeWaybills(ctx, shipmentIds)).removed;
  },
  cancel: async (mall, { which }) => {
    const claimId = await claim(mall, 'cancel', sql`stage <> 'shipped'`, which);
    return (await decideClaims(mall.ctx, [claimId], 'accept')).decided;
  },
  return: async (mall, { which }) => {
    const claimId = await claim(mall, 'return', sql`stage = 'shipped'`, which);
    await decideClaims(mall.ctx, [claimId], 'accept');
    return (await receiveOne(mall.ctx, claimId, which)).good;
  },
  exchange: async (mall, { which }) => {
    const claimId = await claim(mall, 'exchange', sql`true`, which);
    const { shipmentId } = await acceptExchange(mall.ctx, {
      claimId,
      items: [{ variantCode: one(CODES, which), quantity: 1 }],
    });
    if (shipmentId !== null) await receiveOne(mall.ctx, claimId, which);
    return 1;
  },
  bundle: async ({ ctx }) => (await bundleShipments(ctx, march)).joined,
  travelOtherwise: async ({ ctx, variantIds }, { which, qty }) => {
    const change = one(
      [
        { temperature: 'frozen' },
        { temperature: 'ambient' },
        { bundling: 'same_only' },
        { bundling: 'normal' },
        { maxPerParcel: 1 + qty },
      ] as const,
      which,
    );
    return (await editVariants(ctx, [one(variantIds, which)], change)).variants;
  },
  unbundle: async ({ ctx }, { which }) => {
    const bundles = await find(
      ctx,
      sql`select distinct shipment_id as id from shipment_lines
        where mall_id = ${ctx.mallId} and home_shipment_id <> shipment_id order by 1`,
    );
    return (await unbundle(ctx, { shipmentId: one(bundles, which) })).released;
  },
  undo: async ({ ctx }, { which }) => {
    const runs = await inMall(ctx, (tx) =>
      rows<{ id: number; kind: string; count: number }>(
        tx,
        sql`
        select id, kind, (conditions->>'count')::bigint as count from runs
        where mall_id = ${ctx.mallId} and kind in ('allocate', 'bundle', 'count')
          and undone_by_run_id is null and undoes_run_id is null
        order by id desc limit 3`,
      ),
    );
    const { id, kind, count } = one(runs, which);
    if (kind === 'count') return (await undoCount(ctx, count)).variants;
    if (kind === 'bundle') return (await undoBundling(ctx, id)).undone;
    return (await undoAllocation(ctx, id)).restored;
  },
} as const satisfies Record<string, Operation>;

type Kind = keyof typeof operations;
const kinds = Object.keys(operations) as Kind[];

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds, 'allocate' as const, 'ship' as const, 'undo' as const),
    which: fc.nat(11),
    qty: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 10, maxLength: 30 },
);

it('whatever is done to goods, the ledger sums to what is on hand and no more is reserved', async () => {
  const worked = new Map<Kind, number>();
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (todo, givesGifts) => {
      const mall = await makeBusyMall(givesGifts);
      for (const { kind, ...chosen } of todo) {
        const changed = await attempt(() => operations[kind](mall, chosen));
        if (changed > 0) worked.set(kind, (worked.get(kind) ?? 0) + 1);
        expect(await contradictions(mall.ctx), `after ${kind}`).toEqual([]);
      }
      await checkInvariants();
    }),
    { numRuns: 20, seed: 20261129, endOnFailure: true },
  );
  expect(kinds.filter((kind) => !worked.has(kind))).toEqual([]);
}, 300_000);

/** Three variants and a kit of two of them; eight orders of three buyers. */
async function makeBusyMall(givesGifts: boolean): Promise<Mall> {
  const { userId, ...rest } = await makeMall();
  if (userId === null) throw new Error('The mall has no owner');
  const ctx = { ...rest, userId };
  const channelId = await makeChannel(ctx);
  const made = await makeVariants(
    ctx,
    CODES.map((code, index) => ({ code, onHand: 4 + 3 * index })),
  );
  const variantIds = CODES.map((code) => made[code].variantId);
  const [shirt = 0, socks = 0] = variantIds;
  const kit = await inMall(ctx, (tx) =>
    makeComposition(tx, ctx, [
      { variantId: shirt, qty: 1 },
      { variantId: socks, qty: 2 },
    ]),
  );
  const goods = [...CODES.map((code) => made[code].compositionId), kit];
  await makeOrders(
    ctx,
    Array.from({ length: 8 }, (_, index) => ({
      orderNo: `A-${index}`,
      channelId,
      recipient: { address2: `${100 + (index % 3)}호` },
      lines: [
        { compositionId: goods[index % goods.length] ?? 0, qty: 1 + (index % 3) },
        { compositionId: goods[(index + 1) % goods.length] ?? 0, qty: 2 },
      ],
    })),
  );
  await inMall(ctx, (tx) =>
    tx.execute(sql`update orders set source = 'form' where mall_id = ${ctx.mallId}`),
  );
  if (givesGifts)
    await addGiftRule(ctx, {
      ...{ name: '증정', basis: 'bundle', channelIds: [], variantCodes: [], tags: [] },
      ...{ minAmount: 0, minQty: 3, firstCount: null, giftCode: 'TOY', qty: 1 },
    });
  return { ctx, variantIds, courierAccountId: await makeRange(ctx) };
}

/** Refusals of a person's wish are right answers; anything else is a failure. */
async function attempt(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExpectedError) return 0;
    throw error;
  }
}

function contradictions(ctx: Ctx) {
  return inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select stock.variant_id, stock.on_hand, stock.allocated, ledger.qty from stock
      left join lateral (
        select coalesce(sum(qty), 0)::int as qty from stock_movements
        where mall_id = stock.mall_id and variant_id = stock.variant_id
      ) ledger on true
      where stock.mall_id = ${ctx.mallId}
        and (ledger.qty <> stock.on_hand or allocated < 0 or allocated > on_hand)`,
    ),
  );
}

async function claim({ ctx }: Mall, kind: EnteredClaim['kind'], where: SQL, which: number) {
  const lines = await find(
    ctx,
    sql`
    select distinct part.order_line_id as id from shipment_lines part
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    where part.mall_id = ${ctx.mallId} and part.qty > 0 and part.order_line_id is not null
      and ${where} order by 1`,
  );
  const entered = { orderLineId: one(lines, which), kind, qty: 1, reason: '변심' };
  return (await enterClaim(ctx, entered)).claimId;
}

const receiveOne = (ctx: Ctx, claimId: number, which: number) =>
  receiveGoods(ctx, {
    ...{ claimId, note: '' },
    ...(which % 3 === 0 ? { goodQty: 0, defectiveQty: 1 } : { goodQty: 1, defectiveQty: 0 }),
  });

async function shipment(ctx: Ctx, where: SQL, which: number): Promise<number> {
  const found = await find(
    ctx,
    sql`select id from shipments where mall_id = ${ctx.mallId} and ${where} order by id`,
  );
  return one(found, which);
}

async function find(ctx: Ctx, query: SQL): Promise<number[]> {
  const found = await inMall(ctx, (tx) => rows<{ id: number }>(tx, query));
  return found.map((row) => row.id);
}

function one<Value>(from: readonly Value[], which: number): Value {
  const chosen = from[which % Math.max(from.length, 1)];
  if (chosen === undefined) throw new ExpectedError('errors.notFound');
  return chosen;
}
