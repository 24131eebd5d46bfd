import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { unnested } from './bulk';
import { setClaimHolds } from './claim-holds';
import { refreshShipments } from './refresh';
import { reserveIds } from './reserve';
import type { Split } from './split';
import type { Move } from './split-lines-plan';

/**
 * Moves chosen units of a shipment into a new one with the same recipient. What is reserved stays as
 * far as there is room and else travels along; gifts stay. Undone by mergeSplit. The caller holds
 * the locks.
 */
export async function splitLines(
  tx: Tx,
  ctx: Ctx,
  { shipmentId, moves, runId }: { shipmentId: number; moves: readonly Move[]; runId: number },
): Promise<Split> {
  const rest = await insertPart(tx, ctx, shipmentId, runId);
  const given = unnested<Move>(
    {
      id: ['bigint', (move) => move.lineId],
      qty: ['int', (move) => move.qty],
      allocated_qty: ['int', (move) => move.allocatedQty],
    },
    moves,
  );
  await tx.execute(sql`
    insert into shipment_lines (mall_id, shipment_id, order_id, order_line_id, qty, allocated_qty,
      amount, composition_id, match_rule, match_oddities, home_shipment_id)
    select ${ctx.mallId}, ${rest.id}, line.order_id, line.order_line_id, given.qty,
      given.allocated_qty, line.amount * given.qty / line.qty, line.composition_id,
      line.match_rule, line.match_oddities,
      case when line.home_shipment_id = ${shipmentId} then ${rest.id}::bigint
        else line.home_shipment_id end
    from ${given}
    join shipment_lines line on line.mall_id = ${ctx.mallId} and line.id = given.id
    where given.qty < line.qty
    order by line.id`);
  await tx.execute(sql`
    update shipment_lines line
    set qty = case when given.qty = line.qty then line.qty else line.qty - given.qty end,
      allocated_qty = case when given.qty = line.qty then line.allocated_qty
        else line.allocated_qty - given.allocated_qty end,
      amount = case when given.qty = line.qty then line.amount
        else line.amount - line.amount * given.qty / line.qty end,
      shipment_id = case when given.qty = line.qty then ${rest.id}::bigint else line.shipment_id end,
      home_shipment_id = case
        when given.qty = line.qty and line.home_shipment_id = ${shipmentId} then ${rest.id}::bigint
        else line.home_shipment_id end
    from ${given}
    where line.mall_id = ${ctx.mallId} and line.id = given.id`);
  await tx.execute(sql`
    update shipments
    set split_group = coalesce(split_group, id), last_run_id = ${runId}, is_bundle_question = false
    where mall_id = ${ctx.mallId} and id = ${shipmentId}`);
  await refreshShipments(tx, ctx, [shipmentId, rest.id]);
  await setClaimHolds(tx, ctx, [shipmentId, rest.id]);
  return { served: shipmentId, rest: rest.id, groupBefore: rest.groupBefore };
}

async function insertPart(tx: Tx, ctx: Ctx, shipmentId: number, runId: number) {
  const [id] = await reserveIds(tx, 'shipments', 1);
  if (id === undefined) throw new Error('No id for the new shipment.');
  const [origin] = await rows<{ groupBefore: number | null }>(
    tx,
    sql`
    with part as (
      insert into shipments (mall_id, id, stage, hold_kinds, hold_note, recipient_id, base_order_id,
        channel_id, freight_term, is_market_shipped, is_bundle_locked, split_group, wanted_qty,
        amount, ordered_at, paid_at, ship_by, courier, last_run_id)
      select mall_id, ${id}, 'ready', hold_kinds, hold_note, recipient_id, base_order_id,
        channel_id, freight_term, is_market_shipped, is_bundle_locked, coalesce(split_group, id),
        0, 0, ordered_at, paid_at, ship_by, courier, ${runId}
      from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId}
    )
    select split_group as "groupBefore" from shipments
    where mall_id = ${ctx.mallId} and id = ${shipmentId}`,
  );
  return { id, groupBefore: origin?.groupBefore ?? null };
}
