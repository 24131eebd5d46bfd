import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { seal } from '@/lib/secret-box';

export type NewUpload = {
  fileId: number;
  fileName: string;
  password?: string;
} & (
  | { purpose: 'orders'; channelId: number }
  | { purpose: 'waybills'; courier: CourierKey | null; replaces: boolean }
  | { purpose: 'matches' | 'variants' | 'counts' }
);

/** Puts a stored file in the queue of the jobs process, which parses it into rows to look at. */
export async function queueUpload(
  ctx: Ctx & { userId: number },
  upload: NewUpload,
  encryptionKey: string,
): Promise<number> {
  return inMall(ctx, async (tx) => {
    if (upload.purpose === 'orders') await requireChannel(tx, ctx, upload.channelId);
    const at = ctx.now.toISOString();
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into uploads (mall_id, purpose, channel_id, courier, file_id, file_name, options,
        state, due_at, uploaded_by, uploaded_at)
      values (${ctx.mallId}, ${upload.purpose},
        ${upload.purpose === 'orders' ? upload.channelId : null},
        ${upload.purpose === 'waybills' ? upload.courier : null}, ${upload.fileId},
        ${upload.fileName},
        ${JSON.stringify(upload.purpose === 'waybills' ? { replaces: upload.replaces } : {})}::jsonb,
        'queued', ${at}, ${ctx.userId}, ${at})
      returning id`,
    );
    if (upload.password)
      await keepPassword(tx, ctx, id, seal(encryptionKey, placeOf(ctx, id), upload.password));
    await recordEvent(tx, ctx, {
      verb: 'upload',
      subject: 'upload',
      subjectId: id,
      detail: { purpose: upload.purpose, name: upload.fileName },
    });
    await wakeJobs(tx);
    return id;
  });
}

/** Parses an upload again that lacked its password, or had a wrong one. */
export async function giveUploadPassword(
  ctx: Ctx,
  { uploadId, password }: { uploadId: number; password: string },
  encryptionKey: string,
): Promise<void> {
  await inMall(ctx, async (tx) => {
    await keepPassword(tx, ctx, uploadId, seal(encryptionKey, placeOf(ctx, uploadId), password));
    await queueAgain(tx, ctx, uploadId, 'needs_password');
  });
}

/** Back into the queue from a state in which it waited for a person. */
export async function queueAgain(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  from: 'needs_password' | 'needs_mapping' | 'previewed',
): Promise<void> {
  const queued = await tx.execute(sql`
    update uploads set state = 'queued', due_at = ${ctx.now.toISOString()}, attempts = 0, error = null
    where mall_id = ${ctx.mallId} and id = ${uploadId} and state = ${from}
    returning id`);
  if (queued.length === 0) throw new ExpectedError('errors.notFound');
  await wakeJobs(tx);
}

/** Where an upload's password stands sealed. */
export function placeOf(ctx: Pick<Ctx, 'mallId'>, uploadId: number) {
  return { mallId: ctx.mallId, table: 'uploads', row: uploadId };
}

async function keepPassword(tx: Tx, ctx: Ctx, uploadId: number, sealed: string) {
  await tx.execute(sql`
    update uploads set password_ciphertext = ${sealed}
    where mall_id = ${ctx.mallId} and id = ${uploadId}`);
}

async function requireChannel(tx: Tx, ctx: Ctx, channelId: number) {
  const found = await tx.execute(
    sql`select from channels where mall_id = ${ctx.mallId} and id = ${channelId}`,
  );
  if (found.length === 0) throw new ExpectedError('errors.notFound');
}
