import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { type Ctx, readMall } from '@/lib/context';
import { endOfKoreanDay } from '@/lib/period';
import { inPeriod, matching, type Where } from './conditions';
import { loadShipments } from './load';
import { readPriority } from './saved-priority';
import { type Forecast, forecast, type SimulatedPolicy } from './simulation';
import { loadWares } from './wares';

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
    await expectMany(tx, shipments.id.length);
    const takesAllBack = policies.some((policy) => policy.reallocatesWhole);
    const ids = shipments.id.filter(
      (_, place) => takesAllBack || shipments.standing[place]?.stage === 'ready',
    );
    const snapshot = {
      wares: await loadWares(tx, ctx, shipments, ids, 'unlocked'),
      savedPriority: await readPriority(tx, ctx),
      dueMs: endOfKoreanDay(ctx.now).getTime(),
    };
    const forecasts = policies.map((policy) => forecast(snapshot, policy));
    return { forecasts, shipments: shipments.id.length };
  });
}
