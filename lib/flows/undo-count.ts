import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lift } from '@/lib/shipments/holds/hold';
import { lockLinesOf, lockShipments, lockStock } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { beginUndo, finishRun, recordDecisions, writeReasons } from '@/lib/shipments/runs/runs';
import { type AllocationChange, setAllocation } from '@/lib/shipments/stock';
import { shipRules } from '@/lib/shipping/reasons';
import { type CountedChange, planCountUndo, type Released } from '@/lib/stock/count-undo-plan';
import { lockCount, reopenCount } from '@/lib/stock/counts';

/**
 * Takes a stock-take off the books again, so that it can be corrected and applied anew. Parcels get
 * the goods back that it took from them; a number that it took is used up and stays so.
 */
export async function undoCount(
  ctx: Ctx,
  countId: number,
): Promise<{ variants: number; restored: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const { undoRunId, runId, touchedIds } = await begin(tx, ctx, countId);
    await lockCount(tx, ctx, countId, 'applied');
    const locked = await lockShipments(tx, ctx, touchedIds);
    const lineIds = new Set((await lockLinesOf(tx, ctx, touchedIds)).map((line) => line.id));
    const noted = (await notedBy(tx, ctx, runId)).map((row) => ({
      ...row,
      lines: row.lines.filter(({ lineId }) => lineIds.has(lineId)),
      isUntouched: locked.get(row.shipmentId)?.lastRunId === runId,
    }));
    const changes = await changesBy(tx, ctx, runId);
    const held = await heldBy(tx, ctx, noted);
    const variantIds = [...changes, ...held].map((row) => row.variantId);
    const shelves = await lockStock(tx, ctx, [...new Set(variantIds)]);
    const plan = planCountUndo(changes, shelves, noted.map(releasedOf(held)));
    await moveBack(tx, ctx, { countId, runId, undoRunId, variantIds: plan.variantIds });
    const restored = noted.filter((row) => plan.shipmentIds.includes(row.shipmentId));
    await reserveAgain(tx, ctx, undoRunId, restored);
    const untaken = changes.filter((change) => !plan.variantIds.includes(change.variantId));
    await reopenCount(
      tx,
      ctx,
      countId,
      untaken.map((change) => change.variantId),
    );
    const kept = untaken.length + noted.length - restored.length;
    const counts = { undone: plan.variantIds.length, restored: restored.length, kept };
    await finishRun(tx, ctx, undoRunId, counts);
    return { variants: counts.undone, restored: counts.restored, kept };
  });
}

async function begin(tx: Tx, ctx: Ctx, countId: number) {
  const [run] = await rows<{ id: number }>(
    tx,
    sql`
    select id from runs
    where mall_id = ${ctx.mallId} and kind = 'count' and conditions->>'count' = ${String(countId)}
    order by id desc limit 1`,
  );
  if (!run) throw new ExpectedError('errors.notFound');
  return { runId: run.id, ...(await beginUndo(tx, ctx, run.id, 'count')) };
}

type Noted = { shipmentId: number; isHeld: boolean; lines: AllocationChange[] };

/** What `applyCount` noted of each parcel: whether it held it, then lines with what they had. */
async function notedBy(tx: Tx, ctx: Ctx, runId: number): Promise<Noted[]> {
  const found = await rows<{ shipmentId: number; before: number[] }>(
    tx,
    sql`
    select shipment_id as "shipmentId", before from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} and before is not null
    order by shipment_id`,
  );
  return found.map(({ shipmentId, before: [isHeld, ...pairs] }) => ({
    shipmentId,
    isHeld: isHeld === 1,
    lines: pairs.flatMap((lineId, at) =>
      at % 2 === 0 ? [{ lineId, allocatedQty: pairs[at + 1] ?? 0 }] : [],
    ),
  }));
}

function changesBy(tx: Tx, ctx: Ctx, runId: number): Promise<CountedChange[]> {
  return rows<CountedChange>(
    tx,
    sql`
    select counted.variant_id as "variantId", counted.qty, exists (
        select from stock_movements later
        where later.mall_id = counted.mall_id and later.variant_id = counted.variant_id
          and later.kind = 'count' and later.id > counted.id) as "isCountedSince"
    from stock_movements counted
    where counted.mall_id = ${ctx.mallId} and counted.run_id = ${runId} and counted.kind = 'count'
    order by counted.variant_id`,
  );
}

type Held = { shipmentId: number; variantId: number; qty: number };

/** Units that the lines had reserved; the supplier's own are on no shelf. */
function heldBy(tx: Tx, ctx: Ctx, noted: readonly Noted[]): Promise<Held[]> {
  const lines = noted.flatMap((row) => row.lines);
  return rows<Held>(
    tx,
    sql`
    select line.shipment_id as "shipmentId", item.variant_id as "variantId",
      sum(given.qty * item.qty)::int as qty
    from unnest(
      ${sql.param(lines.map((line) => line.lineId))}::bigint[],
      ${sql.param(lines.map((line) => line.allocatedQty))}::int[]) as given (line_id, qty)
    join shipment_lines line on line.mall_id = ${ctx.mallId} and line.id = given.line_id
    join composition_items item
      on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
      and not variant.is_supplier_shipped
    group by line.shipment_id, item.variant_id`,
  );
}

const releasedOf =
  (held: readonly Held[]) =>
  ({ shipmentId, isUntouched }: Noted & { isUntouched: boolean }): Released => ({
    shipmentId,
    isUntouched,
    held: new Map(
      held.filter((row) => row.shipmentId === shipmentId).map((row) => [row.variantId, row.qty]),
    ),
  });

type Moving = { countId: number; runId: number; undoRunId: number; variantIds: number[] };

async function moveBack(tx: Tx, ctx: Ctx, { countId, runId, undoRunId, variantIds }: Moving) {
  await tx.execute(sql`
    with moved as (
      insert into stock_movements (mall_id, variant_id, kind, qty, run_id, user_id, reason, at)
      select counted.mall_id, counted.variant_id, 'count', -counted.qty, ${undoRunId}::bigint,
        ${ctx.userId}::bigint, count.name, ${ctx.now.toISOString()}::timestamptz
      from stock_movements counted
      join stock_counts count on count.mall_id = ${ctx.mallId} and count.id = ${countId}
      where counted.mall_id = ${ctx.mallId} and counted.run_id = ${runId}
        and counted.kind = 'count'
        and counted.variant_id = any(${sql.param(variantIds)}::bigint[])
      order by counted.variant_id
      returning variant_id, qty
    )
    update stock set on_hand = on_hand + moved.qty from moved
    where stock.mall_id = ${ctx.mallId} and stock.variant_id = moved.variant_id`);
}

async function reserveAgain(tx: Tx, ctx: Ctx, undoRunId: number, restored: readonly Noted[]) {
  const ids = restored.map((row) => row.shipmentId);
  await setAllocation(
    tx,
    ctx,
    restored.flatMap((row) => row.lines),
  );
  await refreshShipments(tx, ctx, ids);
  const held = restored.filter((row) => row.isHeld).map((row) => row.shipmentId);
  await lift(tx, ctx, held, 'short');
  const rule = shipRules.countUndone;
  const decisions = ids.map((shipmentId) => ({ shipmentId, rule, values: [] }));
  await writeReasons(tx, ctx, undoRunId, decisions);
  await recordDecisions(tx, ctx, undoRunId, decisions);
}
