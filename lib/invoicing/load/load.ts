import { type SQL, sql } from 'drizzle-orm';
import { insertRows } from '@/db/bulk';
import { expectMany } from '@/db/expect-many';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type LoadConditions, leftToSuppliers, narrowing } from './load-conditions';
import { type Proposal, proposeCouriers } from './propose-couriers';

const MAX_ROWS = 100_000;
const KEPT_DAYS = 7;

/**
 * Freezes what the conditions find now, numbered so that the newest has the highest 연번: filters,
 * paging and new orders never renumber it, and a range box means these numbers. Each row keeps the
 * contract that the rules propose for it. What is left to suppliers is counted beside them.
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
    const left = await countThose(tx, ctx, leftToSuppliers(ctx, conditions));
    const rowCount = await freezeRows(tx, ctx, loadId, narrowing(ctx, conditions));
    await tx.execute(sql`
      update invoice_loads set row_count = ${rowCount}, left_to_suppliers = ${left}
      where mall_id = ${ctx.mallId} and id = ${loadId}`);
    return { loadId, rowCount };
  });
}

const loadable = (ctx: Ctx): SQL => sql`shipment.mall_id = ${ctx.mallId} and shipment.is_open
  and not shipment.is_market_shipped and shipment.ship_method = 'parcel'`;

async function countThose(tx: Tx, ctx: Ctx, where: SQL | null): Promise<number> {
  if (where === null) return 0;
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`
    select count(*)::int as count from shipments shipment where ${loadable(ctx)} and ${where}`,
  );
  return count;
}

async function freezeRows(tx: Tx, ctx: Ctx, loadId: number, where: SQL): Promise<number> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select shipment.id from shipments shipment
    where ${loadable(ctx)} and ${where}
    order by shipment.ordered_at, shipment.id
    limit ${MAX_ROWS + 1}`,
  );
  if (found.length > MAX_ROWS) throw new ExpectedError('invoice.errors.tooMany', { max: MAX_ROWS });
  await expectMany(tx, found.length);
  const proposals = await proposeCouriers(
    tx,
    ctx,
    found.map((shipment) => shipment.id),
  );
  const frozen = proposals.map((proposal, index) => ({ ...proposal, rowNo: index + 1 }));
  await insertRows<Proposal & { rowNo: number }>(
    tx,
    ctx,
    {
      table: 'invoice_load_rows',
      columns: {
        load_id: ['bigint', loadId],
        row_no: ['int', (row) => row.rowNo],
        shipment_id: ['bigint', (row) => row.shipmentId],
        account_id: ['bigint', (row) => row.accountId],
        rule_id: ['bigint', (row) => row.ruleId],
        region: ['text', (row) => row.region],
        size_kind: ['text', (row) => row.sizeKind],
      },
    },
    frozen,
  );
  return found.length;
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
