import { sql } from 'drizzle-orm';
import { reserveIds } from '@/db/reserved-ids';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { takeBackGifts } from '../gifts/take-back-gifts';
import { markForRelabelling } from '../holds/relabel';
import { type LockedLine, type LockedShipment, lockStock } from '../locks';
import { lockParcelsOf } from '../parcels/parcels';
import { partUnfit } from '../parcels/part-bundles';
import { refreshShipments } from '../parcels/refresh';
import type { Touches } from '../runs/touches';
import { isCommitted, isOpen } from '../stages';
import { setAllocation } from '../stock';
import { wonPrice } from '../won-price';

export type Swap = {
  orderLineId: number;
  qty: number;
  /** What is sent in place of it. */
  compositionId: number;
  /** Under which rule the line means that from now on. */
  matchRule: number;
};

type Taken = { part: LockedLine; shipment: LockedShipment; qty: number };

/**
 * Exchange before shipping: so many units of a line become another composition, in the parcel where
 * they stand. What was reserved is given back; the new goods are reserved where the parcel had its
 * own, and what is printed already is only changed when they are there. A bundle in which they may not
 * lie comes apart; one that has a number already refuses them. The caller holds the lock of the order
 * line.
 */
export async function swapGoods(tx: Tx, ctx: Ctx, swap: Swap, touches: Touches): Promise<void> {
  const taken = await takeOpenUnits(tx, ctx, swap);
  await lockAllStock(tx, ctx, taken, swap.compositionId);
  const touched = [...new Set(taken.map(({ shipment }) => shipment.id))];
  for (const unit of taken) {
    const { part, qty } = unit;
    await setAllocation(tx, ctx, [
      { lineId: part.id, allocatedQty: Math.min(part.allocatedQty, part.qty - qty) },
    ]);
    const newId = await splitOff(tx, ctx, part, qty);
    await tx.execute(sql`
      update shipment_lines set composition_id = ${swap.compositionId}, match_rule = ${swap.matchRule},
        match_oddities = null
      where mall_id = ${ctx.mallId} and id = ${newId}`);
    await reserveLike(tx, ctx, unit, newId, swap.compositionId);
  }
  await refreshShipments(tx, ctx, touched);
  const { apart, held } = await partUnfit(tx, ctx, touched, touches.runId);
  if (held.length > 0) throw new ExpectedError('claims.errors.exchangeApart');
  for (const { part, qty } of taken) {
    const isHome = apart.includes(part.shipmentId);
    const standsIn = isHome ? part.homeShipmentId : part.shipmentId;
    touches.add('swapped', standsIn, [swap.orderLineId, qty]);
  }
  await takeBackGifts(tx, ctx, touched, touches);
  await markForRelabelling(tx, ctx, touched, touches);
}

/** Units that have not left, those first that nothing is printed for. */
async function takeOpenUnits(tx: Tx, ctx: Ctx, swap: Swap): Promise<Taken[]> {
  const { shipments, parts } = await lockParcelsOf(tx, ctx, [swap.orderLineId]);
  const open = parts.flatMap((part) => {
    const shipment = shipments.get(part.shipmentId);
    const isMeant = part.orderLineId === swap.orderLineId && part.qty > 0;
    return isMeant && shipment && isOpen(shipment) ? [{ part, shipment }] : [];
  });
  open.sort((a, b) => Number(isCommitted(a.shipment)) - Number(isCommitted(b.shipment)));
  let missing = swap.qty;
  const taken = open.flatMap(({ part, shipment }) => {
    const qty = Math.min(part.qty, missing);
    missing -= qty;
    return qty > 0 ? [{ part, shipment, qty }] : [];
  });
  if (missing > 0) throw new ExpectedError('claims.errors.alreadyShipped');
  return taken;
}

/** Old and new goods together, so that two exchanges never wait for each other. */
async function lockAllStock(tx: Tx, ctx: Ctx, taken: readonly Taken[], compositionId: number) {
  const ids = [compositionId, ...taken.flatMap(({ part }) => part.compositionId ?? [])];
  const variants = await rows<{ id: number }>(
    tx,
    sql`
    select distinct variant_id as id from composition_items
    where mall_id = ${ctx.mallId} and composition_id = any(${sql.param(ids)}::bigint[])`,
  );
  await lockStock(
    tx,
    ctx,
    variants.map((variant) => variant.id),
  );
}

/** The part itself when all of it is meant, else a new one beside it. */
async function splitOff(tx: Tx, ctx: Ctx, part: LockedLine, qty: number): Promise<number> {
  if (qty === part.qty) return part.id;
  const [id] = await reserveIds(tx, 'shipment_lines', 1);
  if (id === undefined) throw new Error('No id for the new part.');
  await tx.execute(sql`
    insert into shipment_lines (mall_id, id, shipment_id, order_id, order_line_id, qty, amount,
      home_shipment_id)
    select part.mall_id, ${id}, part.shipment_id, part.order_id, part.order_line_id, ${qty},
      ${wonPrice(sql`line`)} * ${qty}, part.home_shipment_id
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    where part.mall_id = ${ctx.mallId} and part.id = ${part.id}`);
  await tx.execute(sql`
    update shipment_lines part
    set qty = part.qty - ${qty}, amount = ${wonPrice(sql`line`)} * (part.qty - ${qty})
    from order_lines line
    where part.mall_id = ${ctx.mallId} and part.id = ${part.id}
      and line.mall_id = ${ctx.mallId} and line.id = part.order_line_id`);
  return id;
}

async function reserveLike(
  tx: Tx,
  ctx: Ctx,
  { part, shipment, qty }: Taken,
  newId: number,
  compositionId: number,
): Promise<void> {
  if (part.allocatedQty < part.qty) return;
  const [short] = await rows(
    tx,
    sql`
    select from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    left join stock on stock.mall_id = item.mall_id and stock.variant_id = item.variant_id
    where item.mall_id = ${ctx.mallId} and item.composition_id = ${compositionId}
      and not variant.is_supplier_shipped
      and coalesce(stock.on_hand - stock.allocated, 0) < item.qty * ${qty}`,
  );
  if (!short) return setAllocation(tx, ctx, [{ lineId: newId, allocatedQty: qty }]);
  if (isCommitted(shipment)) throw new ExpectedError('claims.errors.exchangeShort');
}
