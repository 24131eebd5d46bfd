import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { reserveIds } from '@/db/reserved-ids';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { setClaimHolds } from '../holds/claim-holds';
import { partUnfit } from './part-bundles';
import { refreshShipments } from './refresh';
import { insertParts, type Split } from './split';
import type { Move } from './split-lines-plan';

/** What of one shipment goes into a new one. */
export type LineSplit = { shipmentId: number; moves: readonly Move[] };

/**
 * Moves chosen units of each shipment into a new one with the same recipient. What is reserved stays
 * as far as there is room and else travels along; gifts stay. Undone by mergeSplit. The caller holds
 * the locks.
 */
export async function splitLines(
  tx: Tx,
  ctx: Ctx,
  wanted: readonly LineSplit[],
  runId: number,
): Promise<Split[]> {
  if (wanted.length === 0) return [];
  const splits = await planParts(
    tx,
    ctx,
    wanted.map((split) => split.shipmentId),
  );
  await insertParts(tx, ctx, splits, runId);
  await moveUnits(tx, ctx, movesOf(wanted, splits));
  const served = splits.map((split) => split.served);
  await tx.execute(sql`
    update shipments
    set split_group = coalesce(split_group, id), last_run_id = ${runId}, question_of = null
    where mall_id = ${ctx.mallId} and id = any(${sql.param(served)}::bigint[])`);
  const both = splits.flatMap((split) => [split.served, split.rest]);
  await refreshShipments(tx, ctx, both);
  await setClaimHolds(tx, ctx, both);
  await partUnfit(tx, ctx, both, async () => runId);
  return splits;
}

type PlacedMove = Move & { served: number; rest: number };

function movesOf(wanted: readonly LineSplit[], splits: readonly Split[]): PlacedMove[] {
  const restOf = new Map(splits.map(({ served, rest }) => [served, rest]));
  return wanted.flatMap(({ shipmentId, moves }) => {
    const rest = restOf.get(shipmentId);
    return rest ? moves.map((move) => ({ ...move, served: shipmentId, rest })) : [];
  });
}

/** A line that goes in part becomes two; its money is shared by floor, the remainder stays. */
async function moveUnits(tx: Tx, ctx: Ctx, moves: readonly PlacedMove[]) {
  const given = unnested<PlacedMove>(
    {
      id: ['bigint', (move) => move.lineId],
      served: ['bigint', (move) => move.served],
      rest: ['bigint', (move) => move.rest],
      qty: ['int', (move) => move.qty],
      allocated_qty: ['int', (move) => move.allocatedQty],
    },
    moves,
  );
  await tx.execute(sql`
    insert into shipment_lines (mall_id, shipment_id, order_id, order_line_id, qty, allocated_qty,
      amount, composition_id, match_rule, match_oddities, resent_line_id, home_shipment_id)
    select ${ctx.mallId}, given.rest, line.order_id, line.order_line_id, given.qty,
      given.allocated_qty, line.amount * given.qty / line.qty, line.composition_id,
      line.match_rule, line.match_oddities, line.resent_line_id,
      case when line.home_shipment_id = given.served then given.rest else line.home_shipment_id end
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
      shipment_id = case when given.qty = line.qty then given.rest else line.shipment_id end,
      home_shipment_id = case
        when given.qty = line.qty and line.home_shipment_id = given.served then given.rest
        else line.home_shipment_id end
    from ${given}
    where line.mall_id = ${ctx.mallId} and line.id = given.id`);
}

async function planParts(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<Split[]> {
  const origins = await rows<Omit<Split, 'rest'>>(
    tx,
    sql`
    select id as served, split_group as "groupBefore" from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
    order by id`,
  );
  const rests = await reserveIds(tx, 'shipments', origins.length);
  return rests.flatMap((rest, index) => {
    const origin = origins[index];
    return origin ? [{ ...origin, rest }] : [];
  });
}
