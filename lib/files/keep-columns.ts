import { sql } from 'drizzle-orm';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

/** Leaves the columns of an upload as they were when it was read: its preview stands as before. */
export async function keepColumns(ctx: Ctx, uploadId: number): Promise<void> {
  const kept = await inMall(ctx, (tx) =>
    tx.execute(sql`
      update uploads set state = 'previewed'
      where mall_id = ${ctx.mallId} and id = ${uploadId} and state = 'needs_mapping'
        and row_count > 0
      returning id`),
  );
  if (kept.length === 0) throw new ExpectedError('errors.notFound');
}
