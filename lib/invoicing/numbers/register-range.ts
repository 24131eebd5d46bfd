import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { courierOf, isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import type { NumberSource } from '../accounts/number-sources';
import type { CourierWorld } from '../bookings/courier-world';
import { type LoadRow, type LoadSelection, selectedRows } from '../load/load-rows';
import { requireLabelRight } from '../prints/label-right';
import { type PrintWish, printLabels, usualWish } from '../prints/print';
import { findPrinter } from '../prints/printers';
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
  /** Why no label was printed, though numbers were given. */
  printRefusal: Pick<ExpectedError, 'messageKey' | 'values'> | null;
};

/**
 * 송장범위관리: rows of the range that lack a number get the next ones, then the labels of the range
 * are printed. Without a contract each row has the one chosen or proposed for it. Each row that gets
 * no number keeps the reason. Where no label could be printed nothing is registered either; what
 * comes between all the same is told beside the numbers given.
 */
export async function registerRange(
  ctx: Ctx,
  input: { selection: LoadSelection; courierAccountId: number | null; print?: PrintWish },
  world?: CourierWorld,
): Promise<RegisterResult> {
  requireLabelRight(ctx);
  const { selection, courierAccountId, print: wish = usualWish } = input;
  const shipments = await selectedShipments(ctx, selection);
  if (shipments.length === 0) throw new ExpectedError('invoice.errors.nothingSelected');
  const lacking = shipments.filter((shipment) => !shipment.hasNumber);
  const contracts = lacking.map(({ accountId }) => courierAccountId ?? accountId);
  await requirePrintable(ctx, wish, contracts);
  const given = await number(ctx, lacking, courierAccountId, world);
  const failedAccounts = given.failedAccounts.join(', ');
  const unprinted = {
    ...{ numbered: given.numbered, refused: given.refused, failedAccounts },
    ...{ printed: 0, printRunId: null, boxed: 0, boxedRows: '', printRefusal: null },
  };
  if (given.numbered === 0 && lacking.length === shipments.length) return unprinted;
  const rowNos = shipments.map((shipment) => shipment.rowNo).join(',');
  try {
    const print = await printLabels(ctx, { ...selection, box: rowNos }, wish);
    const { runId: printRunId, printed, refused, boxed, boxedRows } = print;
    return { ...unprinted, printRunId, printed, refused, boxed, boxedRows };
  } catch (error) {
    if (!(error instanceof ExpectedError) || given.numbered === 0) throw error;
    const { messageKey, values } = error;
    return { ...unprinted, printRefusal: { messageKey, values } };
  }
}

/** Refuses what would number parcels whose labels could not be printed then. */
async function requirePrintable(
  ctx: Ctx,
  { kind, printerId }: PrintWish,
  contracts: readonly (number | null)[],
): Promise<void> {
  await readMall(ctx, async (tx) => {
    if (printerId !== null) await findPrinter(tx, ctx, printerId);
    if (kind !== 'courier') return;
    const accounts = await rows<{ courier: string; numbersFrom: NumberSource }>(
      tx,
      sql`
      select courier, numbers_from as "numbersFrom" from courier_accounts
      where mall_id = ${ctx.mallId} and id = any(${sql.param([...new Set(contracts)])}::bigint[])`,
    );
    const isUnreadable = ({ courier, numbersFrom }: (typeof accounts)[number]) =>
      numbersFrom !== 'api' && isCourierKey(courier) && courierOf(courier).needsSortingCode;
    if (accounts.length > 0 && accounts.every(isUnreadable))
      throw new ExpectedError('invoice.errors.noSortingCode');
  });
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
