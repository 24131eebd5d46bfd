import type { Ctx } from '@/lib/context';
import { matchShipments } from '@/lib/matching/match';
import { goOnWithGoods, runAutopilot } from './autopilot';
import { matchAndHold } from './match-and-hold';

/**
 * What has one right answer for orders just collected is done at once: they are matched, and held
 * where a rule says so; then what the mall lets run by itself. Where none came, that runs only if
 * goods have come for what waits.
 */
export async function afterCollection(ctx: Ctx, orderIds: number[]): Promise<void> {
  if (orderIds.length === 0) return goOnWithGoods(ctx);
  await matchAndHold(ctx, () => matchShipments(ctx, { orderIds }));
  await runAutopilot(ctx);
}
