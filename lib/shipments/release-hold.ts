import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lift } from './hold';
import { lockShipments } from './locks';
import { isOpen } from './parcels';
import { openTouches } from './touches';

/** What was held for a person to look at, and may then be let go; claims lift their own. */
export const releasableHolds = [
  'duplicate',
  'shipped_by_channel',
  'short',
  'relabel',
  'rule',
] as const;

/** Lets a parcel go on that was held for this reason; other reasons stand. */
export async function releaseHold(
  ctx: Ctx,
  { shipmentId, kind }: { shipmentId: number; kind: (typeof releasableHolds)[number] },
): Promise<void> {
  await inMall(ctx, async (tx) => {
    const shipment = (await lockShipments(tx, ctx, [shipmentId])).get(shipmentId);
    if (!shipment || !isOpen(shipment) || !shipment.holdKinds.includes(kind))
      throw new ExpectedError('errors.notFound');
    await lift(tx, ctx, [shipmentId], kind);
    const touches = openTouches(tx, ctx, 'collect', { by: 'release', kind });
    touches.add('released', shipmentId, []);
    await touches.finish();
  });
}
