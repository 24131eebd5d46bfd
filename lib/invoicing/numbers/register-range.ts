import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { CourierWorld } from '../bookings/courier-world';
import { type LoadRow, type LoadSelection, selectedRows } from '../load/load-rows';
import { requireLabelRight } from '../prints/label-right';
import { type PrintWish, printLabels } from '../prints/print';
import { numberAsProposed, type ProposedNumbers } from './number-as-proposed';
import { numberShipments } from './number-shipments';

export type RegisterResult = {
  numbered: number;
  refused: number;
  printed: number;
  /** Of the print, where any label can be printed. */
  printRunId: number | null;
  /** Contracts that gave no number at all, while others did. */
  failedAccounts: string;
  /** Labels on which letters are missing, and the 연번 of the first of them. */
  boxed: number;
  boxedRows: string;
};

/**
 * 송장범위관리: rows of the range that lack a number get the next ones, then the labels of the range
 * are printed. Without a contract each row has the one chosen or proposed for it. Each row that gets
 * no number keeps the reason. Both or neither: who may not print labels registers nothing here.
 */
export async function registerRange(
  ctx: Ctx,
  input: { selection: LoadSelection; courierAccountId: number | null; print?: PrintWish },
  world?: CourierWorld,
): Promise<RegisterResult> {
  requireLabelRight(ctx);
  const { selection, courierAccountId, print: wish } = input;
  const shipments = await selectedShipments(ctx, selection);
  if (shipments.length === 0) throw new ExpectedError('invoice.errors.nothingSelected');
  const lacking = shipments.filter((shipment) => !shipment.hasNumber);
  const given = await number(ctx, lacking, courierAccountId, world);
  const failedAccounts = given.failedAccounts.join(', ');
  if (given.numbered === 0 && lacking.length === shipments.length)
    return {
      ...{ numbered: 0, refused: given.refused, printed: 0, printRunId: null, failedAccounts },
      ...{ boxed: 0, boxedRows: '' },
    };
  const rowNos = shipments.map((shipment) => shipment.rowNo).join(',');
  const print = await printLabels(ctx, { ...selection, box: rowNos }, wish);
  return {
    numbered: given.numbered,
    refused: print.refused,
    printed: print.printed,
    printRunId: print.runId,
    failedAccounts,
    boxed: print.boxed,
    boxedRows: print.boxedRows,
  };
}

async function number(
  ctx: Ctx,
  lacking: LoadRow[],
  courierAccountId: number | null,
  world?: CourierWorld,
): Promise<ProposedNumbers> {
  if (lacking.length === 0) return { numbered: 0, refused: 0, failedAccounts: [] };
  if (courierAccountId === null) return numberAsProposed(ctx, lacking, world);
  const shipmentIds = lacking.map((row) => row.shipmentId);
  const given = await numberShipments(ctx, { shipmentIds, courierAccountId }, world);
  return { numbered: given.numbered, refused: given.refused.length, failedAccounts: [] };
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
    return selected.map((row) => ({ ...row, hasNumber: withNumber.has(row.shipmentId) }));
  });
}
