import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { reserveIds } from '@/db/reserved-ids';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockLinesOf, lockShipments } from '../locks';
import { refreshShipments } from './refresh';

export type Resend = {
  shipmentId: number;
  /** Which lines of the parcel are sent once more, and how many of each. */
  lines: { lineId: number; qty: number; compositionId?: number }[];
  reason: string;
};

/** The new parcel, and the order that it stands with. */
export type Resent = { shipmentId: number; orderId: number };

/**
 * 재발송: what was wrong or missing in a parcel that has left goes to the same recipient in a new one,
 * which waits for its goods as any other. It belongs to no order line: no claim holds it, no cancel
 * empties it, and no channel is told of it.
 */
export async function resend(ctx: Ctx, wanted: Resend): Promise<Resent> {
  const reason = wanted.reason.trim();
  if (reason === '') throw new ExpectedError('ship.errors.reasonMissing');
  return inMall(ctx, (tx) => resendIn(tx, ctx, { ...wanted, reason }));
}

/** The same inside a transaction that decides more; a line may have other goods this time. */
export async function resendIn(tx: Tx, ctx: Ctx, wanted: Resend): Promise<Resent> {
  const source = (await lockShipments(tx, ctx, [wanted.shipmentId])).get(wanted.shipmentId);
  if (!source) throw new ExpectedError('errors.notFound');
  if (source.stage !== 'shipped' && source.stage !== 'delivered')
    throw new ExpectedError('ship.errors.notShipped');
  await requireContained(tx, ctx, wanted);
  await requireRecipient(tx, ctx, wanted.shipmentId);
  const shipmentId = await insertResent(tx, ctx, wanted, wanted.reason);
  await refreshShipments(tx, ctx, [shipmentId]);
  await recordEvent(tx, ctx, {
    verb: 'shipment.resend',
    subject: 'shipment',
    subjectId: wanted.shipmentId,
    detail: { by: shipmentId, reason: wanted.reason },
  });
  return { shipmentId, orderId: source.baseOrderId };
}

async function requireContained(tx: Tx, ctx: Ctx, { shipmentId, lines }: Resend): Promise<void> {
  const inside = new Map((await lockLinesOf(tx, ctx, [shipmentId])).map((line) => [line.id, line]));
  const fits = ({ lineId, qty }: { lineId: number; qty: number }) => {
    const line = inside.get(lineId);
    return line !== undefined && line.compositionId !== null && qty > 0 && qty <= line.qty;
  };
  if (lines.length === 0 || !lines.every(fits))
    throw new ExpectedError('ship.errors.resendQuantity');
}

/** Whom the parcel went to is not known any more once its time is over. */
async function requireRecipient(tx: Tx, ctx: Ctx, shipmentId: number): Promise<void> {
  const [known] = await rows(
    tx,
    sql`
    select from shipments shipment
    join recipients recipient on recipient.mall_id = shipment.mall_id
      and recipient.id = shipment.recipient_id and recipient.purged_at is null
    where shipment.mall_id = ${ctx.mallId} and shipment.id = ${shipmentId}`,
  );
  if (!known) throw new ExpectedError('ship.errors.recipientPurged');
}

async function insertResent(
  tx: Tx,
  ctx: Ctx,
  { shipmentId, lines }: Resend,
  reason: string,
): Promise<number> {
  const [id] = await reserveIds(tx, 'shipments', 1);
  if (id === undefined) throw new Error('No id for the new shipment.');
  const now = ctx.now.toISOString();
  await rows(
    tx,
    sql`
    insert into shipments (mall_id, id, stage, hold_notes, recipient_id, base_order_id, channel_id,
      freight_term, is_bundle_locked, resends_shipment_id, wanted_qty, amount, ordered_at, paid_at)
    select mall_id, ${id}, 'ready', jsonb_build_object('resent', ${reason}::text), recipient_id, base_order_id, channel_id, 'prepaid',
      true, id, 0, 0, ${now}, ${now}
    from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId}`,
  );
  await tx.execute(sql`
    insert into shipment_lines (mall_id, shipment_id, order_id, qty, amount, composition_id,
      match_rule, home_shipment_id, resent_line_id)
    select ${ctx.mallId}, ${id}, line.order_id, given.qty, 0,
      coalesce(given.composition_id, line.composition_id), line.match_rule,
      ${id}, coalesce(line.order_line_id, line.resent_line_id)
    from ${unnested<Resend['lines'][number]>(
      {
        id: ['bigint', (line) => line.lineId],
        qty: ['int', (line) => line.qty],
        composition_id: ['bigint', (line) => line.compositionId ?? null],
      },
      lines,
    )}
    join shipment_lines line on line.mall_id = ${ctx.mallId} and line.id = given.id
    order by line.id`);
  return id;
}
