import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lift } from '../holds/hold';
import { markForRelabelling } from '../holds/relabel';
import { lockOrderLines, lockShipments } from '../locks';
import { dropQuestions } from '../parcels/drop-questions';
import { lineIdsIn } from '../parcels/parcels';
import { openTouches, type Touches } from '../runs/touches';
import { isOpen } from '../stages';
import { liftWhereAddressed } from './address';
import { newPlaces } from './new-places';
import { type PlaceRefusal, placeRefusals } from './settle-address-plan';

/** `kept` counts all that were left as they are. */
export type Settled = { decided: number; kept: number } & Record<PlaceRefusal, number>;

/**
 * Decides parcels that are held because the channel reported another address: each goes to the new
 * one, and its label is printed again, or keeps the old one. What cannot go to the new one stays held
 * and is counted by its reason. The same report holds no parcel a second time.
 */
export async function settleAddress(
  ctx: Ctx,
  { shipmentIds, choice }: { shipmentIds: readonly number[]; choice: 'apply' | 'keep' },
): Promise<Settled> {
  return inMall(ctx, async (tx) => {
    await lockOrderLines(tx, ctx, await lineIdsIn(tx, ctx, shipmentIds));
    const found = [...(await lockShipments(tx, ctx, [...shipmentIds])).values()];
    const held = found.filter(
      (shipment) => isOpen(shipment) && shipment.holdKinds.includes('address_changed'),
    );
    const ids = held.map((shipment) => shipment.id);
    if (ids.length === 0) throw new ExpectedError('errors.notFound');
    const touches = openTouches(tx, ctx, 'collect', { by: 'address', choice });
    const refused = choice === 'apply' ? await apply(tx, ctx, ids, touches) : new Map();
    const decided = held.filter(({ id }) => !refused.has(id));
    await lift(
      tx,
      ctx,
      decided.map(({ id }) => id),
      'address_changed',
    );
    for (const { id, recipientId } of decided)
      touches.add(choice === 'apply' ? 'readdressed' : 'addressKept', id, [recipientId]);
    await touches.finish();
    const kept = new Set(shipmentIds).size - decided.length;
    return { decided: decided.length, kept, ...countsOf([...refused.values()]) };
  });
}

/** Returns those that cannot go there; what nobody can is said as an error. */
async function apply(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
  touches: Touches,
): Promise<Map<number, PlaceRefusal>> {
  const places = [...(await newPlaces(tx, ctx, shipmentIds))];
  const moves = places.flatMap(([id, place]) => ('refused' in place ? [] : { id, ...place }));
  const refused = places.flatMap(([id, place]) =>
    'refused' in place ? [[id, place.refused] as const] : [],
  );
  const [first] = refused;
  if (first && moves.length === 0) throw new ExpectedError(placeRefusals[first[1]]);
  const ids = moves.map((move) => move.id);
  await markForRelabelling(tx, ctx, ids, touches);
  await tx.execute(sql`
    update shipments shipment set recipient_id = given.recipient_id, printed_count = 0
    from ${unnested<(typeof moves)[number]>({ id: ['bigint', (move) => move.id], recipient_id: ['bigint', (move) => move.recipientId] }, moves)}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.id`);
  await dropQuestions(tx, ctx, ids);
  await liftWhereAddressed(tx, ctx, ids);
  return new Map(refused);
}

function countsOf(refused: readonly PlaceRefusal[]): Record<PlaceRefusal, number> {
  const count = (why: PlaceRefusal) => refused.filter((one) => one === why).length;
  return { requested: count('requested'), numbered: count('numbered'), bundled: count('bundled') };
}
