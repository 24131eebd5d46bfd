import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { senderOf, suppliedParcels } from '@/lib/shipments/lists/senders';
import { type LockedShipment, lockStage } from '@/lib/shipments/locks';
import { lockWithHomes } from '@/lib/shipments/parcels/parcels';
import { type LineSplit, splitLines } from '@/lib/shipments/parcels/split-lines';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { isCommitted, isOpen } from '@/lib/shipments/stages';
import { planSenders, type SentLine } from './sender-plan';
import { noteParts } from './split';
import { noteDecisions } from './write';

/** More suppliers in one parcel than this are split by the next click. */
const MOST_SENDERS = 10;

/**
 * 공급사별로 나누기: of every parcel that would leave from two places, what a supplier ships goes into
 * a parcel of its own. Each supplier of a parcel is a run, which an allocation undo takes back.
 */
export async function splitBySender(ctx: Ctx): Promise<{ split: number }> {
  let split = 0;
  for (let pass = 0; pass < MOST_SENDERS; pass++) {
    const done = await splitOneSender(ctx);
    split += done;
    if (done === 0) break;
  }
  if (split === 0) throw new ExpectedError('suppliers.errors.nothingToSplit');
  return { split };
}

async function splitOneSender(ctx: Ctx): Promise<number> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'allocate');
    const mixed = (await suppliedParcels(tx, ctx)).filter((parcel) => parcel.isSplittable);
    const locked = await lockWithHomes(tx, ctx, async () =>
      mixed.map((parcel) => parcel.shipmentId),
    );
    const free = [...locked.values()].filter((one) => isOpen(one) && !isCommitted(one));
    const ids = free.map((shipment) => shipment.id);
    const wanted = planSenders(await lockSentLines(tx, ctx, ids));
    if (wanted.length === 0) return 0;
    const runId = await startRun(tx, ctx, 'allocate', { by: 'sender', asked: wanted.length });
    await noteDecisions(
      tx,
      ctx,
      runId,
      wanted.map((split) => noteOf(split, locked)),
    );
    await noteParts(tx, ctx, runId, await splitLines(tx, ctx, wanted, runId));
    await finishRun(tx, ctx, runId, { split: wanted.length, kept: 0 });
    return wanted.length;
  });
}

function noteOf({ shipmentId, moves }: LineSplit, locked: ReadonlyMap<number, LockedShipment>) {
  const wanted = locked.get(shipmentId)?.wantedQty ?? 0;
  const moved = moves.reduce((sum, move) => sum + move.qty, 0);
  const reason = { rule: 'splitServed' as const, values: [wanted - moved, wanted] };
  return { shipmentId, reason, linesBefore: [] };
}

async function lockSentLines(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<SentLine[]> {
  return rows<SentLine>(
    tx,
    sql`
    with locked as materialized (
      select id, shipment_id, qty, allocated_qty, gift_rule_id, composition_id from shipment_lines
      where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
        and qty > 0
      order by id for update
    )
    select locked.id as "lineId", locked.shipment_id as "shipmentId", locked.qty,
      locked.allocated_qty as "allocatedQty", locked.gift_rule_id is not null as "isGift",
      coalesce(sent.senders, '{}') as senders
    from locked
    left join lateral (
      select array_agg(distinct ${senderOf}) as senders
      from composition_items item
      join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
      join products product
        on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
      where item.mall_id = ${ctx.mallId} and item.composition_id = locked.composition_id
    ) sent on true
    order by locked.id`,
  );
}
