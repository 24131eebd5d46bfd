import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { ImportPurpose } from './sheet-import';

/** Locks a sheet that was looked at, and gives its good rows; it is brought in once. */
export async function takeGoodRows<Row>(
  tx: Tx,
  ctx: Ctx,
  purpose: ImportPurpose,
  uploadId: number,
): Promise<{ fileName: string; good: Row[] }> {
  const [upload] = await rows<{ fileName: string; state: string }>(
    tx,
    sql`
    select file_name as "fileName", state from uploads
    where mall_id = ${ctx.mallId} and id = ${uploadId} and purpose = ${purpose} for update`,
  );
  if (upload?.state === 'committed') throw new ExpectedError('files.errors.alreadyImported');
  if (upload?.state !== 'previewed') throw new ExpectedError('errors.notFound');
  const good = await rows<{ values: Row }>(
    tx,
    sql`
    select values from upload_rows
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome in ('new', 'warned')
    order by row_no`,
  );
  return { fileName: upload.fileName, good: good.map((row) => row.values) };
}

/** Says that its good rows are in. */
export async function closeImport(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  runId: number | null = null,
): Promise<void> {
  await tx.execute(sql`
    update upload_rows set outcome = 'committed'
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome in ('new', 'warned')`);
  await tx.execute(sql`
    update uploads set state = 'committed', committed_at = ${ctx.now.toISOString()},
      run_id = coalesce(${runId}, run_id)
    where mall_id = ${ctx.mallId} and id = ${uploadId}`);
}
