import { sql } from 'drizzle-orm';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { DECIDED, lockUpload } from './store';

/**
 * 등록: lets the jobs process register the good rows of a previewed upload, once. Seller ids in it that
 * nobody knows are the channel's from then on: that they are, a person has said.
 */
export async function queueRegistration(
  ctx: Ctx & { userId: number },
  uploadId: number,
  knowsSellers = false,
): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { state, strangers } = await lockUpload(tx, ctx, uploadId);
    if (DECIDED.includes(state)) throw new ExpectedError('register.errors.alreadyCommitted');
    if (state !== 'previewed') throw new ExpectedError('errors.notFound');
    if (strangers.length > 0 && !knowsSellers)
      throw new ExpectedError('register.errors.strangeSellers', { sellers: strangers.join(', ') });
    await tx.execute(sql`
      update uploads
      set state = 'to_register', due_at = ${ctx.now.toISOString()}, attempts = 0, error = null,
        done_count = 0, options = options || jsonb_build_object('registeredBy', ${ctx.userId}::bigint)
      where mall_id = ${ctx.mallId} and id = ${uploadId}`);
    await wakeJobs(tx);
  });
}
