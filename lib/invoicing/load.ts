import { type SQL, sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { Period } from '@/lib/period';

export const invoiceSearchKinds = [
  'orderNo',
  'recipient',
  'mobile',
  'productName',
  'shipmentId',
] as const;

export type LoadConditions = Period & {
  searchKind?: (typeof invoiceSearchKinds)[number];
  word?: string;
  channelIds?: number[];
  supplierId?: number;
  /** 접수(할당), or 기타: already invoiced. */
  status: 'allocated' | 'invoiced';
  amountFrom?: number;
  amountTo?: number;
  qtyFrom?: number;
  qtyTo?: number;
  onlySplitParts?: boolean;
  freightTerm?: 'prepaid' | 'collect';
  withoutHeld: boolean;
};

const MAX_ROWS = 100_000;

/**
 * Freezes what the conditions find now, numbered from the newest: filters, paging and new orders
 * never renumber it, and a range box means these numbers.
 */
export async function loadShipments(
  ctx: Ctx,
  conditions: LoadConditions,
): Promise<{ loadId: number; rowCount: number }> {
  return inMall(ctx, async (tx) => {
    const { id: loadId } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into invoice_loads (mall_id, user_id, conditions, row_count, created_at)
      values (${ctx.mallId}, ${ctx.userId}, ${JSON.stringify(conditions)}::jsonb, 0,
        ${ctx.now.toISOString()})
      returning id`,
    );
    const rowCount = await freezeRows(tx, ctx, loadId, conditions);
    if (rowCount > MAX_ROWS) throw new ExpectedError('invoice.errors.tooMany', { max: MAX_ROWS });
    await tx.execute(sql`
      update invoice_loads set row_count = ${rowCount}
      where mall_id = ${ctx.mallId} and id = ${loadId}`);
    return { loadId, rowCount };
  });
}

async function freezeRows(tx: Tx, ctx: Ctx, loadId: number, conditions: LoadConditions) {
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`
    with frozen as (
      insert into invoice_load_rows (mall_id, load_id, row_no, shipment_id)
      select ${ctx.mallId}, ${loadId},
        row_number() over (order by shipment.ordered_at desc, shipment.id desc), shipment.id
      from shipments shipment
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open
        and shipment.stage = ${conditions.status} and not shipment.is_market_shipped
        and shipment.ordered_at >= ${conditions.from.toISOString()}
        and shipment.ordered_at < ${conditions.until.toISOString()}
        ${sql.join(narrowing(ctx, conditions), sql` `)}
      order by 3 limit ${MAX_ROWS + 1}
      returning 1
    )
    select count(*)::int as count from frozen`,
  );
  return count;
}

function narrowing(ctx: Ctx, conditions: LoadConditions): SQL[] {
  const { channelIds, supplierId, amountFrom, amountTo, qtyFrom, qtyTo, freightTerm } = conditions;
  return [
    channelIds?.length
      ? sql`and shipment.channel_id = any(${sql.param(channelIds)}::bigint[])`
      : undefined,
    supplierId === undefined ? undefined : sql`and ${hasSupplier(supplierId)}`,
    amountFrom === undefined ? undefined : sql`and shipment.amount >= ${amountFrom}`,
    amountTo === undefined ? undefined : sql`and shipment.amount <= ${amountTo}`,
    qtyFrom === undefined ? undefined : sql`and shipment.wanted_qty >= ${qtyFrom}`,
    qtyTo === undefined ? undefined : sql`and shipment.wanted_qty <= ${qtyTo}`,
    conditions.onlySplitParts ? sql`and shipment.split_group is not null` : undefined,
    freightTerm ? sql`and shipment.freight_term = ${freightTerm}` : undefined,
    conditions.withoutHeld ? sql`and shipment.hold_kinds = '{}'` : undefined,
    searched(ctx, conditions),
  ].filter((condition) => condition !== undefined);
}

function hasSupplier(supplierId: number): SQL {
  return sql`exists (
    select from shipment_lines line
    join composition_items item
      on item.mall_id = line.mall_id and item.composition_id = line.composition_id
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    where line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
      and product.supplier_id = ${supplierId})`;
}

function searched(ctx: Ctx, { searchKind, word: typed }: LoadConditions): SQL | undefined {
  const word = typed?.trim();
  if (!word) return undefined;
  const ofOrder = (condition: SQL) => sql`and exists (
    select from shipment_lines line
    join order_lines order_line
      on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
    join orders on orders.mall_id = order_line.mall_id and orders.id = order_line.order_id
    where line.mall_id = ${ctx.mallId} and line.shipment_id = shipment.id and ${condition})`;
  const ofRecipient = (condition: SQL) => sql`and exists (
    select from recipients recipient
    where recipient.mall_id = ${ctx.mallId} and recipient.id = shipment.recipient_id
      and ${condition})`;
  const digits = word.replace(/\D/g, '');
  switch (searchKind ?? 'orderNo') {
    case 'orderNo':
      return ofOrder(sql`orders.order_no = ${word}`);
    case 'recipient':
      return ofRecipient(sql`recipient.name = ${word}`);
    case 'mobile':
      return ofRecipient(sql`regexp_replace(recipient.mobile, '[^0-9]', '', 'g') = ${digits}`);
    case 'productName':
      return ofOrder(sql`strpos(lower(order_line.product_name), lower(${word})) > 0`);
    case 'shipmentId':
      return sql`and shipment.id = ${Number(digits) || 0}`;
  }
}
