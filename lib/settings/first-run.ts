import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

/** What a new mall still lacks before its first orders can leave, in the order it is done. */
export const firstSteps = ['channel', 'products', 'stock', 'courier', 'orders'] as const;

export type FirstRun = Record<(typeof firstSteps)[number], boolean>;

/** Ticked by what is there, never by a click; a channel counts once orders can come from it. */
export async function readFirstRun(ctx: Ctx): Promise<FirstRun> {
  return readMall(ctx, (tx) =>
    oneRow<FirstRun>(
      tx,
      sql`
      select
        exists (select from channels where mall_id = ${ctx.mallId} and is_active
          and (credential_id is not null or marketplace <> 'manual')) as channel,
        exists (select from variants where mall_id = ${ctx.mallId}) as products,
        exists (select from stock where mall_id = ${ctx.mallId} and on_hand > 0) as stock,
        exists (select from courier_accounts where mall_id = ${ctx.mallId}) as courier,
        exists (select from orders where mall_id = ${ctx.mallId}) as orders`,
    ),
  );
}
