import { sql } from 'drizzle-orm';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/shipments/wake-jobs';
import { lockUpload, type UploadState } from './store';

const DECIDED: readonly UploadState[] = ['to_register', 'registering', 'committed'];

/** 등록: lets the jobs process register the good rows of a previewed upload, once. */
export async function queueRegistration(
  ctx: Ctx & { userId: number },
  uploadId: number,
): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { state } = await lockUpload(tx, ctx, uploadId);
    if (DECIDED.includes(state)) throw new ExpectedError('register.errors.alreadyCommitted');
    if (state !== 'previewed') throw new ExpectedError('errors.notFound');
    await tx.execute(sql`
      update uploads
      set state = 'to_register', due_at = ${ctx.now.toISOString()}, attempts = 0, error = null,
        done_count = 0, options = options || jsonb_build_object('registeredBy', ${ctx.userId}::bigint)
      where mall_id = ${ctx.mallId} and id = ${uploadId}`);
    await wakeJobs(tx);
  });
}
