import { sql } from 'drizzle-orm';
import { reserveIds } from '@/db/reserved-ids';
import { oneRow, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { Recipient } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type LockedShipment, lockLinesOf } from '../locks';
import { dropQuestions } from '../parcels/drop-questions';
import { settleStrays } from '../parcels/homes';
import { sendHome } from '../parcels/move';
import { lockWithHomes } from '../parcels/parcels';
import { partUnfit } from '../parcels/part-bundles';
import { rebase } from '../parcels/rebase';
import { openTouches } from '../runs/touches';
import { isCommitted, isOpen } from '../stages';
import { liftWhereAddressed } from './address';
import { isElsewhere, placeKeys } from './address-plan';
import { planEdit } from './edit-recipient-plan';
import { insertRecipients, recipientKeyOf } from './recipient-rows';

export type RecipientEdit = { shipmentId: number; orderId: number; recipient: Recipient };

/**
 * 수령자정보 수정: our own version, kept apart from what the channel reports. Going to another person
 * or place, the order leaves its bundle first. Refused while a courier's program has the parcel or a
 * label is printed, and to whoever may not see what they would overwrite.
 */
export async function editRecipient(
  ctx: Ctx,
  { shipmentId, orderId, recipient }: RecipientEdit,
): Promise<{ shipmentId: number; left: number }> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('order.errors.personalData');
  return inMall(ctx, async (tx) => {
    const shipment = await lockEditable(tx, ctx, shipmentId);
    const known = await recipientOf(tx, ctx, shipment.recipientId);
    const fields = (Object.keys(recipient) as (keyof Recipient)[]).filter(
      (field) => recipient[field] !== known[field],
    );
    if (fields.length === 0) throw new ExpectedError('order.errors.recipientUnchanged');
    const mallKey = await recipientKeyOf(tx, ctx);
    const moves = isElsewhere(placeKeys(known, mallKey), placeKeys(recipient, mallKey));
    const parts = await lockLinesOf(tx, ctx, [shipmentId]);
    const plan = planEdit({ shipmentId, orderId, leavesBundle: moves }, parts);
    if (!plan) throw new ExpectedError('order.errors.changed');
    const touches = openTouches(tx, ctx, 'collect', { by: 'edit' });
    await sendHome(tx, ctx, plan.leavingPartIds, await touches.runId());
    await rebase(tx, ctx, [shipmentId]);
    await partUnfit(tx, ctx, [plan.shipmentId], touches.runId);
    await address(tx, ctx, plan.shipmentId, recipient);
    touches.add('readdressed', plan.shipmentId, []);
    await touches.finish();
    await recordEvent(tx, ctx, {
      verb: 'recipient.edit',
      subject: 'shipment',
      subjectId: plan.shipmentId,
      detail: { recipientFields: fields },
    });
    return { shipmentId: plan.shipmentId, left: plan.leavingPartIds.length };
  });
}

async function lockEditable(tx: Tx, ctx: Ctx, shipmentId: number): Promise<LockedShipment> {
  const shipment = (await lockWithHomes(tx, ctx, async () => [shipmentId])).get(shipmentId);
  if (!shipment) throw new ExpectedError('errors.notFound');
  if (!isOpen(shipment)) throw new ExpectedError('order.errors.recipientGone');
  if (isCommitted(shipment)) throw new ExpectedError('order.errors.recipientCommitted');
  await settleStrays(tx, ctx, [shipmentId]);
  return shipment;
}

async function recipientOf(tx: Tx, ctx: Ctx, recipientId: number): Promise<Recipient> {
  return oneRow<Recipient>(
    tx,
    sql`
    select name, phone, mobile, postcode, address1, address2, note from recipients
    where mall_id = ${ctx.mallId} and id = ${recipientId}`,
  );
}

async function address(tx: Tx, ctx: Ctx, shipmentId: number, recipient: Recipient): Promise<void> {
  const [id] = await reserveIds(tx, 'recipients', 1);
  if (id === undefined) throw new Error('No id for a recipient.');
  await insertRecipients(tx, ctx, [{ id, recipient }]);
  await tx.execute(sql`
    update shipments set recipient_id = ${id}
    where mall_id = ${ctx.mallId} and id = ${shipmentId}`);
  await dropQuestions(tx, ctx, [shipmentId]);
  await liftWhereAddressed(tx, ctx, [shipmentId]);
}
