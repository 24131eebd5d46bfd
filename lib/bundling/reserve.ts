import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { lockLinesOf } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { recordDecisions } from '@/lib/shipments/runs/runs';
import { setAllocation } from '@/lib/shipments/stock';
import { Neighbours, spotsOf } from './neighbours';
import type { Candidate, Rules } from './parcel';
import { bundleRules } from './reasons';

type Known = { candidates: Candidate[]; rules: Rules; lock: boolean };

/**
 * Where something allocated stands among the candidates: what those that could join it still need,
 * and the stock there is of it. A run locks the stock; the locks of the shipments guard their lines.
 */
export async function withStock(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  { candidates, rules, lock }: Known,
): Promise<Pick<Known, 'candidates' | 'rules'>> {
  const ids = besideAllocated(candidates);
  if (ids.length === 0) return { candidates, rules };
  const needs = await loadNeeds(tx, ctx, ids);
  const variantIds = [...new Set([...needs.values()].flatMap((need) => [...need.keys()]))];
  const freeQty = await loadFreeQty(tx, ctx, variantIds, lock);
  const withNeeds = candidates.map((candidate) => ({
    ...candidate,
    needs: needs.get(candidate.id) ?? candidate.needs,
  }));
  return { candidates: withNeeds, rules: { ...rules, freeQty } };
}

/** Reserves all that these shipments want. An undo finds what they had before. */
export async function reserveGoods(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  if (shipmentIds.length === 0) return;
  const lines = await lockLinesOf(tx, ctx, shipmentIds);
  const missing = lines.filter((line) => line.allocatedQty < line.qty);
  const byShipment = grouped(missing, (line) => line.shipmentId);
  const decisions = [...byShipment].map(([shipmentId, ofShipment]) => ({
    shipmentId,
    rule: bundleRules.reserved.number,
    values: [ofShipment.reduce((sum, line) => sum + line.qty - line.allocatedQty, 0)],
    before: ofShipment.flatMap((line) => [line.id, line.allocatedQty]),
  }));
  await recordDecisions(tx, ctx, runId, decisions);
  await setAllocation(
    tx,
    ctx,
    missing.map((line) => ({ lineId: line.id, allocatedQty: line.qty })),
  );
  await refreshShipments(tx, ctx, shipmentIds);
}

/** Gives back what a run reserved for these shipments, once their lines stand with them again. */
export async function unreserveGoods(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  const noted = await rows<{ shipmentId: number; before: number[] }>(
    tx,
    sql`
    select shipment_id as "shipmentId", before from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} and rule = ${bundleRules.reserved.number}
      and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by shipment_id`,
  );
  if (noted.length === 0) return;
  const held = noted.flatMap(({ before }) => pairsOf(before));
  await setAllocation(tx, ctx, held);
  await refreshShipments(tx, ctx, shipmentIds);
}

function pairsOf(noted: readonly number[]) {
  return noted.flatMap((lineId, at) =>
    at % 2 === 0 ? [{ lineId, allocatedQty: noted[at + 1] ?? 0 }] : [],
  );
}

/** Shipments that are not allocated and may be alike to one that is, at whatever channel. */
function besideAllocated(candidates: readonly Candidate[]): number[] {
  const allocated = candidates.filter((candidate) => candidate.stage === 'allocated');
  if (allocated.length === 0) return [];
  const neighbours = new Neighbours<Candidate>(spotsOf(candidates, 'any_channel'));
  for (const candidate of allocated) neighbours.add(candidate, candidate);
  return candidates
    .filter((candidate) => candidate.stage === 'ready' && neighbours.hasSome(candidate))
    .map((candidate) => candidate.id);
}

async function loadNeeds(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  ids: number[],
): Promise<Map<number, Map<number, number>>> {
  const found = await rows<{ id: number; variantId: number; qty: number }>(
    tx,
    sql`
    select line.shipment_id as id, item.variant_id as "variantId",
      sum((line.qty - line.allocated_qty) * item.qty)::int as qty
    from shipment_lines line
    join composition_items item
      on item.mall_id = line.mall_id and item.composition_id = line.composition_id
    where line.mall_id = ${ctx.mallId} and line.shipment_id = any(${sql.param(ids)}::bigint[])
      and line.allocated_qty < line.qty
    group by line.shipment_id, item.variant_id
    order by line.shipment_id, item.variant_id`,
  );
  return new Map(
    [...grouped(found, (row) => row.id)].map(([id, ofShipment]) => [
      id,
      new Map(ofShipment.map((row) => [row.variantId, row.qty])),
    ]),
  );
}

/** Without end where the supplier ships. */
async function loadFreeQty(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  variantIds: number[],
  lock: boolean,
): Promise<Map<number, number>> {
  const found = await rows<{ variantId: number; free: number }>(
    tx,
    sql`
    select stock.variant_id as "variantId",
      case when variant.is_supplier_shipped then ${Number.MAX_SAFE_INTEGER}::bigint
        else stock.on_hand - stock.allocated end as free
    from stock
    join variants variant on variant.mall_id = stock.mall_id and variant.id = stock.variant_id
    where stock.mall_id = ${ctx.mallId} and stock.variant_id = any(${sql.param(variantIds)}::bigint[])
    order by stock.variant_id ${lock ? sql`for update of stock` : sql``}`,
  );
  return new Map(found.map((row) => [row.variantId, row.free]));
}
