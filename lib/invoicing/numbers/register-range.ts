import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { courierOf, isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import type { NumberSource } from '../accounts/number-sources';
import type { CourierWorld } from '../bookings/courier-world';
import { countReasons, type LeftOut } from '../left-out';
import { type LoadRow, type LoadSelection, leftToSuppliers, selectedRows } from '../load/load-rows';
import { requireLabelRight } from '../prints/label-right';
import { isPrinted, type PrintWish, printUnprinted, usualWish } from '../prints/print';
import { findPrinter } from '../prints/printers';
import { numberAsProposed, type ProposedNumbers } from './number-as-proposed';
import { numberShipments } from './number-shipments';
import { planRange, type Standing, type StaysBecause } from './range-plan';

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
  /** Rows of the range that stay as they are. */
  leftOut: LeftOut<StaysBecause>[];
};

/**
 * 송장범위관리: rows of the range that lack a number get the next ones, then the labels of the range
 * that nobody has printed yet are printed. Without a contract each row has the one chosen or proposed
 * for it. Each row that gets no number keeps the reason. Where no label could be printed nothing is
 * registered either; what comes between all the same is told beside the numbers given.
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
  const isPrintable = await printability(ctx, wish, contractsOf(shipments, courierAccountId));
  const { toNumber, toPrint, stays } = planRange(shipments, isPrintable);
  if (toNumber.length + toPrint.length === 0 && stays.includes('unprintable'))
    throw new ExpectedError('invoice.errors.noSortingCode');
  const given = await number(ctx, toNumber, courierAccountId, world);
  const failedAccounts = given.failedAccounts.join(', ');
  const unprinted = {
    ...{ numbered: given.numbered, refused: given.refused, failedAccounts },
    ...{ printed: 0, printRunId: null, boxed: 0, boxedRows: '', printRefusal: null },
    leftOut: countReasons(stays),
  };
  if (given.numbered + toPrint.length === 0) return unprinted;
  const rowNos = [...toNumber, ...toPrint].map((shipment) => shipment.rowNo).join(',');
  try {
    const print = await printUnprinted(ctx, { ...selection, box: rowNos }, wish);
    if (!print) {
      const out = Array<'printed'>(given.numbered + toPrint.length).fill('printed');
      return { ...unprinted, leftOut: countReasons([...stays, ...out]) };
    }
    const { runId: printRunId, printed, refused, boxed, boxedRows } = print;
    return { ...unprinted, printRunId, printed, refused, boxed, boxedRows };
  } catch (error) {
    if (!(error instanceof ExpectedError) || given.numbered === 0) throw error;
    const { messageKey, values } = error;
    return { ...unprinted, printRefusal: { messageKey, values } };
  }
}

function contractsOf(shipments: readonly (LoadRow & Standing)[], courierAccountId: number | null) {
  const lacking = shipments.filter(
    (one) => !one.hasNumber && !one.isRequested && !one.isLeftToSupplier,
  );
  return lacking.map(({ accountId }) => courierAccountId ?? accountId);
}

/** Whether any label could be printed of what these contracts number. */
async function printability(
  ctx: Ctx,
  { kind, printerId }: PrintWish,
  contracts: readonly (number | null)[],
): Promise<boolean> {
  return readMall(ctx, async (tx) => {
    if (printerId !== null) await findPrinter(tx, ctx, printerId);
    if (kind !== 'courier') return true;
    const accounts = await rows<{ courier: string; numbersFrom: NumberSource }>(
      tx,
      sql`
      select courier, numbers_from as "numbersFrom" from courier_accounts
      where mall_id = ${ctx.mallId} and id = any(${sql.param([...new Set(contracts)])}::bigint[])`,
    );
    const isUnreadable = ({ courier, numbersFrom }: (typeof accounts)[number]) =>
      numbersFrom !== 'api' && isCourierKey(courier) && courierOf(courier).needsSortingCode;
    return accounts.length === 0 || !accounts.every(isUnreadable);
  });
}

async function number(
  ctx: Ctx,
  lacking: readonly LoadRow[],
  courierAccountId: number | null,
  world?: CourierWorld,
): Promise<ProposedNumbers> {
  if (lacking.length === 0) return { numbered: 0, refused: 0, failedAccounts: [] };
  if (courierAccountId === null) return numberAsProposed(ctx, lacking, world);
  const shipmentIds = lacking.map((row) => row.shipmentId);
  const given = await numberShipments(ctx, { shipmentIds, courierAccountId }, world);
  return { numbered: given.numbered, refused: given.refused.length, failedAccounts: [] };
}

async function selectedShipments(
  ctx: Ctx,
  selection: LoadSelection,
): Promise<(LoadRow & Standing)[]> {
  return readMall(ctx, async (tx) => {
    const selected = await selectedRows(tx, ctx, selection);
    const ids = selected.map((row) => row.shipmentId);
    const found = await rows<Omit<Standing, 'isLeftToSupplier'> & { id: number }>(
      tx,
      sql`
      select id, waybill_no is not null as "hasNumber", requested_export_id is not null as "isRequested",
        ${isPrinted} as "isPrinted"
      from shipments
      where mall_id = ${ctx.mallId}
        and id = any(${sql.param(ids)}::bigint[])`,
    );
    const standing = new Map(found.map(({ id, ...one }) => [id, one]));
    const theirs = await leftToSuppliers(tx, ctx, selection.loadId, ids);
    return selected.map((row) => ({
      ...row,
      ...(standing.get(row.shipmentId) ?? nowhere),
      isLeftToSupplier: theirs.has(row.shipmentId),
    }));
  });
}

const nowhere = { hasNumber: false, isRequested: false, isPrinted: false };
