import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { reserveIds } from '@/db/reserved-ids';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { setClaimHolds } from '../holds/claim-holds';
import { copyHolds } from './move';
import { partUnfit } from './part-bundles';
import { refreshShipments } from './refresh';

export type Split = {
  served: number;
  rest: number;
  /** The group that the served part was in before. */
  groupBefore: number | null;
};

/**
 * Moves what is not reserved of each partly served shipment into a new one with the same recipient.
 * A line served in part becomes two; its money is shared by floor, the remainder stays on the
 * served part. Holds copy to both, but a claim holds where its line is, and lines of a bundle still
 * know their home. The caller holds the locks.
 */
export async function splitUnallocated(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
  runId: number,
): Promise<Split[]> {
  const splits = await planSplits(tx, ctx, shipmentIds);
  if (splits.length === 0) return [];
  const pairs = pairsOf(splits);
  await insertParts(tx, ctx, splits, runId);
  await tx.execute(sql`
    insert into shipment_lines (mall_id, shipment_id, order_id, order_line_id, qty, amount,
      composition_id, match_rule, match_oddities, resent_line_id, gift_rule_id, home_shipment_id)
    select ${ctx.mallId}, given.rest, line.order_id, line.order_line_id,
      line.qty - line.allocated_qty,
      line.amount * (line.qty - line.allocated_qty) / line.qty,
      line.composition_id, line.match_rule, line.match_oddities, line.resent_line_id,
      line.gift_rule_id,
      case when line.home_shipment_id = given.served then given.rest else line.home_shipment_id end
    from ${pairs}
    join shipment_lines line on line.mall_id = ${ctx.mallId} and line.shipment_id = given.served
    where 0 < line.allocated_qty and line.allocated_qty < line.qty
    order by line.id`);
  await tx.execute(sql`
    update shipment_lines line
    set qty = case when line.allocated_qty = 0 then line.qty else line.allocated_qty end,
      amount = case when line.allocated_qty = 0 then line.amount
        else line.amount - line.amount * (line.qty - line.allocated_qty) / line.qty end,
      shipment_id = case when line.allocated_qty = 0 then given.rest else line.shipment_id end,
      home_shipment_id = case when line.allocated_qty = 0 and line.home_shipment_id = given.served
        then given.rest else line.home_shipment_id end
    from ${pairs}
    where line.mall_id = ${ctx.mallId} and line.shipment_id = given.served
      and line.allocated_qty < line.qty`);
  await tx.execute(sql`
    update shipments shipment set split_group = coalesce(split_group, id), last_run_id = ${runId}
    from ${pairs}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.served`);
  await refreshShipments(tx, ctx, bothOf(splits));
  await setClaimHolds(tx, ctx, bothOf(splits));
  await partUnfit(tx, ctx, bothOf(splits), async () => runId);
  return splits;
}

/** The new shipments, still empty: where, how and why they go is as of those they are split from. */
export async function insertParts(
  tx: Tx,
  ctx: Ctx,
  splits: readonly Split[],
  runId: number,
): Promise<void> {
  await tx.execute(sql`
    insert into shipments (mall_id, id, stage, hold_kinds, hold_notes, recipient_id, base_order_id,
      channel_id, freight_term, is_market_shipped, is_bundle_locked, is_locked_by_method,
      split_group, wanted_qty, amount, ordered_at, paid_at, ship_by, courier, chosen_account_id,
      ship_method, is_method_chosen, resends_shipment_id, last_run_id)
    select shipment.mall_id, given.rest, 'ready', shipment.hold_kinds, shipment.hold_notes,
      shipment.recipient_id, shipment.base_order_id, shipment.channel_id, shipment.freight_term,
      shipment.is_market_shipped, shipment.is_bundle_locked, shipment.is_locked_by_method,
      coalesce(shipment.split_group, shipment.id), 0, 0, shipment.ordered_at, shipment.paid_at,
      shipment.ship_by, shipment.courier, shipment.chosen_account_id, shipment.ship_method,
      shipment.is_method_chosen, shipment.resends_shipment_id, ${runId}
    from ${pairsOf(splits)}
    join shipments shipment on shipment.mall_id = ${ctx.mallId} and shipment.id = given.served`);
}

