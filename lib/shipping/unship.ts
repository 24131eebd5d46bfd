import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { sayClaimStates } from '@/lib/shipments/claims/follow-claims';
import { setClaimHolds } from '@/lib/shipments/holds/claim-holds';
import { hold } from '@/lib/shipments/holds/hold';
import { lockOrderLines } from '@/lib/shipments/locks';
import { holdingCancelledUnits } from '@/lib/shipments/parcels/cancelled-units';
import { lockWithHomes } from '@/lib/shipments/parcels/parcels';
import { partUnfit } from '@/lib/shipments/parcels/part-bundles';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { moveGoods } from './move-goods';
import { mayUnship } from './plan';
import { speakForSilentUnits } from './pushes/silent-units';
import { withdrawPushes } from './pushes/withdraw-pushes';
import { shipRules } from './reasons';
import { staysAway } from './stays-away';

/**
 * 배송취소: the parcels are back on the table, invoiced. Stock rises again, pushes that have not been
 * sent are withdrawn; those the marketplace has taken stay and show as a mismatch. What buyers asked
 * for while the parcels were away holds them now. One that was delivered comes back only where that
 * is asked for, as when its box was refused; shipping it again undoes it.
 */
export async function unshipShipments(
  ctx: Ctx,
  shipmentIds: number[],
  from: Left = 'shipped',
): Promise<{ runId: number; unshipped: number; kept: number; sent: number }> {
  return inMall(ctx, (tx) => unshipIn(tx, ctx, shipmentIds, from));
}

type Left = 'shipped' | 'delivered';

/** The same inside a transaction that decides more. */
export async function unshipIn(tx: Tx, ctx: Ctx, shipmentIds: number[], from: Left = 'shipped') {
  await expectMany(tx, shipmentIds.length);
  await lockOrderLines(tx, ctx, await linesComingBack(tx, ctx, shipmentIds));
  const found = await lockWithHomes(tx, ctx, async () => shipmentIds);
  const left = [...found.values()]
    .filter((shipment) => mayUnship(shipment, from))
    .map((shipment) => shipment.id);
  const back = await returnable(tx, ctx, left);
  const runId = await startRun(tx, ctx, 'ship', { unships: back.length });
  await moveGoods(tx, ctx, runId, back, 'unship');
  await rows(
    tx,
    sql`
      update shipments
      set stage = case when ship_method <> 'parcel' then 'allocated' else 'invoiced' end,
        shipped_at = null, delivered_at = null, why = ${shipRules.unshipped}, why_values = '{}', last_run_id = ${runId}
      where mall_id = ${ctx.mallId} and id = any(${sql.param(back)}::bigint[])`,
  );
  await sayClaimStates(tx, ctx, await linesComingBack(tx, ctx, back));
  await setClaimHolds(tx, ctx, back);
  await partUnfit(tx, ctx, back, async () => runId);
  await hold(tx, ctx, await holdingCancelledUnits(tx, ctx, back), 'cancelled_by_channel');
  const sent = await withdrawPushes(tx, ctx, back);
  await speakForSilentUnits(tx, ctx, runId, { shipmentIds: back });
  await recordDecisions(
    tx,
    ctx,
    runId,
    back.map((shipmentId) => ({ shipmentId, rule: shipRules.unshipped, values: [] })),
  );
  const counts = { unshipped: back.length, kept: shipmentIds.length - back.length, sent };
  await finishRun(tx, ctx, runId, counts);
  return { runId, ...counts };
}

/** Of these, which nothing keeps away. */
async function returnable(tx: Tx, ctx: Ctx, ids: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select shipment.id from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])
      and ${staysAway(sql`shipment`)} is null
    order by shipment.id`,
  );
  return found.map((shipment) => shipment.id);
}

/** Lines in these shipments of which a return or an exchange is approved: now there is less to come back. */
async function linesComingBack(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct line.id
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
      and line.claim_state in ('return_settled', 'exchange_settled')
    where part.mall_id = ${ctx.mallId} and part.qty > 0
      and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by line.id`,
  );
  return found.map((line) => line.id);
}
