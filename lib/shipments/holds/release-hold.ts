import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '../locks';
import { openTouches } from '../runs/touches';
import { isOpen } from '../stages';
import { lift } from './hold';

/** What was held for a person to look at, and may then be let go; claims lift their own. */
export const releasableHolds = [
  'duplicate',
  'shipped_by_channel',
  'short',
  'relabel',
  'rule',
  'apart',
] as const;

type Release = { shipmentIds: readonly number[]; kind: (typeof releasableHolds)[number] };

/** Lets those of these parcels go on that are held for this reason; other reasons stand. */
export async function releaseHold(
  ctx: Ctx,
  { shipmentIds, kind }: Release,
): Promise<{ released: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const asked = new Set(shipmentIds);
    const found = await lockShipments(tx, ctx, [...asked]);
    const held = [...found.values()].filter(
      (shipment) => isOpen(shipment) && shipment.holdKinds.includes(kind),
    );
    if (held.length === 0) throw new ExpectedError('errors.notFound');
    const ids = held.map((shipment) => shipment.id);
    await lift(tx, ctx, ids, kind);
    const touches = openTouches(tx, ctx, 'collect', { by: 'release', kind });
    for (const id of ids) touches.add('released', id, []);
    await touches.finish();
    return { released: ids.length, kept: asked.size - ids.length };
  });
}
