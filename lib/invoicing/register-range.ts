import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { CourierWorld } from './courier-world';
import { type LoadSelection, selectedRows } from './load-rows';
import { numberShipments } from './number-shipments';
import { type PrintWish, printLabels } from './print';

export type RegisterResult = {
  numbered: number;
  refused: number;
  printed: number;
  /** Of the print, where any label can be printed. */
  printRunId: number | null;
};

/**
 * 송장범위관리: rows of the range that lack a number get the next ones, then the labels of the range
 * are printed. Each row that gets none keeps the reason.
 */
export async function registerRange(
  ctx: Ctx,
  input: { selection: LoadSelection; courierAccountId: number; print?: PrintWish },
  world?: CourierWorld,
): Promise<RegisterResult> {
  const { selection, courierAccountId, print: wish } = input;
  const shipments = await selectedShipments(ctx, selection);
  if (shipments.length === 0) throw new ExpectedError('invoice.errors.nothingSelected');
  const lacking = shipments.filter((shipment) => !shipment.hasNumber).map(({ id }) => id);
  const given =
    lacking.length > 0
      ? await numberShipments(ctx, { shipmentIds: lacking, courierAccountId }, world)
      : null;
  const refused = given?.refused.length ?? 0;
  if (given?.numbered === 0 && lacking.length === shipments.length)
    return { numbered: 0, refused, printed: 0, printRunId: null };
  const rowNos = shipments.map((shipment) => shipment.rowNo).join(',');
  const print = await printLabels(ctx, { ...selection, box: rowNos }, wish);
  return {
    numbered: given?.numbered ?? 0,
    refused: print.refused,
    printed: print.printed,
    printRunId: print.runId,
  };
}

async function selectedShipments(ctx: Ctx, selection: LoadSelection) {
  return readMall(ctx, async (tx) => {
    const selected = await selectedRows(tx, ctx, selection);
    const numbered = await rows<{ id: number }>(
      tx,
      sql`
      select id from shipments
      where mall_id = ${ctx.mallId} and waybill_no is not null
        and id = any(${sql.param(selected.map((row) => row.shipmentId))}::bigint[])`,
    );
    const withNumber = new Set(numbered.map((row) => row.id));
    return selected.map(({ rowNo, shipmentId }) => ({
      rowNo,
      id: shipmentId,
      hasNumber: withNumber.has(shipmentId),
    }));
  });
}
