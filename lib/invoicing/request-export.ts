import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { seal } from '@/lib/secret-box';
import type { SheetTemplate } from '@/lib/sheets/sheet-template';
import { insertRows, unnested } from '@/lib/shipments/bulk';
import { lockShipments } from '@/lib/shipments/locks';
import { recordEvent } from '@/lib/shipments/runs';
import { wakeJobs } from '@/lib/shipments/wake-jobs';
import { contentHash } from './content-hash';
import { readContents, type ShipmentContent } from './contents';
import { type ExportFormat, MAX_EXPORT_ROWS, planExport } from './export-plan';
import { type LoadRow, type LoadSelection, selectedRows } from './load-rows';
import { findTemplate } from './templates';

export type ExportRequest = {
  selection: LoadSelection;
  templateKey: string;
  format: ExportFormat;
  password: string;
  reason: string;
  /** Also those that an earlier request took out: they belong to this one from now on. */
  includesRequested: boolean;
  /** Leaves out rows that are to go with another courier than the template's. */
  onlyProposed?: boolean;
};

export type RequestedExport = { exportId: number; requested: number; refused: number };

/**
 * 엑셀요청: marks the shipments as being with the courier's program, with the hash of what it was told,
 * and queues their file. From here to the number coming back nothing may change them.
 */
export async function requestExport(
  ctx: Ctx & { userId: number },
  request: ExportRequest,
  encryptionKey: string,
): Promise<RequestedExport> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('invoice.errors.personalData');
  return inMall(ctx, async (tx) => {
    const template = await findTemplate(tx, ctx, request.templateKey);
    const selected = await selectedRows(tx, ctx, request.selection);
    const wanted = request.onlyProposed
      ? await withCourier(tx, ctx, selected, template.courier)
      : selected;
    const ids = wanted.map((row) => row.shipmentId);
    const locked = await lockShipments(tx, ctx, ids);
    const plan = planExport(ids, locked, request.includesRequested);
    if (plan.exportedIds.length === 0) throw new ExpectedError('invoice.errors.nothingToExport');
    const contents = await readContents(tx, ctx, plan.exportedIds);
    requireFit(contents, template.rowPer, request.format);
    const exportId = await queueExport(tx, ctx, request, {
      template,
      rowCount: contents.length,
    });
    await keepPassword(
      tx,
      ctx,
      exportId,
      seal(encryptionKey, placeOf(ctx, exportId), request.password),
    );
    await markRequested(tx, ctx, exportId, contents);
    await recordEvent(tx, ctx, {
      verb: 'export.request',
      subject: 'export',
      subjectId: exportId,
      detail: { rows: contents.length, template: template.koreanName, reason: request.reason },
    });
    await wakeJobs(tx);
    return { exportId, requested: contents.length, refused: plan.refused.length };
  });
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

/** Where an export's password stands sealed until the file is made. */
export function placeOf(ctx: Pick<Ctx, 'mallId'>, exportId: number) {
  return { mallId: ctx.mallId, table: 'exports', row: exportId };
}

function requireFit(
  contents: readonly ShipmentContent[],
  rowPer: 'shipment' | 'item',
  format: ExportFormat,
) {
  const rowCount =
    rowPer === 'shipment'
      ? contents.length
      : contents.reduce((sum, content) => sum + content.items.length, 0);
  const max = MAX_EXPORT_ROWS[format];
  if (rowCount > max) throw new ExpectedError('invoice.errors.exportTooLong', { rowCount, max });
}

async function queueExport(
  tx: Tx,
  ctx: Ctx,
  request: ExportRequest,
  made: { template: SheetTemplate & { courier: string }; rowCount: number },
): Promise<number> {
  const at = ctx.now.toISOString();
  const { template, rowCount } = made;
  const options = { templateKey: request.templateKey, format: request.format, template };
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into exports (mall_id, purpose, template_name, options, state, due_at, row_count, reason,
      requested_by, requested_at)
    values (${ctx.mallId}, 'waybills', ${template.koreanName}, ${JSON.stringify(options)}::jsonb,
      'queued', ${at}, ${rowCount}, ${request.reason}, ${ctx.userId}, ${at})
    returning id`,
  );
  return id;
}

async function keepPassword(tx: Tx, ctx: Ctx, exportId: number, sealed: string) {
  await tx.execute(sql`
    update exports set password_ciphertext = ${sealed}
    where mall_id = ${ctx.mallId} and id = ${exportId}`);
}

type MarkedRow = { rowNo: number; shipmentId: number; hash: string };

async function markRequested(
  tx: Tx,
  ctx: Ctx,
  exportId: number,
  contents: readonly ShipmentContent[],
) {
  const marked = contents.map(
    (content, index): MarkedRow => ({
      rowNo: index + 1,
      shipmentId: content.id,
      hash: contentHash(content),
    }),
  );
  await insertRows<MarkedRow>(
    tx,
    ctx,
    {
      table: 'export_rows',
      columns: {
        export_id: ['bigint', exportId],
        row_no: ['int', (row) => row.rowNo],
        shipment_id: ['bigint', (row) => row.shipmentId],
        content_hash: ['text', (row) => row.hash],
      },
    },
    marked,
  );
  const columns = {
    shipment_id: ['bigint', (row: MarkedRow) => row.shipmentId],
    hash: ['text', (row: MarkedRow) => row.hash],
  } as const;
  await tx.execute(sql`
    update shipments shipment
    set requested_export_id = ${exportId}, requested_hash = given.hash
    from ${unnested<MarkedRow>(columns, marked)}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.shipment_id`);
}
