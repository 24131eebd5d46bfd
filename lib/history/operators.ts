import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

export type Operator = { userId: number; name: string };

/** Everyone who has ever worked in this mall, by name. */
export async function operators(ctx: Ctx): Promise<Operator[]> {
  return readMall(ctx, (tx) =>
    rows<Operator>(
      tx,
      sql`
      select user_id as "userId", name from operators
      where mall_id = ${ctx.mallId} order by name, user_id`,
    ),
  );
}
