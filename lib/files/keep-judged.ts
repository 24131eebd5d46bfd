import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Lease } from '@/lib/jobs/lease';
import { type Columns, insertRows, storableJson } from '@/lib/shipments/bulk';
import { type LeasedUpload, settleUpload } from './read-upload';
import type { RowOutcome, SheetRowBase } from './sheet-import';

type Judged = SheetRowBase & { outcome: RowOutcome };

/** Keeps the judged rows to look at, in place of what an earlier reading of the file has left. */
export async function keepJudged<Row extends Judged>(
  tx: Tx,
  ctx: Ctx,
  upload: LeasedUpload & { lease: Lease },
  { headers, judged }: { headers: string[]; judged: readonly Row[] },
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
