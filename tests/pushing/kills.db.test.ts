import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { channelOf } from '@/lib/channels/registry';
import { inMall } from '@/lib/context';
import type { FaultKind } from '@/lib/practice/control';
import { accepted, judge } from '@/scripts/bench/pushes/judge';
import type { Shop } from '@/scripts/bench/pushes/practice-shop';
import { shipOrders } from '@/scripts/bench/pushes/ship-orders';
import { startWorker } from '@/scripts/bench/pushes/workers';
import { openedAt, openShops } from '../collection/practice-shop';

const ORDERS = 90;
const KILLS = 2;
/** Of the faults that strike once: a marketplace that is told of everything in few calls keeps some. */
const FEW = 5;
/** Later than any lease and any wait for a retry. */
const LATER_MS = 3_600_000;

/** One shop of each marketplace, and what it calls telling a number. */
const pushing = {
  'coupang-daily': { marketplace: 'coupang', operation: 'invoices' },
  'cafe24-daily': { marketplace: 'cafe24', operation: 'shipments' },
  'smartstore-daily': { marketplace: 'smartstore', operation: 'dispatch' },
  '11st-daily': { marketplace: '11st', operation: 'reqdelivery' },
  'auction-daily': { marketplace: 'auction', operation: 'ShippingInfo' },
  'gmarket-daily': { marketplace: 'gmarket', operation: 'ShippingInfo' },
} as const;

/** Several calls for all, though these two take many numbers in one. */
const shares = { 'coupang-daily': 4, 'smartstore-daily': 4 };

const pushFaults = [
  'http429',
  'http500',
  'timeout',
  'brokenBody',
  'partialFailure',
  'acceptThenDrop',
] as const satisfies FaultKind[];

let shop: Shop;
const clock = () => openedAt;

beforeAll(async () => {
  shop = await openShops({ clock, random: seeded(11), timeoutMs: 10_000 });
}, 240_000);
afterAll(() => shop.close());

it('ends with each line accepted once, or its push standing as a failure, whatever is killed', async () => {
  const shops = Object.keys(pushing);
  const shipped = await shipOrders(shop, { count: ORDERS, seed: 3, shops, shares });
  expect(shipped).toBeGreaterThan(ORDERS / 2);
  const told = await tellElsewhere();
  for (const struck of Object.values(pushing))
    for (const fault of pushFaults) await shop.control.addFault({ ...struck, fault, times: 1 });
  for (const { marketplace } of Object.values(pushing))
    for (const fault of pushFaults)
      await shop.control.addFault({ marketplace, fault, rate: 0.05 / pushFaults.length });

  for (let kill = 1; kill <= KILLS; kill++) {
    const worker = start(kill * LATER_MS);
    const enough = told + Math.round((shipped * kill) / (KILLS + 2));
    while (worker.isAlive() && (await accepted(shop)).length < enough) await pause(100);
    expect(worker.isAlive()).toBe(true);
    await worker.kill();
  }
  await start((KILLS + 1) * LATER_MS).ended;

  const verdicts = await judge(shop);
  expect(verdicts.map(({ marketplace }) => marketplace).sort()).toEqual(
    Object.values(pushing)
      .map(({ marketplace }) => marketplace)
      .sort(),
  );
  for (const verdict of verdicts)
    expect(verdict).toMatchObject({ open: 0, twice: 0, unheard: 0, denied: 0 });
  const sum = (of: (verdict: (typeof verdicts)[number]) => number) =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0);
  expect(sum(({ done }) => done)).toBeGreaterThan(sum(({ pushes }) => pushes) * 0.75);
  const unspent = (await shop.control.faults()).filter(({ remaining }) => remaining !== null);
  expect(unspent.length).toBeLessThan(FEW);
}, 900_000);

function start(aheadMs: number) {
  return startWorker(shop, { clock: clock().toISOString(), aheadMs });
}

/** One number of each marketplace was typed into the seller centre already. */
async function tellElsewhere(): Promise<number> {
  const ctx = shop.ctx();
  const pushes = await inMall(ctx, (tx) =>
    rows<{
      channelId: number;
      marketplace: string;
      unitNo: string;
      orderNo: string;
      waybillNo: string;
      lines: { lineKey: string; quantity: number }[];
    }>(
      tx,
      sql`
      select distinct on (push.channel_id) push.channel_id as "channelId", channel.marketplace,
        push.channel_unit_no as "unitNo", orders.order_no as "orderNo",
        push.waybill_no as "waybillNo",
        (select json_agg(json_build_object('lineKey', line.line_key, 'quantity', line.qty))
          from order_lines line
          where line.mall_id = push.mall_id and line.order_id = push.order_id
            and line.channel_unit_no = push.channel_unit_no) as lines
      from pushes push
      join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
      join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
      where push.mall_id = ${ctx.mallId} order by push.channel_id, push.id`,
    ),
  );
  for (const { channelId, marketplace, ...push } of pushes) {
    const channel = channelOf(marketplace);
    const connection = await shop.open(ctx, channelId);
    const courierCode = channel?.courierCodes.cj;
    if (!channel || !connection || !courierCode) throw new Error(`No way to ${marketplace}.`);
    const first = { ...push, courierCode, kind: 'first' as const, previousWaybillNo: null };
    expect(await channel.push(connection, [first])).toMatchObject([{ outcome: 'accepted' }]);
  }
  return pushes.length;
}

/** The same chances every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
