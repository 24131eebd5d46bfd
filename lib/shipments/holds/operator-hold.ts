import { recordEvents } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockStates } from '../locks';
import { isOpen } from '../stages';
import { hold, lift } from './hold';

/** Causes that stand by a person's word, or by a rule's in a person's place. */
const byHand = ['operator', 'rule'] as const;

const isLiftedByHand = (kind: string) => (byHand as readonly string[]).includes(kind);

export type HoldCounts = { changed: number; kept: number };

/** 보류: these parcels wait, whatever their stage, until somebody lets them go; always with a reason. */
export async function holdByHand(
  ctx: Ctx,
  { shipmentIds, reason }: { shipmentIds: number[]; reason: string },
): Promise<HoldCounts> {
  return inMall(ctx, async (tx) => {
    const locked = [...(await lockStates(tx, ctx, shipmentIds)).values()];
    const ids = locked.filter(isOpen).map((shipment) => shipment.id);
    if (ids.length === 0) throw new ExpectedError('order.errors.noneToHold');
    await hold(tx, ctx, ids, 'operator', reason);
    await recordEvents(tx, ctx, {
      verb: 'hold.put',
      subject: 'shipment',
      subjectIds: ids,
      detail: { reason },
    });
    return { changed: ids.length, kept: shipmentIds.length - ids.length };
  });
}

/** 보류해제 of what a person or a rule held; claims and other causes stand. */
export async function liftByHand(ctx: Ctx, shipmentIds: number[]): Promise<HoldCounts> {
  return inMall(ctx, async (tx) => {
    const locked = [...(await lockStates(tx, ctx, shipmentIds)).values()];
    const ids = locked
      .filter((shipment) => isOpen(shipment) && shipment.holdKinds.some(isLiftedByHand))
      .map((shipment) => shipment.id);
    if (ids.length === 0) throw new ExpectedError('order.errors.noneHeld');
    for (const kind of byHand) await lift(tx, ctx, ids, kind);
    await recordEvents(tx, ctx, {
      verb: 'hold.lift',
      subject: 'shipment',
      subjectIds: ids,
      detail: {},
    });
    return { changed: ids.length, kept: shipmentIds.length - ids.length };
  });
}
