import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { sendAll, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { bigintArray } from '@/lib/shipments/runs/runs';
import {
  type ChangedLines,
  type ChangedShelf,
  changedLines,
  changedShelves,
  type Decided,
  decidedBy,
  type Planned,
} from './decide';
import { allocationRules, type Reason } from './reasons';

/**
 * Writes what a run planned, each table once and by key: lines, which are said soonest and written
 * longest, then the decisions, which are made meanwhile and note how shipments stood before, then
 * shipments and stock. The caller holds the locks. A shipment whose lines keep what they hold gets its
 * new reason but does not count as touched by the run.
 */
export async function writePlanned(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  planned: Planned,
): Promise<Decided[]> {
  let decided: Decided[] = [];
  await sendAll(
    () => writeLines(tx, ctx, changedLines(planned)),
    () => {
      decided = decidedBy(planned);
      return noteDecisions(tx, ctx, runId, decided);
    },
    () => writeShipments(tx, ctx, runId, decided),
    () => writeShelves(tx, ctx, changedShelves(planned)),
  );
  return decided;
}

/** Lines stand in it in turn with the units that each had before. */
export type Note = { shipmentId: number; reason: Reason; linesBefore: readonly number[] };

/**
 * Notes decisions beside what stands before them. A run of the product itself notes only what it
 * changes; a person's notes every shipment.
 */
export async function noteDecisions(tx: Tx, ctx: Ctx, runId: number, notes: readonly Note[]) {
  if (notes.length === 0) return;
  const onlyNews = ctx.userId === null ? sql`and (given.lines <> '{}' or ${isNews})` : sql``;
  await tx.execute(sql`
    insert into run_decisions (mall_id, run_id, shipment_id, rule, values, before)
    select shipment.mall_id, ${runId}, shipment.id, given.rule, given.compared::bigint[],
      array[coalesce(shipment.last_run_id, 0), coalesce(shipment.why, 0),
        coalesce(cardinality(shipment.why_values), 0)]
      || shipment.why_values || given.lines::bigint[]
    from ${unnested<Note>(
      {
        shipment_id: ['bigint', (note) => note.shipmentId],
        rule: ['int', (note) => ruleNumber(note)],
        compared: ['text', (note) => bigintArray(note.reason.values)],
        lines: ['text', (note) => bigintArray(note.linesBefore)],
      },
      notes,
    )}
    join shipments shipment
      on shipment.mall_id = ${ctx.mallId} and shipment.id = given.shipment_id
    where true ${onlyNews}`);
}

async function writeLines(tx: Tx, ctx: Ctx, { ids, qty }: ChangedLines) {
  if (ids.length === 0) return;
  await tx.execute(sql`
    update shipment_lines line set allocated_qty = given.qty
    from unnest(${sql.param(ids)}::bigint[], ${sql.param(qty)}::int[]) as given (line_id, qty)
    where line.mall_id = ${ctx.mallId} and line.id = given.line_id`);
}

/** The same outcome as refreshShipments: of what that sets, only these follow from an allocation. */
async function writeShipments(tx: Tx, ctx: Ctx, runId: number, decided: readonly Decided[]) {
  if (decided.length === 0) return;
  await tx.execute(sql`
    update shipments shipment
    set allocated_qty = given.qty, why = given.rule, why_values = given.compared::bigint[],
      stage = case when given.qty = shipment.wanted_qty then 'allocated' else 'ready' end,
      last_run_id = case when given.is_touched then ${runId}::bigint else shipment.last_run_id end
    from ${unnested<Decided>(
      {
        shipment_id: ['bigint', (row) => row.shipmentId],
        qty: ['int', (row) => row.allocatedQty],
        is_touched: ['boolean', (row) => row.linesBefore.length > 0],
        rule: ['int', (row) => ruleNumber(row)],
        compared: ['text', (row) => bigintArray(row.reason.values)],
      },
      decided,
    )}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.shipment_id
      and (given.is_touched or ${isNews})`);
}

async function writeShelves(tx: Tx, ctx: Ctx, shelves: readonly ChangedShelf[]) {
  if (shelves.length === 0) return;
  await tx.execute(sql`
    update stock set allocated = given.qty
    from ${unnested<ChangedShelf>(
      {
        variant_id: ['bigint', (shelf) => shelf.variantId],
        qty: ['int', (shelf) => shelf.allocated],
      },
      shelves,
    )}
    where stock.mall_id = ${ctx.mallId} and stock.variant_id = given.variant_id`);
}

/** Of a shipment beside what is given: the reason is not the one that it has. */
const isNews = sql`(shipment.why is distinct from given.rule
  or shipment.why_values is distinct from given.compared::bigint[])`;

function ruleNumber({ reason }: { reason: Reason }): number {
  return allocationRules[reason.rule].number;
}
