import { type SQL, sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type LoadConditions, narrowing } from './load-conditions';

const MAX_ROWS = 100_000;
const KEPT_DAYS = 7;

/**
 * Freezes what the conditions find now, numbered so that the newest has the highest 연번: filters,
 * paging and new orders never renumber it, and a range box means these numbers.
 */
export async function loadShipments(
  ctx: Ctx & { userId: number },
  conditions: LoadConditions,
): Promise<{ loadId: number; rowCount: number }> {
  return inMall(ctx, async (tx) => {
    await forgetOldLoads(tx, ctx);
    const { id: loadId } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into invoice_loads (mall_id, user_id, conditions, row_count, created_at)
      values (${ctx.mallId}, ${ctx.userId}, ${JSON.stringify(conditions)}::jsonb, 0,
        ${ctx.now.toISOString()})
      returning id`,
    );
    const rowCount = await freezeRows(tx, ctx, loadId, narrowing(ctx, conditions));
    if (rowCount > MAX_ROWS) throw new ExpectedError('invoice.errors.tooMany', { max: MAX_ROWS });
    await tx.execute(sql`
      update invoice_loads set row_count = ${rowCount}
      where mall_id = ${ctx.mallId} and id = ${loadId}`);
    return { loadId, rowCount };
  });
}

async function freezeRows(tx: Tx, ctx: Ctx, loadId: number, where: SQL) {
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`
    with found as (
      select shipment.id, shipment.ordered_at from shipments shipment
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open
        and not shipment.is_market_shipped and shipment.ship_method = 'parcel' and ${where}
      limit ${MAX_ROWS + 1}
    ), frozen as (
      insert into invoice_load_rows (mall_id, load_id, row_no, shipment_id)
      select ${ctx.mallId}, ${loadId}, row_number() over (order by ordered_at, id), id
      from found
      returning 1
    )
    select count(*)::int as count from frozen`,
  );
  return count;
}

async function forgetOldLoads(tx: Tx, ctx: Ctx) {
  const before = new Date(ctx.now.getTime() - KEPT_DAYS * 86_400_000).toISOString();
  await tx.execute(sql`
    with old as (
      delete from invoice_loads where mall_id = ${ctx.mallId} and created_at < ${before}
      returning id
    )
    delete from invoice_load_rows row using old
    where row.mall_id = ${ctx.mallId} and row.load_id = old.id`);
}
