import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvents } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { lift } from '@/lib/shipments/holds/hold';
import { lockShipments } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { isCommitted, type Stage } from '@/lib/shipments/stages';
import { wonPrice } from '@/lib/shipments/won-price';
import { matchRules } from '../reasons';
import type { AffectedLine } from './affected';
import { isOutdated } from './outdated';
import { type Rematched, rematchLines } from './rematch';

/**
 * Shipments that were held because their lines mean something else by now get that meaning once
 * their waybill is gone, and are free again. Returns null where there are none.
 */
export async function settleHeld(
  tx: Tx,
  ctx: Ctx,
): Promise<(Rematched & { runId: number; freed: number }) | null> {
  const freed = await freeOfWaybill(tx, ctx);
  if (freed.length === 0) return null;
  const runId = await startRun(tx, ctx, 'match', { settled: freed.length });
  const done = await rematchLines(tx, ctx, runId, () => outdatedLines(tx, ctx, freed));
  await lift(tx, ctx, freed, 'rematched');
  await finishRun(tx, ctx, runId, { ...done, freed: freed.length });
  return { ...done, runId, freed: freed.length };
}

/** A person has looked: the parcels leave with what lies in them. */
export async function keepAsPacked(
  ctx: Ctx,
  shipmentIds: number[],
): Promise<{ shipments: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const asked = new Set(shipmentIds);
    const found = await lockShipments(tx, ctx, [...asked]);
    const held = [...found.values()].filter(({ holdKinds }) => holdKinds.includes('rematched'));
    const ids = held.map((shipment) => shipment.id);
    await lift(tx, ctx, ids, 'rematched');
    await recordEvents(tx, ctx, {
      verb: 'match.keepAsPacked',
      subject: 'shipment',
      subjectIds: ids,
      detail: {},
    });
    return { shipments: ids.length, kept: asked.size - ids.length };
  });
}

async function freeOfWaybill(tx: Tx, ctx: Ctx): Promise<number[]> {
  const held = await rows<{ id: number; stage: Stage; requestedExportId: number | null }>(
    tx,
    sql`
    select id, stage, requested_export_id as "requestedExportId" from shipments
    where mall_id = ${ctx.mallId} and is_open and 'rematched' = any(hold_kinds)
    order by id for update`,
  );
  return held.filter((shipment) => !isCommitted(shipment)).map((shipment) => shipment.id);
}

async function outdatedLines(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<AffectedLine[]> {
  return rows<AffectedLine>(
    tx,
    sql`
    select part.id as "lineId", part.shipment_id as "shipmentId", part.qty,
      part.allocated_qty as "allocatedQty", ${wonPrice(sql`line`)} as "unitPrice",
      part.composition_id as before, part.match_rule as "ruleBefore",
      part.match_oddities as "odditiesBefore", match.composition_id as after,
      case when match.id is not null then ${matchRules.remembered}::int end as "ruleAfter"
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    left join matches match on match.mall_id = line.mall_id and match.channel_id = line.channel_id
      and match.product_key = line.product_key and match.option_key = line.option_key
    where part.mall_id = ${ctx.mallId}
      and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[]) and ${isOutdated}
    order by part.id`,
  );
}
