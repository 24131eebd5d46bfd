import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

export type LastLoad = { id: number; rowCount: number; at: string };

/** What this person loaded last, while it is kept: its 연번 may stand on paper. */
export async function lastLoad(ctx: Ctx): Promise<LastLoad | null> {
  const [last] = await readMall(ctx, (tx) =>
    rows<LastLoad>(
      tx,
      sql`
      select id, row_count as "rowCount", created_at as at from invoice_loads
      where mall_id = ${ctx.mallId} and user_id = ${ctx.userId} and row_count > 0
      order by id desc limit 1`,
    ),
  );
  return last ?? null;
}
