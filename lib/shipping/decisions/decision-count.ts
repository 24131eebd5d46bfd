import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

/** 배송후 취소요청 and 결품 that wait for a person; 불일치 belongs to a period and is counted there. */
export async function decisionCount(ctx: Ctx): Promise<number> {
  const { count } = await readMall(ctx, (tx) =>
    oneRow<{ count: number }>(
      tx,
      sql`
      select ((select count(*) from pushes
          where mall_id = ${ctx.mallId} and state = 'stopped')
        + (select count(*) from shipments
          where mall_id = ${ctx.mallId} and is_open and 'short' = any(hold_kinds)))::int as count`,
    ),
  );
  return count;
}
