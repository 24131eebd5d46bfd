import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { courierOf, isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import type { LabelPrinting } from '@/lib/labels/label';
import { type LockedShipment, lockShipments } from '@/lib/shipments/locks';
import { type Decision, finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { readItems } from '../contents';
import { type LoadRow, type LoadSelection, selectedRows } from '../load/load-rows';
import { printVerdictOf } from '../plan';
import { type InvoiceRule, invoiceRules } from '../reasons';
import { boxedLetters } from './boxed-letters';
import { requireLabelRight } from './label-right';
import { inPickingOrder } from './picking-order';
import { requireSender } from './printed-labels';
import { findPrinter } from './printers';
import { readSortings, type Sorting } from './sortings';

export type PrintResult = {
  runId: number;
  printed: number;
  refused: number;
  /** Of the refused: why. */
  noNumber: number;
  noSortingCode: number;
  held: number;
  gone: number;
  /** Labels on which letters are missing, and the 연번 of the first of them. */
  boxed: number;
  boxedRows: string;
};

const NAMED_ROWS = 20;

/** What is to come out of which printer; without one, on the label of the courier's contract. */
export type PrintWish = { kind: LabelPrinting['kind']; printerId: number | null };

export const usualWish: PrintWish = { kind: 'courier', printerId: null };

/** Its label is out, and still the right one. */
export const isPrinted = sql`(printed_count > 0 and not 'relabel' = any(hold_kinds))`;

/**
 * Counts one more print of each selected shipment that has a number and is not held. The run says
 * which labels belong to it, in which order and for which printer.
 */
export async function printLabels(
  ctx: Ctx,
  selection: LoadSelection,
  wish: PrintWish = usualWish,
): Promise<PrintResult> {
  const result = await print(ctx, selection, wish, async (_, selected) => selected);
  if (!result) throw nothingToPrint([]);
  return result;
}

/**
 * The same for those whose label nobody has printed yet: two operators at once print each label once.
 * Null where all of them are out by now.
 */
export async function printUnprinted(
  ctx: Ctx,
  selection: LoadSelection,
  wish: PrintWish,
): Promise<PrintResult | null> {
  return print(ctx, selection, wish, async (tx, selected) => {
    const printed = await rows<{ id: number }>(
      tx,
      sql`
      select id from shipments
      where mall_id = ${ctx.mallId} and ${isPrinted}
        and id = any(${sql.param(selected.map(({ shipmentId }) => shipmentId))}::bigint[])`,
    );
    const isOut = new Set(printed.map(({ id }) => id));
    return selected.filter(({ shipmentId }) => !isOut.has(shipmentId));
  });
}

async function print(
  ctx: Ctx,
  selection: LoadSelection,
  { kind, printerId }: PrintWish,
  meantOf: (tx: Tx, locked: LoadRow[]) => Promise<LoadRow[]>,
): Promise<PrintResult | null> {
  requireLabelRight(ctx);
  return inMall(ctx, async (tx) => {
    const printer = printerId === null ? null : await findPrinter(tx, ctx, printerId);
    const selected = await selectedRows(tx, ctx, selection);
    const ids = selected.map((row) => row.shipmentId);
    const shipments = await lockShipments(tx, ctx, ids);
    const meant = await meantOf(tx, selected);
    if (meant.length === 0) return null;
    const sortings = kind === 'courier' ? await readSortings(tx, ctx, ids) : null;
    const verdicts = meant.map((row) => ({
      ...row,
      verdict: verdictOf(shipments.get(row.shipmentId), sortings),
    }));
    const good = verdicts.filter(({ verdict }) => verdict === null);
    if (good.length === 0) throw nothingToPrint(verdicts);
    if (kind === 'courier') await requireSender(tx, ctx);
    const pages = printer?.pageOrder === 'picking' ? await byShelf(tx, ctx, good) : good;
    const runId = await startRun(tx, ctx, 'invoice', { by: 'print', kind, printer });
    await countPrints(tx, ctx, pages, kind);
    await recordDecisions(tx, ctx, runId, [
      ...pages.map(printedOn),
      ...verdicts.flatMap(refusedBy),
    ]);
    const counts = { printed: pages.length, refused: verdicts.length - pages.length };
    await finishRun(tx, ctx, runId, counts);
    const boxed = await boxedLetters(tx, ctx, pages);
    const boxedRows = boxed.slice(0, NAMED_ROWS).join(', ');
    return { runId, ...counts, ...reasonsOf(verdicts), boxed: boxed.length, boxedRows };
  });
}

function reasonsOf(verdicts: readonly Verdict[]) {
  const count = (...rules: InvoiceRule[]) =>
    verdicts.filter(({ verdict }) => verdict !== null && rules.includes(verdict)).length;
  return {
    noNumber: count('noNumber'),
    noSortingCode: count('noSortingCode'),
    held: count('held'),
    gone: count('cancelled', 'unknown'),
  };
}

type Verdict = LoadRow & { verdict: InvoiceRule | null };

/** With sorting codes at hand it is about labels for the parcel, which some couriers want them on. */
function verdictOf(
  shipment: LockedShipment | undefined,
  sortings: ReadonlyMap<number, Sorting> | null,
): InvoiceRule | null {
  const verdict = printVerdictOf(shipment);
  if (verdict || !shipment || !sortings || sortings.has(shipment.id)) return verdict;
  const { courier } = shipment;
  const isNeeded = courier !== null && isCourierKey(courier) && courierOf(courier).needsSortingCode;
  return isNeeded ? 'noSortingCode' : null;
}

function nothingToPrint(verdicts: readonly Verdict[]): ExpectedError {
  const lacksCodes = verdicts.some(({ verdict }) => verdict === 'noSortingCode');
  return lacksCodes
    ? new ExpectedError('invoice.errors.noSortingCode')
    : new ExpectedError('invoice.errors.nothingToPrint');
}

async function byShelf(tx: Tx, ctx: Ctx, printed: readonly LoadRow[]): Promise<LoadRow[]> {
  const items = await readItems(
    tx,
    ctx,
    printed.map((row) => row.shipmentId),
  );
  return inPickingOrder(printed, ({ shipmentId }) => items.get(shipmentId) ?? []);
}

/** What goes on the parcel takes the place of an outdated label; a page for our packers does not. */
async function countPrints(tx: Tx, ctx: Ctx, printed: readonly LoadRow[], kind: PrintWish['kind']) {
  const ids = printed.map((row) => row.shipmentId);
  const holds =
    kind === 'courier' ? sql`array_remove(hold_kinds, 'relabel')` : sql.identifier('hold_kinds');
  await tx.execute(sql`
    update shipments set printed_count = printed_count + 1, hold_kinds = ${holds}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])`);
}

function printedOn({ shipmentId, rowNo }: LoadRow, page: number): Decision {
  return { shipmentId, rule: invoiceRules.printed, values: [rowNo, page] };
}

function refusedBy({ shipmentId, verdict }: Verdict): Decision[] {
  return verdict ? [{ shipmentId, rule: invoiceRules[verdict], values: [] }] : [];
}
