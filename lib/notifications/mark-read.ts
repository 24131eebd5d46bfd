import { sql } from 'drizzle-orm';
import { type Ctx, inMall } from '@/lib/context';

/** Marks what was shown as read, for everybody of the mall; what came meanwhile stays unread. */
export async function markNotificationsRead(ctx: Ctx, ids: number[]): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update notifications set read_at = ${ctx.now.toISOString()}, read_by = ${ctx.userId}
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
        and read_at is null`),
  );
}
