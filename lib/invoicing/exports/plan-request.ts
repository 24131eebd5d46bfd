import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { countReasons, type LeftOut } from '../left-out';
import { type LoadRow, type LoadSelection, leftToSuppliers, selectedRows } from '../load/load-rows';
import type { InvoicableShipment } from '../plan';
import { type InvoiceRule, invoiceRuleOf } from '../reasons';
import { findTemplate } from '../templates/templates';
import { planExport } from './export-plan';

export type ExportWish = {
  selection: LoadSelection;
  templateKey: string;
  /** Also those that an earlier request took out: they belong to this one from now on. */
  includesRequested: boolean;
  /** Leaves out rows that are to go with another courier than the template's. */
  onlyProposed?: boolean;
};

export type RequestRefusal = InvoiceRule | 'otherCourier' | 'sentBySupplier';

export type PlannedRequest = {
  template: Awaited<ReturnType<typeof findTemplate>>;
  exportedIds: number[];
  leftOut: LeftOut<RequestRefusal>[];
};

type ReadStates = (
  tx: Tx,
  ctx: Ctx,
  ids: number[],
) => Promise<ReadonlyMap<number, InvoicableShipment>>;

/** Which parcels a request takes into its file, and why not the others; locked, or only looked at. */
export async function planRequest(
  tx: Tx,
  ctx: Ctx,
  wish: ExportWish,
  statesOf: ReadStates,
): Promise<PlannedRequest> {
  const template = await findTemplate(tx, ctx, wish.templateKey);
  const selected = await selectedRows(tx, ctx, wish.selection);
  const theirs = await leftToSuppliers(
    tx,
    ctx,
    wish.selection.loadId,
    selected.map((row) => row.shipmentId),
  );
  const ours = selected.filter((row) => !theirs.has(row.shipmentId));
  const wanted = wish.onlyProposed ? await withCourier(tx, ctx, ours, template.courier) : ours;
  const ids = wanted.map((row) => row.shipmentId);
  const plan = planExport(ids, await statesOf(tx, ctx, ids), wish.includesRequested);
  const reasons: RequestRefusal[] = [
    ...plan.refused.map(({ rule }) => invoiceRuleOf(rule)),
    ...Array<'sentBySupplier'>(selected.length - ours.length).fill('sentBySupplier'),
    ...Array<'otherCourier'>(ours.length - wanted.length).fill('otherCourier'),
  ];
  return { template, exportedIds: plan.exportedIds, leftOut: countReasons(reasons) };
}

/** Rows whose contract is with this courier, or that have none. */
async function withCourier(tx: Tx, ctx: Ctx, selected: LoadRow[], courier: string) {
  const accounts = await rows<{ id: number }>(
    tx,
    sql`
    select id from courier_accounts where mall_id = ${ctx.mallId} and courier <> ${courier}`,
  );
  const others = new Set(accounts.map(({ id }) => id));
  return selected.filter(({ accountId }) => accountId === null || !others.has(accountId));
}
