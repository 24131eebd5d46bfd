import { sql } from 'drizzle-orm';
import { type Columns, insertRows, storableJson } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import type { Lease } from '@/lib/leases/lease';
import { collectSheet } from '@/lib/sheets/reading/parse-in-child';
import type { SheetRow } from '@/lib/sheets/sheet';
import { type LeasedUpload, settleUpload, type UploadReader } from './read-upload';
import type { RowOutcome, SheetRowBase } from './sheet-import';

type Judged = SheetRowBase & { outcome: RowOutcome };

type KeyedSheet<SheetColumns, Row extends Judged> = {
  headerNames: string[];
  /** Null where a column is missing without which nothing can be read. */
  columnsOf: (headers: readonly string[]) => SheetColumns | null;
  /** Reads the rows, and says what becomes of each. */
  judge: (tx: Tx, ctx: Ctx, columns: SheetColumns, rows: readonly SheetRow[]) => Promise<Row[]>;
};

/** Makes rows to look at of an uploaded sheet that changes what stands by a key. */
export function keyedSheet<SheetColumns, Row extends Judged>({
  headerNames,
  columnsOf,
  judge,
}: KeyedSheet<SheetColumns, Row>): UploadReader {
  return {
    headerNames: async () => headerNames,
    read: async (ctx, upload, parts) => {
      const { headers, rows } = await collectSheet(parts);
      const columns = columnsOf(headers);
      await inMall(ctx, async (tx) => {
        if (columns)
          await keepJudged(tx, ctx, upload, headers, await judge(tx, ctx, columns, rows));
        else await settleUpload(tx, ctx, upload.lease, { state: 'failed', error: 'noColumns' });
      });
    },
  };
}

/** Keeps the judged rows to look at, in place of what an earlier reading of the file has left. */
async function keepJudged<Row extends Judged>(
  tx: Tx,
  ctx: Ctx,
  upload: LeasedUpload & { lease: Lease },
  headers: string[],
  judged: readonly Row[],
): Promise<void> {
  const isOurs = await settleUpload(tx, ctx, upload.lease, {
    ...(judged.length > 0 ? { state: 'previewed' } : { state: 'failed', error: 'noRows' }),
    headers,
    rowCount: judged.length,
    goodCount: judged.filter(({ outcome }) => outcome === 'new' || outcome === 'warned').length,
    badCount: judged.filter(({ outcome }) => outcome === 'bad').length,
  });
  if (!isOurs) return;
  await tx.execute(
    sql`delete from upload_rows where mall_id = ${ctx.mallId} and upload_id = ${upload.id}`,
  );
  const columns: Columns<Row> = {
    upload_id: ['bigint', upload.id],
    row_no: ['int', (row) => row.rowNo],
    cells: ['jsonb', '[]'],
    outcome: ['text', (row) => row.outcome],
    reason: ['text', (row) => row.problems[0]?.problem ?? ''],
    values: ['jsonb', (row) => storableJson(row)],
  };
  await insertRows(tx, ctx, { table: 'upload_rows', columns }, judged);
}
