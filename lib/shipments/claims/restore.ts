import { sql } from 'drizzle-orm';
import { reserveIds } from '@/db/reserved-ids';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { hold } from '../holds/hold';
import { lockParcelsOf } from '../parcels/parcels';
import { partUnfit } from '../parcels/part-bundles';
import { rebase } from '../parcels/rebase';
import { refreshShipments } from '../parcels/refresh';
import type { Touches } from '../runs/touches';
import { wonPrice } from '../won-price';

/**
 * Puts units of a line that were taken out as cancelled back into a parcel, without stock: into one
 * of the line's that nothing is printed for yet, else into a new one. Mirrors retire. The caller
 * holds the lock of the order line.
 */
export async function restoreUnits(
  tx: Tx,
  ctx: Ctx,
  orderLineId: number,
  wantedQty: number,
  touches: Touches,
): Promise<void> {
  const line = await oneRow<{ cancelledQty: number }>(
    tx,
    sql`
    select cancelled_qty as "cancelledQty" from order_lines
    where mall_id = ${ctx.mallId} and id = ${orderLineId}`,
  );
  const qty = Math.min(wantedQty, line.cancelledQty);
  if (qty === 0) return;
  const { shipments, parts } = await lockParcelsOf(tx, ctx, [orderLineId]);
  const own = parts.filter((part) => part.orderLineId === orderLineId);
  const host = own.find((part) => {
    const shipment = shipments.get(part.shipmentId);
    return (
      shipment !== undefined &&
      ['unmatched', 'ready', 'allocated', 'cancelled'].includes(shipment.stage) &&
      shipment.requestedExportId === null &&
      shipment.waybillNo === null
    );
  });
  const source = host ?? own[0];
  if (!source) throw new Error(`Order line ${orderLineId} stands in no shipment.`);
  const partId = host ? host.id : await insertPart(tx, ctx, source);
  const restored = await rows<{ shipmentId: number }>(
    tx,
    sql`
    update shipment_lines part set qty = part.qty + ${qty}, amount = ${wonPrice(sql`line`)} * (part.qty + ${qty})
    from order_lines line
    where part.mall_id = ${ctx.mallId} and part.id = ${partId}
      and line.mall_id = ${ctx.mallId} and line.id = part.order_line_id
    returning part.shipment_id as "shipmentId"`,
  );
  await tx.execute(sql`
    update order_lines set cancelled_qty = cancelled_qty - ${qty}
    where mall_id = ${ctx.mallId} and id = ${orderLineId}`);
  const ids = restored.map((part) => part.shipmentId);
  await rebase(tx, ctx, ids);
  const isReopened = host && shipments.get(host.shipmentId)?.stage === 'cancelled';
  const isDisputed = isReopened && (await readdress(tx, ctx, host.shipmentId, orderLineId));
  await refreshShipments(tx, ctx, ids);
  if (isDisputed) await hold(tx, ctx, ids, 'address_changed');
  await holdUnaddressed(tx, ctx, ids);
  await partUnfit(tx, ctx, ids, touches.runId);
  for (const id of ids) touches.add('restored', id, [orderLineId, qty]);
}

/**
 * The channel may have named another recipient while nothing of the parcel was to be sent. Returns
 * whether we had edited the one we knew: then a person decides.
 */
async function readdress(
  tx: Tx,
  ctx: Ctx,
  shipmentId: number,
  orderLineId: number,
): Promise<boolean> {
  const [told] = await rows<{ isEdited: boolean }>(
    tx,
    sql`
    update shipments shipment
    set recipient_id = case when ${isEdited} then shipment.recipient_id else line.recipient_id end
    from order_lines line
    where shipment.mall_id = ${ctx.mallId} and shipment.id = ${shipmentId}
      and line.mall_id = ${ctx.mallId} and line.id = ${orderLineId}
      and shipment.base_order_id = line.order_id and shipment.recipient_id < line.recipient_id
    returning ${isEdited} as "isEdited"`,
  );
  return told?.isEdited ?? false;
}

/** Of a `shipment`: whom it goes to was edited here. */
const isEdited = sql`exists (
  select from audit_events event
  where event.mall_id = shipment.mall_id and event.subject = 'shipment'
    and event.subject_id = shipment.id and event.verb = 'recipient.edit')`;

/** Whom it went to may have been erased meanwhile: then a person must ask again. */
async function holdUnaddressed(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<void> {
  const unaddressed = await rows<{ id: number }>(
    tx,
    sql`
    select shipment.id from shipments shipment
    join recipients recipient on recipient.mall_id = shipment.mall_id
      and recipient.id = shipment.recipient_id and recipient.purged_at is not null
    where shipment.mall_id = ${ctx.mallId}
      and shipment.id = any(${sql.param(shipmentIds)}::bigint[])`,
  );
  await hold(
    tx,
    ctx,
    unaddressed.map((shipment) => shipment.id),
    'no_address',
  );
}

/**
 * An empty part of the same line in a new parcel to the same recipient, also as we have edited it: where
 * the channel has named another since then, that is to be decided, as what is still undecided of it.
 */
async function insertPart(
  tx: Tx,
  ctx: Ctx,
  source: { id: number; shipmentId: number },
): Promise<number> {
  const [shipmentId] = await reserveIds(tx, 'shipments', 1);
  const [partId] = await reserveIds(tx, 'shipment_lines', 1);
  if (shipmentId === undefined || partId === undefined) throw new Error('No id left.');
  await tx.execute(sql`
    insert into shipments (mall_id, id, stage, hold_kinds, recipient_id, base_order_id, channel_id,
      freight_term, is_market_shipped, wanted_qty, amount, ordered_at, paid_at, ship_by)
    select shipment.mall_id, ${shipmentId}, 'ready',
      case when is_own and (shipment.is_open and 'address_changed' = any(shipment.hold_kinds)
          or not shipment.is_open and ${isEdited} and shipment.recipient_id < line.recipient_id)
        then '{address_changed}'::text[] else '{}' end,
      case when is_own and (shipment.is_open or ${isEdited}
          or shipment.recipient_id > line.recipient_id)
        then shipment.recipient_id else line.recipient_id end,
      line.order_id, line.channel_id, shipment.freight_term, shipment.is_market_shipped, 0, 0,
      orders.ordered_at, orders.paid_at, line.ship_by
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    cross join lateral (select shipment.base_order_id = line.order_id as is_own) own
    where part.mall_id = ${ctx.mallId} and part.id = ${source.id}`);
  await tx.execute(sql`
    insert into shipment_lines (mall_id, id, shipment_id, order_id, order_line_id, qty, amount,
      composition_id, match_rule, match_oddities, home_shipment_id)
    select mall_id, ${partId}, ${shipmentId}, order_id, order_line_id, 0, 0, composition_id,
      match_rule, match_oddities, ${shipmentId}
    from shipment_lines where mall_id = ${ctx.mallId} and id = ${source.id}`);
  return partId;
}
