import { sql } from 'drizzle-orm';
import { type Columns, insertRows, storableJson } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { isCourierKey } from '@/lib/couriers/registry';
import { type LeasedUpload, settleUpload, type UploadReader } from '@/lib/files/read-upload';
import type { Lease } from '@/lib/leases/lease';
import { courierOfHeaders } from '@/lib/sheets/formats/recognise-courier-sheet';
import type { SheetRow } from '@/lib/sheets/sheet';
import { readImportContext } from './import-context';
import { type ImportDecision, planImport, type WaybillRow } from './import-plan';
import { mappedHeaders, waybillColumns } from './sheet-mappings';
import { textsOf, type WaybillColumns, waybillRowOf } from './waybill-rows';

/** 엑셀처리: the file that the courier's program gave back, as rows to look at. Nothing is numbered yet. */
export const waybillUploads: UploadReader = {
  headerNames: (ctx) => mappedHeaders(ctx),
  read: async (ctx, upload, parts) => {
    let file: ReadFile | null = null;
    for await (const part of parts) {
      if (part.kind === 'head') {
        const { headers } = part;
        const columns = await inMall(ctx, (tx) => waybillColumns(tx, ctx, headers));
        if (!columns) return settleUnmapped(ctx, upload, headers);
        file = { headers, columns, rows: [] };
      } else if (file) {
        for (const row of part.rows) file.rows.push(...readRow(row, file.columns));
      }
    }
    const read = file;
    if (read) await inMall(ctx, (tx) => writePreview(tx, ctx, upload, read));
  },
};

type ReadingUpload = LeasedUpload & { lease: Lease };
type ReadFile = { headers: string[]; columns: WaybillColumns; rows: ReadRow[] };

async function settleUnmapped(ctx: Ctx, upload: ReadingUpload, headers: string[]): Promise<void> {
  await inMall(ctx, (tx) =>
    settleUpload(tx, ctx, upload.lease, { state: 'needs_mapping', headers }),
  );
}

async function writePreview(
  tx: Tx,
  ctx: Ctx,
  upload: ReadingUpload,
  { headers, rows: read }: ReadFile,
): Promise<void> {
  const rows = read.map(({ row }) => row);
  const chosen = upload.courier ?? courierOfHeaders(headers) ?? '';
  const context = await readImportContext(tx, ctx, rows, {
    courier: isCourierKey(chosen) ? chosen : null,
    replaces: upload.options.replaces === true,
  });
  const decisions = planImport(rows, context);
  const bad = decisions.filter((decision) => decision.outcome === 'bad').length;
  const isOurs = await settleUpload(tx, ctx, upload.lease, {
    state: 'previewed',
    headers,
    rowCount: decisions.length,
    goodCount: decisions.filter(({ outcome }) => outcome === 'new' || outcome === 'warned').length,
    badCount: bad,
  });
  if (isOurs) await writeRows(tx, ctx, upload.id, read, decisions);
}

/** `cells` as JSON, which is smaller than its cells until it is written. */
type ReadRow = { row: WaybillRow; cells: string };

function readRow(sheetRow: SheetRow, columns: WaybillColumns): ReadRow[] {
  const row = waybillRowOf(sheetRow, columns);
  return row ? [{ row, cells: storableJson(textsOf(sheetRow.cells)) }] : [];
}

type StoredRow = ReadRow & { decision: ImportDecision };

const columnsOf = (uploadId: number): Columns<StoredRow> => ({
  upload_id: ['bigint', uploadId],
  row_no: ['int', ({ row }) => row.rowNo],
  cells: ['jsonb', ({ cells }) => cells],
  outcome: ['text', ({ decision }) => decision.outcome],
  reason: ['text', ({ decision }) => decision.reason ?? ''],
  values: [
    'jsonb',
    ({ row, decision: { courier, otherRowNo } }) => storableJson({ ...row, courier, otherRowNo }),
  ],
  shipment_id: ['bigint', ({ decision }) => decision.shipmentId],
});

async function writeRows(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  read: readonly ReadRow[],
  decisions: readonly ImportDecision[],
) {
  const byRowNo = new Map(decisions.map((decision) => [decision.rowNo, decision]));
  const stored = read.flatMap((one): StoredRow[] => {
    const decision = byRowNo.get(one.row.rowNo);
    return decision ? [{ ...one, decision }] : [];
  });
  await tx.execute(
    sql`delete from upload_rows where mall_id = ${ctx.mallId} and upload_id = ${uploadId}`,
  );
  await insertRows(tx, ctx, { table: 'upload_rows', columns: columnsOf(uploadId) }, stored);
}
