import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/**
 * Takes back what was asked about these parcels, as they go to somebody else now, and with a base of
 * a question all of it. The caller has locked them; others that somebody works on are left to him.
 */
export async function dropQuestions(tx: Tx, ctx: Ctx, shipmentIds: readonly number[]) {
  if (shipmentIds.length === 0) return;
  const ids = sql`${sql.param([...shipmentIds])}::bigint[]`;
  await tx.execute(sql`
    update shipments set question_of = null
    where mall_id = ${ctx.mallId} and id in (
      select id from shipments
      where mall_id = ${ctx.mallId} and question_of is not null
        and (id = any(${ids}) or question_of = any(${ids}))
      for update skip locked)`);
}