/**
 * Puts the rest back into the part it was split from, line by line, with what holds it. Mirrors
 * splitUnallocated.
 */
export async function mergeSplit(tx: Tx, ctx: Ctx, splits: Split[], runId: number): Promise<void> {
  if (splits.length === 0) return;
  const pairs = pairsOf(splits);
  await copyHolds(
    tx,
    ctx,
    splits.map(({ served, rest }) => ({ left: rest, target: served })),
  );
  await tx.execute(sql`
    with rejoined as (
      update shipment_lines served
      set qty = served.qty + rest.qty, amount = served.amount + rest.amount,
        allocated_qty = served.allocated_qty + rest.allocated_qty
      from ${pairs}
      join shipment_lines rest on rest.mall_id = ${ctx.mallId} and rest.shipment_id = given.rest
      join lateral (
        select twin.id from shipment_lines twin
        where twin.mall_id = ${ctx.mallId} and twin.shipment_id = given.served
          and (twin.order_line_id, twin.resent_line_id, twin.gift_rule_id, twin.composition_id)
            is not distinct from
            (rest.order_line_id, rest.resent_line_id, rest.gift_rule_id, rest.composition_id)
        order by twin.id limit 1
      ) twin on true
      where served.mall_id = ${ctx.mallId} and served.id = twin.id
      returning rest.id
    )
    delete from shipment_lines line using rejoined
    where line.mall_id = ${ctx.mallId} and line.id = rejoined.id`);
  await tx.execute(sql`
    update shipment_lines line
    set shipment_id = given.served,
      home_shipment_id = case when line.home_shipment_id = given.rest then given.served
        else line.home_shipment_id end
    from ${pairs}
    where line.mall_id = ${ctx.mallId} and line.shipment_id = given.rest`);
  await tx.execute(sql`
    update shipments rest
    set stage = 'absorbed', absorbed_by = given.served, wanted_qty = 0, allocated_qty = 0, amount = 0,
      unmatched_lines = 0, is_bundle = false, last_run_id = ${runId}
    from ${pairs}
    where rest.mall_id = ${ctx.mallId} and rest.id = given.rest`);
  await tx.execute(sql`
    update shipments served set split_group = given.group_before
    from ${pairs}
    where served.mall_id = ${ctx.mallId} and served.id = given.served`);
  const served = splits.map((split) => split.served);
  await refreshShipments(tx, ctx, served);
  await setClaimHolds(tx, ctx, served);
}

/** A part that has nothing reserved, or is with the courier's program, is not split. */
async function planSplits(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<Split[]> {
  const origins = await rows<{ served: number; groupBefore: number | null }>(
    tx,
    sql`
    select id as served, split_group as "groupBefore" from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and stage = 'ready' and allocated_qty > 0 and requested_export_id is null
      and exists (
        select from shipment_lines line
        where line.mall_id = ${ctx.mallId} and line.shipment_id = shipments.id
          and line.allocated_qty > 0 and line.gift_rule_id is null)
    order by id`,
  );
  const rests = await reserveIds(tx, 'shipments', origins.length);
  return rests.flatMap((rest, index) => {
    const origin = origins[index];
    return origin ? [{ ...origin, rest }] : [];
  });
}

function pairsOf(splits: readonly Split[]) {
  return unnested<Split>(
    {
      served: ['bigint', (split) => split.served],
      rest: ['bigint', (split) => split.rest],
      group_before: ['bigint', (split) => split.groupBefore],
    },
    splits,
  );
}

function bothOf(splits: Split[]): number[] {
  return splits.flatMap((split) => [split.served, split.rest]);
}
