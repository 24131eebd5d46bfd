import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type LockedShipment, lockLinesOf, lockShipments } from '@/lib/shipments/locks';
import { homesOf } from '@/lib/shipments/parcels/homes';
import { dropGifts } from '@/lib/shipments/parcels/lonely-gifts';
import { giveBack } from '@/lib/shipments/parcels/move';
import { judgeBundles } from '@/lib/shipments/parcels/unfit-bundles';
import { noteKept } from '@/lib/shipments/runs/kept';
import { recordDecisions } from '@/lib/shipments/runs/runs';
import { setBundleLock } from './lock';
import { bundleRules } from './reasons';

type Parting = {
  /** As it stood before. */
  bundle: LockedShipment;
  /** Locked by this run, so that they stay apart. */
  locked: readonly number[];
  linesOf: ReadonlyMap<number, readonly number[]>;
};

/** Notes what left a bundle, what was its base, and what was locked: what `rejoin` puts back. */
export async function recordParting(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  { bundle, locked, linesOf }: Parting,
): Promise<void> {
  const released = [...linesOf].sort(([one], [other]) => one - other);
  await recordDecisions(tx, ctx, runId, [
    {
      shipmentId: bundle.id,
      rule: bundleRules.gaveAway.number,
      values: [released.length],
      before: [bundle.baseOrderId, bundle.recipientId, ...locked],
    },
    ...released.map(([id, lineIds]) => ({
      shipmentId: id,
      rule: bundleRules.takenApart.number,
      values: [bundle.id],
      before: [...lineIds],
    })),
  ]);
}

type Noted = { shipmentId: number; rule: number; before: number[] };

/**
 * Puts what one 합포해제 took apart together again, with its base and its locks; or nothing, when
 * anything touched one of them since; what may not travel together by now is refused. Null for a run
 * that took nothing apart.
 */
export async function rejoin(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  undoRunId: number,
): Promise<{ undone: number; kept: number } | null> {
  const { parting, released } = await partingOf(tx, ctx, runId);
  if (!parting) return null;
  const bundleId = parting.shipmentId;
  const [baseOrderId, recipientId, ...locked] = parting.before;
  const sources = released.map((row) => row.shipmentId);
  const homes = await homesOf(tx, ctx, sources);
  const shipments = await lockShipments(tx, ctx, [bundleId, ...sources, ...homes]);
  const isWhole = [bundleId, ...sources].every((id) => isUntouched(shipments.get(id), runId));
  if (!isWhole) {
    await noteKept(tx, ctx, undoRunId, sources);
    return { undone: 0, kept: released.length };
  }
  await setBundleLock(tx, ctx, locked, false);
  const lineIds = released.flatMap((row) => row.before);
  const emptied = await empty(tx, ctx, bundleId, { sources, lineIds });
  await giveBack(tx, ctx, new Map([[bundleId, lineIds]]), undoRunId);
  await tx.execute(sql`
    update shipments set hold_kinds = '{}', hold_notes = '{}', last_run_id = ${undoRunId}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(emptied)}::bigint[])`);
  await tx.execute(sql`
    update shipments bundle
    set base_order_id = base.id, recipient_id = ${recipientId}, channel_id = base.channel_id,
      ordered_at = base.ordered_at, paid_at = base.paid_at
    from orders base
    where bundle.mall_id = ${ctx.mallId} and bundle.id = ${bundleId}
      and bundle.base_order_id <> base.id
      and base.mall_id = ${ctx.mallId} and base.id = ${baseOrderId}`);
  const unfit = await judgeBundles(tx, ctx, [bundleId]);
  if (unfit.some(({ isUnfit }) => isUnfit)) throw new ExpectedError('bundle.errors.mayNotTravel');
  const rule = bundleRules.joinedAgain.number;
  const decided = sources.map((id) => ({ shipmentId: id, rule, values: [bundleId] }));
  await recordDecisions(tx, ctx, undoRunId, decided);
  return { undone: released.length, kept: 0 };
}

async function partingOf(tx: Tx, ctx: Ctx, runId: number) {
  const { gaveAway, takenApart } = bundleRules;
  const noted = await rows<Noted>(
    tx,
    sql`
    select shipment_id as "shipmentId", rule, before from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} and before is not null
      and rule in (${gaveAway.number}, ${takenApart.number})
    order by shipment_id`,
  );
  return {
    parting: noted.find((row) => row.rule === gaveAway.number),
    released: noted.filter((row) => row.rule === takenApart.number),
  };
}

function isUntouched(shipment: LockedShipment | undefined, runId: number): boolean {
  return (
    shipment?.lastRunId === runId &&
    shipment.requestedExportId === null &&
    shipment.absorbedBy === null
  );
}

/** Those of which all goods go into the bundle again: they leave the lists, and their gifts stay. */
async function empty(
  tx: Tx,
  ctx: Ctx,
  bundleId: number,
  { sources, lineIds }: { sources: number[]; lineIds: number[] },
): Promise<number[]> {
  const going = new Set(lineIds);
  const staying = (await lockLinesOf(tx, ctx, sources)).filter((line) => !going.has(line.id));
  const goods = staying.filter((line) => line.orderLineId !== null);
  const standing = new Set(goods.map((line) => line.shipmentId));
  const emptied = sources.filter((id) => !standing.has(id));
  const gifts = staying.filter((line) => !standing.has(line.shipmentId));
  if (gifts.length > 0) await dropGifts(tx, ctx, gifts);
  await tx.execute(sql`
    update shipments
    set stage = 'absorbed', absorbed_by = ${bundleId}, wanted_qty = 0, allocated_qty = 0, amount = 0,
      unmatched_lines = 0, is_bundle = false
    where mall_id = ${ctx.mallId} and id = any(${sql.param(emptied)}::bigint[])`);
  return emptied;
}
