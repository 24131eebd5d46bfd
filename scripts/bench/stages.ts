import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { allocateShipments } from '@/lib/allocation/allocate';
import { simulateAllocation } from '@/lib/allocation/simulate';
import { bundleShipments } from '@/lib/bundling/bundle';
import { inMall } from '@/lib/context';
import { numberFromRange } from '@/lib/invoicing/numbers/number-from-range';
import { matchShipments } from '@/lib/matching/match';
import { koreanPeriod } from '@/lib/period';
import { intakeOrders } from '@/lib/shipments/intake/intake';
import { shipShipments } from '@/lib/shipping/ship';
import type { BenchMall } from './mall';
import { ordersOf } from './orders';

export type Stage = {
  name: string;
  run: (mall: BenchMall, orderCount: number, timed: Timed) => Promise<void>;
};

/** Runs the clock: for the verbs alone, not for what marketplaces and screens hand to them. */
type Timed = (verb: () => Promise<unknown>) => Promise<void>;

const ORDERS_A_PAGE = 5_000;
const DAYS = { from: '2026-01-01', to: '2026-12-31' };
const ALL = { ...koreanPeriod(DAYS.from, DAYS.to), channelIds: [], supplierIds: [], tags: [] };
const SERVING = {
  reallocatesWhole: false,
  reallocatesPartly: true,
  servesPartly: true,
  includesHeld: false,
};

/** Each stage as its action calls it. */
export const stages: Stage[] = [
  { name: 'insert', run: insert },
  { name: 'match', run: ({ ctx }, _, timed) => timed(() => matchShipments(ctx)) },
  {
    name: 'bundle',
    run: ({ ctx }, _, timed) =>
      timed(() => bundleShipments(ctx, { ...DAYS, scope: 'same_channel' })),
  },
  {
    name: 'allocate',
    run: ({ ctx }, _, timed) =>
      timed(() => allocateShipments(ctx, { ...ALL, ...SERVING, splitting: 'off' })),
  },
  {
    name: 'waybill',
    run: async (mall, _, timed) => {
      const { ctx, courierAccountId } = mall;
      const shipmentIds = await idsAt(mall, 'allocated');
      await timed(() => numberFromRange(ctx, { shipmentIds, courierAccountId }));
    },
  },
  {
    name: 'ship',
    run: async (mall, _, timed) => {
      const shipmentIds = await idsAt(mall, 'invoiced');
      await timed(() => shipShipments(mall.ctx, shipmentIds));
    },
  },
];

/** 시뮬레이션 before an allocation: three policies side by side over all that it would look at. */
export const simulation: Stage = {
  name: 'simulate',
  run: ({ ctx }, _, timed) =>
    timed(() => {
      const policy = { ...SERVING, first: null, dividesLines: false };
      return simulateAllocation(ctx, ALL, [
        policy,
        { ...policy, first: 'amount' },
        { ...policy, first: 'quantity', servesPartly: false },
      ]);
    }),
};

async function insert({ ctx, channelIds }: BenchMall, orderCount: number, timed: Timed) {
  for (const [index, channelId] of channelIds.entries()) {
    const made = ordersOf(index, channelIds.length, orderCount, ctx.now);
    for (let page = take(made); page.length > 0; page = take(made)) {
      const intake = { channelId, source: 'channel', readAt: ctx.now, orders: page } as const;
      await timed(() => inMall(ctx, (tx) => intakeOrders(tx, ctx, intake)));
    }
  }
}

function take<Item>(items: Generator<Item>): Item[] {
  const page: Item[] = [];
  while (page.length < ORDERS_A_PAGE) {
    const next = items.next();
    if (next.done) break;
    page.push(next.value);
  }
  return page;
}

async function idsAt({ ctx }: BenchMall, stage: string): Promise<number[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select id from shipments where mall_id = ${ctx.mallId} and is_open and stage = ${stage} order by id`,
    ),
  );
  return found.map((row) => row.id);
}
