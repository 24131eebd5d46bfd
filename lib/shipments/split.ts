import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { refreshShipments } from './refresh';
import { reserveIds } from './reserve';

export type Split = { served: number; rest: number };

/**
 * Moves what is not reserved of each partly served shipment into a new one with the same recipient.
 * A line served in part becomes two; its money is shared by floor, the remainder stays on the
 * served part. Holds copy to both, and lines of a bundle still know their home. The caller holds
 * the locks.
 */
export async function splitUnallocated(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
  runId: number,
): Promise<Split[]> {
  const rests = await reserveIds(tx, 'shipments', shipmentIds.length);
  const pairs = sql`unnest(
    ${sql.param(shipmentIds)}::bigint[], ${sql.param(rests)}::bigint[]) as pair (served, rest)`;
  const splits = await rows<Split>(
    tx,
    sql`
    insert into shipments (mall_id, id, stage, hold_kinds, hold_note, recipient_id, base_order_id,
      channel_id, freight_term, is_market_shipped, is_bundle_locked, split_group, wanted_qty, amount,
      ordered_at, paid_at, ship_by, courier, last_run_id)
    select shipment.mall_id, pair.rest, 'ready', shipment.hold_kinds, shipment.hold_note,
      shipment.recipient_id, shipment.base_order_id, shipment.channel_id, shipment.freight_term,
      shipment.is_market_shipped, shipment.is_bundle_locked,
      coalesce(shipment.split_group, shipment.id), 0, 0, shipment.ordered_at, shipment.paid_at,
      shipment.ship_by, shipment.courier, ${runId}
    from ${pairs}
    join shipments shipment on shipment.mall_id = ${ctx.mallId} and shipment.id = pair.served
    where shipment.stage = 'ready' and shipment.allocated_qty > 0
      and shipment.requested_export_id is null
    returning id as rest, (select served from ${pairs} where pair.rest = shipments.id) as served`,
  );
  if (splits.length === 0) return [];
  const made = sql`unnest(
    ${sql.param(splits.map((split) => split.served))}::bigint[],
    ${sql.param(splits.map((split) => split.rest))}::bigint[]) as pair (served, rest)`;
  await tx.execute(sql`
    insert into shipment_lines (mall_id, shipment_id, order_id, order_line_id, qty, amount,
      composition_id, match_rule, home_shipment_id)
    select ${ctx.mallId}, pair.rest, line.order_id, line.order_line_id,
      line.qty - line.allocated_qty,
      line.amount * (line.qty - line.allocated_qty) / line.qty,
      line.composition_id, line.match_rule,
      case when line.home_shipment_id = pair.served then pair.rest else line.home_shipment_id end
    from ${made}
    join shipment_lines line on line.mall_id = ${ctx.mallId} and line.shipment_id = pair.served
    where 0 < line.allocated_qty and line.allocated_qty < line.qty`);
  await tx.execute(sql`
    update shipment_lines line
    set qty = case when line.allocated_qty = 0 then line.qty else line.allocated_qty end,
      amount = case when line.allocated_qty = 0 then line.amount
        else line.amount - line.amount * (line.qty - line.allocated_qty) / line.qty end,
      shipment_id = case when line.allocated_qty = 0 then pair.rest else line.shipment_id end,
      home_shipment_id = case when line.allocated_qty = 0 and line.home_shipment_id = pair.served
        then pair.rest else line.home_shipment_id end
    from ${made}
    where line.mall_id = ${ctx.mallId} and line.shipment_id = pair.served
      and line.allocated_qty < line.qty`);
  await tx.execute(sql`
    update shipments shipment set split_group = coalesce(split_group, id), last_run_id = ${runId}
    from ${made}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = pair.served`);
  await refreshShipments(tx, ctx, splits.flatMap((split) => [split.served, split.rest]));
  return splits;
}

/** Puts the rest back into the part it was split from, line by line. Mirrors splitUnallocated. */
export async function mergeSplit(tx: Tx, ctx: Ctx, splits: Split[], runId: number): Promise<void> {
  if (splits.length === 0) return;
  const pairs = sql`unnest(
    ${sql.param(splits.map((split) => split.served))}::bigint[],
    ${sql.param(splits.map((split) => split.rest))}::bigint[]) as pair (served, rest)`;
  await tx.execute(sql`
    with rejoined as (
      update shipment_lines served
      set qty = served.qty + rest.qty, amount = served.amount + rest.amount,
        allocated_qty = served.allocated_qty + rest.allocated_qty
      from ${pairs}
      join shipment_lines rest on rest.mall_id = ${ctx.mallId} and rest.shipment_id = pair.rest
      where served.mall_id = ${ctx.mallId} and served.shipment_id = pair.served
        and served.order_line_id = rest.order_line_id
      returning rest.id
    )
    delete from shipment_lines line using rejoined
    where line.mall_id = ${ctx.mallId} and line.id = rejoined.id`);
  await tx.execute(sql`
    update shipment_lines line
    set shipment_id = pair.served,
      home_shipment_id = case when line.home_shipment_id = pair.rest then pair.served
        else line.home_shipment_id end
    from ${pairs}
    where line.mall_id = ${ctx.mallId} and line.shipment_id = pair.rest`);
  await tx.execute(sql`
    update shipments rest
    set stage = 'absorbed', absorbed_by = pair.served, wanted_qty = 0, allocated_qty = 0, amount = 0,
      last_run_id = ${runId}
    from ${pairs}
    where rest.mall_id = ${ctx.mallId} and rest.id = pair.rest`);
  await refreshShipments(tx, ctx, splits.map((split) => split.served));
}
