import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type OpenedFile, openFile } from './open-file';

type Owner = { subject: 'export' | 'upload' | 'waybillFile'; id: number };

/** Opens a file for a person, and leaves in the audit log who took it. All kinds hold personal data. */
export async function downloadFile(ctx: Ctx, fileId: number): Promise<OpenedFile> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('files.errors.personalData');
  const file = await openFile(ctx, fileId);
  await inMall(ctx, async (tx) => {
    const [owner] = await rows<Owner>(
      tx,
      sql`
      select 'export' as subject, id from exports
      where mall_id = ${ctx.mallId} and file_id = ${fileId} and cancelled_at is null
      union all
      select 'upload', id from uploads where mall_id = ${ctx.mallId} and file_id = ${fileId}
      union all
      select 'waybillFile', id from waybill_files
      where mall_id = ${ctx.mallId} and file_id = ${fileId} and state <> 'cancelled'`,
    );
    if (!owner) throw new ExpectedError('errors.notFound');
    if (owner.subject === 'waybillFile') await markFetched(tx, ctx, { id: owner.id, fileId });
    await recordEvent(tx, ctx, {
      verb: 'file.download',
      subject: owner.subject,
      subjectId: owner.id,
      detail: { fileId, name: file.name },
    });
  });
  return file;
}

/** It may be made anew in this very moment, and then this one goes to nobody. */
async function markFetched(tx: Tx, ctx: Ctx, { id, fileId }: { id: number; fileId: number }) {
  const fetched = await rows(
    tx,
    sql`
    update waybill_files set downloaded_at = coalesce(downloaded_at, ${ctx.now.toISOString()})
    where mall_id = ${ctx.mallId} and id = ${id} and file_id = ${fileId}
    returning id`,
  );
  if (fetched.length === 0) throw new ExpectedError('errors.notFound');
}
