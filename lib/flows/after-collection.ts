import type { Ctx } from '@/lib/context';
import { matchShipments } from '@/lib/matching/match';

/** What has one right answer for orders just collected is done at once: they are matched. */
export async function afterCollection(ctx: Ctx, orderIds: number[]): Promise<void> {
  if (orderIds.length > 0) await matchShipments(ctx, { orderIds });
}
