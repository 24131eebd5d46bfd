import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { refreshShipments } from './refresh';

export type Absorption = { target: number; source: number };

/**
 * Moves all lines of each source into its target. The emptied source stays as `absorbed`: its lines
 * know their home. Holds travel along. Returns the moved line ids by source, for the undo.
 */
export async function absorb(
  tx: Tx,
  ctx: Ctx,
  absorptions: Absorption[],
  runId: number,
): Promise<Map<number, number[]>> {
  const pairs = sql`unnest(
    ${sql.param(absorptions.map((pair) => pair.target))}::bigint[],
    ${sql.param(absorptions.map((pair) => pair.source))}::bigint[]) as pair (target, source)`;
  const moved = await rows<{ source: number; lineIds: number[] }>(
    tx,
    sql`
    with moved as (
      update shipment_lines line
      set shipment_id = pair.target
      from ${pairs}
      where line.mall_id = ${ctx.mallId} and line.shipment_id = pair.source
      returning pair.source, line.id
    )
    select source, array_agg(id order by id) as "lineIds" from moved group by source`,
  );
  await tx.execute(sql`
    update shipments target
    set hold_kinds = array(select distinct unnest(target.hold_kinds || gathered.kinds) order by 1)
    from (
      select pair.target, array_agg(kind) as kinds
      from ${pairs}
      join shipments source on source.mall_id = ${ctx.mallId} and source.id = pair.source
      cross join unnest(source.hold_kinds) as kind
      group by pair.target
    ) as gathered
    where target.mall_id = ${ctx.mallId} and target.id = gathered.target`);
  await tx.execute(sql`
    update shipments source
    set stage = 'absorbed', absorbed_by = pair.target, wanted_qty = 0, allocated_qty = 0,
      amount = 0, last_run_id = ${runId}
    from ${pairs}
    where source.mall_id = ${ctx.mallId} and source.id = pair.source`);
  await refreshShipments(tx, ctx, [...new Set(absorptions.map((pair) => pair.target))]);
  return new Map(moved.map((row) => [row.source, row.lineIds]));
}

/** Sends lines back to the shipments they came from, which stand again. Returns those touched. */
export async function sendHome(
  tx: Tx,
  ctx: Ctx,
  lineIds: number[],
  runId: number,
): Promise<number[]> {
  const moved = await rows<{ left: number; home: number }>(
    tx,
    sql`
    with leaving as (
      select id, shipment_id from shipment_lines
      where mall_id = ${ctx.mallId} and id = any(${sql.param(lineIds)}::bigint[])
        and shipment_id <> home_shipment_id
      order by id for update
    )
    update shipment_lines line
    set shipment_id = line.home_shipment_id
    from leaving
    where line.mall_id = ${ctx.mallId} and line.id = leaving.id
    returning leaving.shipment_id as left, line.home_shipment_id as home`,
  );
  const touched = [...new Set(moved.flatMap((row) => [row.left, row.home]))];
  await refreshShipments(tx, ctx, touched);
  await tx.execute(sql`
    update shipments set last_run_id = ${runId}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(touched)}::bigint[])`);
  return touched;
}
