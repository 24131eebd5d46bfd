import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { bigintArray } from '@/lib/shipments/runs';
import { linePairs } from './before';
import type { Decided, Decisions } from './decide';

/**
 * Writes what a run decided, each table once and by key: first the decisions, which note what stood
 * before, then lines, shipments and stock. The caller holds the locks. A shipment whose lines keep
 * what they hold gets its new reason but does not count as touched by the run.
 */
export async function writeDecisions(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  { decided, shelves }: Decisions,
): Promise<void> {
  await noteDecisions(tx, ctx, runId, decided);
  await writeLines(tx, ctx, decided);
  await writeShipments(tx, ctx, runId, decided);
  await writeShelves(tx, ctx, shelves);
}

/** A run of the product itself notes only what it changes; a person's notes every shipment. */
async function noteDecisions(tx: Tx, ctx: Ctx, runId: number, decided: Decided[]) {
  const onlyNews =
    ctx.userId === null
      ? sql`and (decision.lines <> '{}' or shipment.why is distinct from decision.rule
          or shipment.why_values is distinct from decision.values::bigint[])`
      : sql``;
  await tx.execute(sql`
    insert into run_decisions (mall_id, run_id, shipment_id, rule, values, before)
    select shipment.mall_id, ${runId}, shipment.id, decision.rule, decision.values::bigint[],
      array[coalesce(shipment.last_run_id, 0), coalesce(shipment.why, 0),
        coalesce(cardinality(shipment.why_values), 0)]
      || shipment.why_values || decision.lines::bigint[]
    from unnest(
      ${sql.param(decided.map((row) => row.shipment.id))}::bigint[],
      ${sql.param(decided.map((row) => row.reason.rule))}::int[],
      ${sql.param(decided.map((row) => bigintArray(row.reason.values)))}::text[],
      ${sql.param(decided.map((row) => bigintArray(linePairs(row.changes))))}::text[]
    ) as decision (shipment_id, rule, values, lines)
    join shipments shipment
      on shipment.mall_id = ${ctx.mallId} and shipment.id = decision.shipment_id
    where true ${onlyNews}`);
}

async function writeLines(tx: Tx, ctx: Ctx, decided: Decided[]) {
  const changes = decided.flatMap((row) => row.changes).sort((a, b) => a.lineId - b.lineId);
  if (changes.length === 0) return;
  await tx.execute(sql`
    update shipment_lines line set allocated_qty = change.qty
    from unnest(
      ${sql.param(changes.map((change) => change.lineId))}::bigint[],
      ${sql.param(changes.map((change) => change.after))}::int[]
    ) as change (line_id, qty)
    where line.mall_id = ${ctx.mallId} and line.id = change.line_id`);
}

/** The same outcome as refreshShipments: of what that sets, only these follow from an allocation. */
async function writeShipments(tx: Tx, ctx: Ctx, runId: number, decided: Decided[]) {
  if (decided.length === 0) return;
  await tx.execute(sql`
    update shipments shipment
    set allocated_qty = decision.qty, why = decision.rule, why_values = decision.values::bigint[],
      stage = case when decision.qty = shipment.wanted_qty then 'allocated' else 'ready' end,
      last_run_id = coalesce(decision.touched_by, shipment.last_run_id)
    from unnest(
      ${sql.param(decided.map((row) => row.shipment.id))}::bigint[],
      ${sql.param(decided.map((row) => row.allocatedQty))}::int[],
      ${sql.param(decided.map((row) => (row.changes.length > 0 ? runId : null)))}::bigint[],
      ${sql.param(decided.map((row) => row.reason.rule))}::int[],
      ${sql.param(decided.map((row) => bigintArray(row.reason.values)))}::text[]
    ) as decision (shipment_id, qty, touched_by, rule, values)
    where shipment.mall_id = ${ctx.mallId} and shipment.id = decision.shipment_id
      and (decision.touched_by is not null or shipment.why is distinct from decision.rule
        or shipment.why_values is distinct from decision.values::bigint[])`);
}

async function writeShelves(tx: Tx, ctx: Ctx, shelves: Decisions['shelves']) {
  if (shelves.length === 0) return;
  await tx.execute(sql`
    update stock set allocated = shelf.allocated
    from unnest(
      ${sql.param(shelves.map((shelf) => shelf.variantId))}::bigint[],
      ${sql.param(shelves.map((shelf) => shelf.allocated))}::int[]
    ) as shelf (variant_id, allocated)
    where stock.mall_id = ${ctx.mallId} and stock.variant_id = shelf.variant_id`);
}
