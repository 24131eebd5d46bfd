import { sql } from 'drizzle-orm';
import { insertRows, unnested } from '@/db/bulk';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { requireRoom } from '@/lib/files/store-file';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { seal } from '@/lib/secret-box';
import type { SheetTemplate } from '@/lib/sheets/formats/sheet-template';
import { contentHash } from '../content-hash';
import type { ShipmentContent } from '../contents';
import { type ExportFormat, MAX_EXPORT_ROWS } from './export-plan';

/** What the jobs process needs to write the file, as it stood when it was asked for. */
export type ExportOptions = {
  templateKey: string;
  format: ExportFormat;
  template: SheetTemplate & { courier: string };
  /** Without its ending; a courier's sheet is named after the day. */
  fileName?: string;
  /** Of a purchase order: whom it goes to, and which one of the mall it is. */
  supplierId?: number;
  orderNo?: number;
};

export type QueuedExport = {
  purpose: 'waybills' | 'purchase';
  name: string;
  options: ExportOptions;
  password: string;
  reason: string;
  contents: readonly ShipmentContent[];
};

/**
 * Queues the file of these parcels and marks them as being out with the hash of what was told. From
 * here to the number coming back nothing may change them. The caller holds their locks.
 */
export async function queueExport(
  tx: Tx,
  ctx: Ctx & { userId: number },
  wanted: QueuedExport,
  encryptionKey: string,
): Promise<number> {
  requireFit(wanted);
  await requireRoom(tx, ctx);
  const at = ctx.now.toISOString();
  const { purpose, name, options, reason, contents } = wanted;
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into exports (mall_id, purpose, template_name, options, state, due_at, row_count, reason,
      requested_by, requested_at)
    values (${ctx.mallId}, ${purpose}, ${name}, ${JSON.stringify(options)}::jsonb,
      'queued', ${at}, ${contents.length}, ${reason}, ${ctx.userId}, ${at})
    returning id`,
  );
  await tx.execute(sql`
    update exports
    set password_ciphertext = ${seal(encryptionKey, placeOf(ctx, id), wanted.password)}
    where mall_id = ${ctx.mallId} and id = ${id}`);
  await markRequested(tx, ctx, id, contents);
  await wakeJobs(tx);
  return id;
}

/** Where an export's password stands sealed until the file is made. */
export function placeOf(ctx: Pick<Ctx, 'mallId'>, exportId: number) {
  return { mallId: ctx.mallId, table: 'exports', row: exportId };
}

function requireFit({ contents, options: { template, format } }: QueuedExport) {
  const rowCount =
    template.rowPer === 'shipment'
      ? contents.length
      : contents.reduce((sum, content) => sum + content.items.length, 0);
  const max = MAX_EXPORT_ROWS[format];
  if (rowCount > max) throw new ExpectedError('invoice.errors.exportTooLong', { rowCount, max });
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
