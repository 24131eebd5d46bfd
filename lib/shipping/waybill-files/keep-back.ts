import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { stopCancelled } from './stop-cancelled';

/**
 * Before a waybill file is fetched for the first time: what buyers have asked to cancel since it was
 * made leaves it, and it is made anew without that. One that was fetched may have been uploaded.
 */
export async function keepBackCancelled(ctx: Ctx, fileId: number): Promise<void> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('files.errors.personalData');
  const stopped = await inMall(ctx, async (tx) => {
    const made = await lockUnfetched(tx, ctx, fileId);
    if (!made) return 0;
    const stopped = await stopCancelled(tx, ctx, sql`push.waybill_file_id = ${made.id}`);
    if (stopped === 0) return 0;
    await makeAnew(tx, ctx, made.id);
    await recordEvent(tx, ctx, {
      verb: 'waybillFile.makeAnew',
      subject: 'waybillFile',
      subjectId: made.id,
      detail: { stopped },
    });
    return stopped;
  });
  if (stopped > 0) throw new ExpectedError('waybillFiles.errors.madeAnew', { stopped });
}

/** The rows of the file first, as for whoever decides it; then whoever fetches it right now is waited for. */
async function lockUnfetched(tx: Tx, ctx: Ctx, fileId: number): Promise<{ id: number } | null> {
  const isUnfetched = sql`mall_id = ${ctx.mallId} and file_id = ${fileId} and state = 'done'
    and downloaded_at is null`;
  await tx.execute(sql`
    select from pushes
    where mall_id = ${ctx.mallId}
      and waybill_file_id in (select id from waybill_files where ${isUnfetched})
    order by id for update`);
  const [made] = await rows<{ id: number }>(
    tx,
    sql`select id from waybill_files where ${isUnfetched} for update`,
  );
  return made ?? null;
}

/** Of a file with nothing left in it nothing is made. */
async function makeAnew(tx: Tx, ctx: Ctx, waybillFileId: number): Promise<void> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update waybill_files file
    set row_count = waiting.count, file_id = null, attempts = 0,
      downloaded_at = null, due_at = ${now},
      state = case when waiting.count > 0 then 'queued' else 'cancelled' end,
      settled_at = case when waiting.count > 0 then null else ${now} end,
      settled_by = case when waiting.count > 0 then null else ${ctx.userId}::bigint end
    from (
      select count(*)::int as count from pushes
      where mall_id = ${ctx.mallId} and waybill_file_id = ${waybillFileId}
        and state = 'file_waiting'
    ) waiting
    where file.mall_id = ${ctx.mallId} and file.id = ${waybillFileId}`);
  await wakeJobs(tx);
}
