import type { OpenConnection } from '@/lib/channels/channel';
import type { Ctx } from '@/lib/context';
import { type ShipResult, shipShipments } from '@/lib/shipping/ship';
import { readClaims } from './read-claims';

/**
 * 배송처리: the buyers' cancel requests are read again first, so that what was cancelled a minute ago
 * stays here. A marketplace that does not answer keeps no parcel back: before its numbers are sent
 * its requests are read once more. The browser's request is noted by the shipping alone.
 */
export async function shipAfterClaims(
  ctx: Ctx,
  open: OpenConnection,
  shipmentIds: number[],
): Promise<ShipResult & { unread: string[] }> {
  const beforehand = { ...ctx, request: undefined };
  const { unread } = await readClaims(beforehand, open, shipmentIds);
  return { ...(await shipShipments(ctx, shipmentIds)), unread };
}
