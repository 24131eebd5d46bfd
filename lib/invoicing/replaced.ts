import { sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { reviveBookings } from './bookings/bookings';
import { freeNumbers } from './remove';

/** A number that a run replaced by another, as its run remembers it for the undo. */
export type ReplacedNumber = {
  shipmentId: number;
  courier: string;
  waybillNo: string;
  source: string;
  rangeId: number | null;
};

/** Takes the present numbers of locked shipments off them, and leaves in the run what they were. */
export async function takeReplaced(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  shipmentIds: number[],
): Promise<void> {
  if (shipmentIds.length === 0) return;
  await tx.execute(sql`
    update runs set conditions = conditions || jsonb_build_object('replaced', (
      select jsonb_agg(jsonb_build_object('shipmentId', shipment_id, 'courier', courier,
        'waybillNo', waybill_no, 'source', source, 'rangeId', range_id) order by shipment_id)
      from waybills
      where mall_id = ${ctx.mallId} and state = 'issued'
        and shipment_id = any(${sql.param(shipmentIds)}::bigint[])))
    where mall_id = ${ctx.mallId} and id = ${runId}`);
  await freeNumbers(tx, ctx, shipmentIds);
}

/**
 * Puts replaced numbers back where nobody else has them now; the others stay without one. Returns
 * which shipments have theirs again.
 */
export async function restoreReplaced(
  tx: Tx,
  ctx: Ctx,
  undo: { runId: number; undoRunId: number; shipmentIds: number[] },
): Promise<Set<number>> {
  const replaced = await replacedBy(tx, ctx, undo.runId);
  const wanted = new Set(undo.shipmentIds);
  const meant = replaced.filter(({ shipmentId }) => wanted.has(shipmentId));
  const fromApi = meant.filter(({ source }) => source === 'api').map(({ waybillNo }) => waybillNo);
  const revived = await reviveBookings(tx, ctx, fromApi);
  const back = meant.filter(({ source, waybillNo }) => source !== 'api' || revived.has(waybillNo));
  if (back.length === 0) return new Set();
  const restored = await rows<{ id: number }>(
    tx,
    sql`
    with given as materialized (select * from ${unnested(columns, back)}),
    issued as (
      insert into waybills (mall_id, courier, waybill_no, shipment_id, range_id, source, state,
        issued_at, run_id)
      select ${ctx.mallId}, courier, waybill_no, shipment_id, range_id, source, 'issued',
        ${ctx.now.toISOString()}, ${undo.undoRunId}
      from given
      on conflict (mall_id, courier, waybill_no) do update set state = 'issued'
        where waybills.shipment_id = excluded.shipment_id
      returning shipment_id
    )
    update shipments shipment
    set stage = 'invoiced', courier = given.courier, waybill_no = given.waybill_no,
      last_run_id = ${undo.undoRunId}
    from given join issued on issued.shipment_id = given.shipment_id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.shipment_id
    returning shipment.id`,
  );
  return new Set(restored.map((shipment) => shipment.id));
}

const columns: Columns<ReplacedNumber> = {
  shipment_id: ['bigint', (row) => row.shipmentId],
  courier: ['text', (row) => row.courier],
  waybill_no: ['text', (row) => row.waybillNo],
  source: ['text', (row) => row.source],
  range_id: ['bigint', (row) => row.rangeId],
};

async function replacedBy(tx: Tx, ctx: Ctx, runId: number): Promise<ReplacedNumber[]> {
  const [run] = await rows<{ replaced: ReplacedNumber[] | null }>(
    tx,
    sql`
    select conditions->'replaced' as replaced from runs
    where mall_id = ${ctx.mallId} and id = ${runId}`,
  );
  return run?.replaced ?? [];
}
