import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';
import { checkWaybillNo, normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { ExpectedError } from '@/lib/errors';
import { type LockedShipment, lockShipments } from '@/lib/shipments/locks';
import { isFreeAgain } from '@/lib/shipments/parcels/emptied-numbers';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { invoiceVerdictOf } from './plan';
import { invoiceRules } from './reasons';
import { takeReplaced } from './replaced';
import { giveWaybills } from './store';

export type TypedWaybill = { shipmentId: number; courier: CourierKey; waybillNo: string };

export type TypedResult = {
  runId: number;
  waybillNo: string;
  /** It has left already: whoever was told the old number must be told the new one. */
  hasLeft: boolean;
  /** Not the courier's usual shape, where the rule is not certain enough to refuse it. */
  isDoubtful: boolean;
};

/** Gives one shipment the courier and number that a person typed, in place of those it has. */
export async function setWaybill(ctx: Ctx, typed: TypedWaybill): Promise<TypedResult> {
  return inMall(ctx, (tx) => setWaybillIn(tx, ctx, typed));
}

export async function setWaybillIn(tx: Tx, ctx: Ctx, typed: TypedWaybill): Promise<TypedResult> {
  const { shipmentId, courier } = typed;
  const waybillNo = normaliseWaybillNo(typed.waybillNo);
  const check = checkWaybillNo(courier, waybillNo);
  if (check.verdict === 'refuse')
    throw new ExpectedError(`invoice.reasons.${check.reason}`, { waybillNo });
  const shipment = (await lockShipments(tx, ctx, [shipmentId])).get(shipmentId);
  requireNumberable(shipment);
  if (shipment?.waybillNo === waybillNo && shipment.courier === courier)
    throw new ExpectedError('invoice.errors.sameNumber');
  await requireFree(tx, ctx, { ...typed, waybillNo });
  const runId = await startRun(tx, ctx, 'invoice', { by: 'typed', shipmentId });
  if (shipment?.waybillNo) await takeReplaced(tx, ctx, runId, [shipmentId]);
  await give(tx, ctx, runId, { shipmentId, courier, waybillNo });
  const decision = { shipmentId, rule: invoiceRules.typed, values: [] };
  await recordDecisions(tx, ctx, runId, [decision]);
  await finishRun(tx, ctx, runId, { numbered: 1 });
  const hasLeft = shipment?.stage === 'shipped';
  return { runId, waybillNo, hasLeft, isDoubtful: check.verdict === 'warn' };
}

/**
 * A number can be replaced also when the parcel has left with it, a first one is given before. Who
 * types one means a parcel, whatever was said of how it travels.
 */
function requireNumberable(shipment: LockedShipment | undefined): void {
  const hasNumber = shipment !== undefined && shipment.waybillNo !== null;
  const isReplaced = hasNumber && ['invoiced', 'shipped'].includes(shipment.stage);
  const verdict = isReplaced
    ? null
    : invoiceVerdictOf(shipment && { ...shipment, shipMethod: 'parcel' });
  if (verdict) throw new ExpectedError(`invoice.rules.${verdict}`);
  if (shipment?.stage === 'invoiced' && shipment.holdKinds.length > 0)
    throw new ExpectedError('invoice.rules.held');
}

async function requireFree(tx: Tx, ctx: Ctx, { courier, waybillNo }: TypedWaybill) {
  const [taken] = await rows<{ shipmentId: number; state: 'issued' | 'box' | 'retired' }>(
    tx,
    sql`
    select shipment_id as "shipmentId", state from waybills
    where mall_id = ${ctx.mallId} and courier = ${courier} and waybill_no = ${waybillNo}
      and not ${isFreeAgain}`,
  );
  if (taken?.state === 'retired') throw new ExpectedError('invoice.reasons.retired');
  if (taken) throw new ExpectedError('invoice.reasons.takenBy', { shipmentId: taken.shipmentId });
}

/** Two who type one number at the same time: the index decides, the later one is told. */
async function give(tx: Tx, ctx: Ctx, runId: number, typed: TypedWaybill) {
  const gift = { source: 'typed' as const, rule: invoiceRules.typed };
  await giveWaybills(tx, ctx, runId, { ...gift, rows: [{ ...typed, rangeId: null }] }).catch(
    sayTaken,
  );
}

/** For whoever writes numbers that another transaction may have written meanwhile. */
export function sayTaken(error: unknown): never {
  if (sqlState(error) === '23505') throw new ExpectedError('invoice.errors.takenMeanwhile');
  throw error;
}
