import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { allocateShipments } from '@/lib/allocation/allocate';
import { bundleShipments } from '@/lib/bundling/bundle';
import { inMall } from '@/lib/context';
import { numberFromRange } from '@/lib/invoicing/number-from-range';
import { matchShipments } from '@/lib/matching/match';
import { koreanPeriod } from '@/lib/period';
import { intakeOrders } from '@/lib/shipments/intake';
import { shipShipments } from '@/lib/shipping/ship';
import type { BenchMall } from './mall';
import { ordersOf } from './orders';

export type Stage = { name: string; run: (mall: BenchMall, orderCount: number) => Promise<void> };

const ORDERS_A_PAGE = 5_000;
const DAYS = { from: '2026-01-01', to: '2026-12-31' };

/** Each stage as its action calls it. */
export const stages: Stage[] = [
  { name: 'insert', run: insert },
  { name: 'match', run: async ({ ctx }) => void (await matchShipments(ctx)) },
  {
    name: 'bundle',
    run: async ({ ctx }) => void (await bundleShipments(ctx, { ...DAYS, scope: 'same_channel' })),
  },
  {
    name: 'allocate',
    run: async ({ ctx }) =>
      void (await allocateShipments(ctx, {
        ...koreanPeriod(DAYS.from, DAYS.to),
        channelIds: [],
        supplierIds: [],
        tags: [],
        reallocatesWhole: false,
        reallocatesPartly: true,
        servesPartly: true,
        includesHeld: false,
        splitting: 'off',
      })),
  },
  {
    name: 'waybill',
    run: async (mall) => {
      const shipmentIds = await idsAt(mall, 'allocated');
      await numberFromRange(mall.ctx, { shipmentIds, courierAccountId: mall.courierAccountId });
    },
  },
  {
    name: 'ship',
    run: async (mall) => void (await shipShipments(mall.ctx, await idsAt(mall, 'invoiced'))),
  },
];

async function insert({ ctx, channelIds }: BenchMall, orderCount: number) {
  for (const [index, channelId] of channelIds.entries()) {
    const made = ordersOf(index, channelIds.length, orderCount, ctx.now);
    for (let page = take(made); page.length > 0; page = take(made)) {
      const orders = page;
      await inMall(ctx, (tx) =>
        intakeOrders(tx, ctx, { channelId, source: 'channel', readAt: ctx.now, orders }),
      );
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
