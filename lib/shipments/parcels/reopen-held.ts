import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { setClaimHolds } from '../holds/claim-holds';
import { lockOrderLines } from '../locks';
import { noteKept } from '../runs/kept';
import { beginUndo, type Decision, finishRun, recordDecisions, writeReasons } from '../runs/runs';
import { touchRules } from '../runs/touches';
import { wonPrice } from '../won-price';
import { type Before, readBefore } from './closing-plan';
import { lockWithHomes } from './parcels';
import { partUnfit } from './part-bundles';
import { refreshShipments } from './refresh';

type Closing = Before & { shipmentId: number };

/**
 * Takes a closing back where nothing touched the parcel since: it is held again as it was, without
 * stock. Of the others the decisions say which run touched them.
 */
export async function reopenHeld(
  ctx: Ctx,
  runId: number,
): Promise<{ restored: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const { undoRunId, touchedIds } = await beginUndo(tx, ctx, runId, 'settle');
    const closings = await readClosings(tx, ctx, runId);
    await lockOrderLines(tx, ctx, await lineIdsOf(tx, ctx, closings));
    const shipments = await lockWithHomes(tx, ctx, async () => touchedIds);
    const isUntouched = ({ shipmentId }: Closing) => {
      const shipment = shipments.get(shipmentId);
      return shipment?.lastRunId === runId && ['shipped', 'cancelled'].includes(shipment.stage);
    };
    const restored = closings.filter(isUntouched);
    await putBack(tx, ctx, restored, undoRunId);
    const told = restored.map(
      ({ shipmentId }): Decision => ({ shipmentId, rule: touchRules.reopened, values: [runId] }),
    );
    const kept = closings
      .filter((closing) => !isUntouched(closing))
      .map(
        ({ shipmentId }): Decision => ({
          shipmentId,
          rule: touchRules.touchedSince,
          values: [shipments.get(shipmentId)?.lastRunId ?? 0],
        }),
      );
    await recordDecisions(tx, ctx, undoRunId, [...told, ...kept]);
    await writeReasons(tx, ctx, undoRunId, told);
    await noteKept(
      tx,
      ctx,
      undoRunId,
      kept.map(({ shipmentId }) => shipmentId),
    );
    const counts = { restored: restored.length, kept: kept.length };
    await finishRun(tx, ctx, undoRunId, counts);
    return counts;
  });
}

async function readClosings(tx: Tx, ctx: Ctx, runId: number): Promise<Closing[]> {
  const noted = await rows<{ shipmentId: number; before: number[] }>(
    tx,
    sql`
    select shipment_id as "shipmentId", before from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} and before is not null
    order by shipment_id`,
  );
  return noted.map(({ shipmentId, before }) => ({ shipmentId, ...readBefore(before) }));
}

async function lineIdsOf(tx: Tx, ctx: Ctx, closings: readonly Closing[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct order_line_id as id from shipment_lines
    where mall_id = ${ctx.mallId} and order_line_id is not null
      and shipment_id = any(${sql.param(closings.map(({ shipmentId }) => shipmentId))}::bigint[])
    order by 1`,
  );
  return found.map((line) => line.id);
}

async function putBack(
  tx: Tx,
  ctx: Ctx,
  closings: readonly Closing[],
  undoRunId: number,
): Promise<void> {
  const ids = closings.map(({ shipmentId }) => shipmentId);
  await returnUnits(
    tx,
    ctx,
    closings.flatMap((closing) => closing.units),
  );
  await tx.execute(sql`
    update shipments shipment
    set stage = 'ready', is_history = false, allocated_qty = 0, hold_kinds = given.kinds
    from ${unnested<Closing>(
      {
        id: ['bigint', (closing) => closing.shipmentId],
        kinds: ['text[]', (closing) => `{${closing.kinds.join(',')}}`],
      },
      closings,
    )}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.id`);
  await refreshShipments(tx, ctx, ids);
  await setClaimHolds(tx, ctx, ids);
  await partUnfit(tx, ctx, ids, async () => undoRunId);
}

/** Only what a cancel here had taken out; units of a history parcel still lie in it. */
async function returnUnits(tx: Tx, ctx: Ctx, units: Before['units']): Promise<void> {
  await tx.execute(sql`
    with returned as (
      update shipment_lines part
      set qty = given.qty, amount = ${wonPrice(sql`line`)} * given.qty
      from ${unnested<Before['units'][number]>(
        { id: ['bigint', (unit) => unit.partId], qty: ['int', (unit) => unit.qty] },
        units,
      )}, order_lines line
      where part.mall_id = ${ctx.mallId} and part.id = given.id and part.qty = 0
        and line.mall_id = ${ctx.mallId} and line.id = part.order_line_id
      returning part.order_line_id, given.qty
    ), by_line as (
      select order_line_id as id, sum(qty)::int as qty from returned group by order_line_id
    )
    update order_lines line set cancelled_qty = greatest(line.cancelled_qty - by_line.qty, 0)
    from by_line
    where line.mall_id = ${ctx.mallId} and line.id = by_line.id`);
}
