import { sql } from 'drizzle-orm';
import { type Ctx, readMall } from '@/lib/context';
import { endOfKoreanDay } from '@/lib/period';
import { expectMany } from '@/lib/shipments/many';
import { groupByShipment } from './candidates';
import { inPeriod, matching, type Where } from './conditions';
import { loadGoods } from './goods';
import { loadChannelPriorities, loadLines, loadShipments } from './load';
import { readPriority } from './saved-priority';
import { type Forecast, forecast, type SimulatedPolicy } from './simulation';

export type Simulation = {
  /** One for each policy, in the same order. */
  forecasts: Forecast[];
  /** Open shipments that the conditions look at. */
  shipments: number;
};

/** What a run would do under each of these policies. Reads once, locks and writes nothing. */
export async function simulateAllocation(
  ctx: Ctx,
  where: Where,
  policies: readonly SimulatedPolicy[],
): Promise<Simulation> {
  return readMall(ctx, async (tx) => {
    const wanted = sql`${inPeriod(where)} ${matching(where)}`;
    const shipments = await loadShipments(tx, ctx, wanted, 'unlocked');
    await expectMany(tx, shipments.length);
    const takesAllBack = policies.some((policy) => policy.reallocatesWhole);
    const planned = shipments.filter((shipment) => takesAllBack || shipment.stage === 'ready');
    const ids = planned.map((shipment) => shipment.id);
    const lines = await loadLines(tx, ctx, ids);
    const goods = await loadGoods(tx, ctx, lines, 'unlocked');
    const loaded = {
      shipments,
      linesOf: groupByShipment(lines, goods),
      wanting: new Map(),
      goods,
      priorities: await loadChannelPriorities(tx, ctx),
      savedPriority: await readPriority(tx, ctx),
      dueMs: endOfKoreanDay(ctx.now).getTime(),
    };
    const forecasts = policies.map((policy) => forecast(loaded, policy));
    return { forecasts, shipments: shipments.length };
  });
}
