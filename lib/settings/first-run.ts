import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';

/** What a new mall still lacks before its first orders can leave, in the order it is done. */
export const firstSteps = ['channel', 'products', 'stock', 'courier', 'orders'] as const;

export type FirstRun = Record<(typeof firstSteps)[number], boolean>;

/**
 * Ticked by what is there, never by a click; a channel counts once orders can come from it, and stock
 * once there ever was some, or where suppliers ship. Null where somebody has closed it.
 */
export async function readFirstRun(ctx: Ctx): Promise<FirstRun | null> {
  return readMall(ctx, async (tx) => {
    const { isClosed, ...done } = await oneRow<FirstRun & { isClosed: boolean }>(
      tx,
      sql`
      select
        exists (select from channels where mall_id = ${ctx.mallId} and is_active
          and (credential_id is not null or marketplace <> 'manual'))
          or exists (select from orders where mall_id = ${ctx.mallId}) as channel,
        exists (select from variants where mall_id = ${ctx.mallId}) as products,
        exists (select from stock_movements where mall_id = ${ctx.mallId})
          or exists (select from variants
            where mall_id = ${ctx.mallId} and is_supplier_shipped) as stock,
        exists (select from courier_accounts where mall_id = ${ctx.mallId}) as courier,
        exists (select from orders where mall_id = ${ctx.mallId}) as orders,
        exists (select from mall_settings where mall_id = ${ctx.mallId}
          and first_steps_closed_at is not null) as "isClosed"`,
    );
    return isClosed ? null : done;
  });
}

/** Closes 처음 시작하기 for everybody of the mall, whatever is still open in it. */
export async function closeFirstRun(ctx: Ctx): Promise<void> {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update mall_settings set first_steps_closed_at = ${ctx.now.toISOString()}
      where mall_id = ${ctx.mallId}`);
    await recordEvent(tx, ctx, {
      verb: 'firstSteps.close',
      subject: 'setting',
      subjectId: null,
      detail: {},
    });
  });
}
