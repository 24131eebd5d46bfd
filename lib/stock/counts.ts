import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

export type StockCount = {
  id: number;
  name: string;
  state: 'open' | 'applied' | 'given_up';
  startedAt: string;
  startedBy: string | null;
  closedAt: string | null;
  variants: number;
  units: number;
};

export type CountLine = {
  variantId: number;
  variantCode: string;
  productName: string;
  option: string;
  countedQty: number;
  /** Units that came or went since it was counted, added when it is applied; corrections by counts did not. */
  movedQty: number;
  /** Units that came or went between its first scan and its last: of which shelf nobody knows. */
  unsettledQty: number;
  /** On hand now, or when it was applied. */
  onHand: number;
  allocated: number;
  /** On the books already, though the count is open: an undo had to leave it. */
  isApplied: boolean;
};

const SHOWN = 200;

/** Starts a stock-take: nothing changes until it is applied. */
export async function startCount(ctx: Ctx, name: string): Promise<{ countId: number }> {
  return inMall(ctx, async (tx) => ({ countId: await insertCount(tx, ctx, name) }));
}

export async function insertCount(tx: Tx, ctx: Ctx, name: string): Promise<number> {
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into stock_counts (mall_id, name, started_by, started_at)
    values (${ctx.mallId}, ${name}, ${ctx.userId}, ${ctx.now.toISOString()}) returning id`,
  );
  await recordEvent(tx, ctx, {
    verb: 'count.start',
    subject: 'variant',
    subjectId: null,
    detail: { name },
  });
  return id;
}

/** Counts units of what a scanned code stands for, on top of those counted before. */
export async function countByCode(
  ctx: Ctx,
  { countId, code, qty }: { countId: number; code: string; qty: number },
): Promise<{ name: string; countedQty: number }> {
  return inMall(ctx, async (tx) => {
    await lockCount(tx, ctx, countId, 'open');
    const [variant, another] = await rows<{ id: number; name: string }>(
      tx,
      sql`
      select variant.id, trim(product.name || ' ' || variant.option) as name
      from variants variant
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      where variant.mall_id = ${ctx.mallId} and variant.id in (
        select id from variants where mall_id = ${ctx.mallId} and variant_code = ${code}
        union
        select id from variants where mall_id = ${ctx.mallId} and barcode = ${code})
      limit 2`,
    );
    if (!variant) throw new ExpectedError('stock.errors.unknownCode', { code });
    if (another) throw new ExpectedError('stock.errors.severalCodes', { code });
    const { countedQty } = await oneRow<{ countedQty: number }>(
      tx,
      sql`
      insert into stock_count_lines (mall_id, count_id, variant_id, counted_qty, counted_at,
        first_counted_at)
      values (${ctx.mallId}, ${countId}, ${variant.id}, ${qty}, ${ctx.now.toISOString()},
        ${ctx.now.toISOString()})
      on conflict (mall_id, count_id, variant_id) do update
      set counted_qty = excluded.counted_qty
          + case when stock_count_lines.on_hand_before is null
              then stock_count_lines.counted_qty else 0 end,
        counted_at = excluded.counted_at, on_hand_before = null,
        first_counted_at = case when stock_count_lines.on_hand_before is null
          then stock_count_lines.first_counted_at else excluded.first_counted_at end
      returning counted_qty as "countedQty"`,
    );
    return { name: variant.name, countedQty };
  });
}

/** Corrects how many were counted; null takes the variant out of the count. */
export async function setCounted(
  ctx: Ctx,
  { countId, variantId, qty }: { countId: number; variantId: number; qty: number | null },
): Promise<void> {
  await inMall(ctx, async (tx) => {
    await lockCount(tx, ctx, countId, 'open');
    const changed = await tx.execute(
      qty === null
        ? sql`delete from stock_count_lines
            where mall_id = ${ctx.mallId} and count_id = ${countId} and variant_id = ${variantId}
            returning 1`
        : sql`update stock_count_lines
            set counted_qty = ${qty}, counted_at = ${ctx.now.toISOString()}, on_hand_before = null,
              first_counted_at = ${ctx.now.toISOString()}
            where mall_id = ${ctx.mallId} and count_id = ${countId} and variant_id = ${variantId}
            returning 1`,
    );
    if (changed.length === 0) throw new ExpectedError('errors.notFound');
  });
}

/** Gives a stock-take up: what was counted stays to be looked at, and changes nothing. */
export async function giveUpCount(ctx: Ctx, countId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    await lockCount(tx, ctx, countId, 'open');
    await closeCount(tx, ctx, countId, 'given_up');
    await recordEvent(tx, ctx, {
      verb: 'count.giveUp',
      subject: 'variant',
      subjectId: null,
      detail: {},
    });
  });
}

export async function lockCount(
  tx: Tx,
  ctx: Ctx,
  countId: number,
  state: 'open' | 'applied',
): Promise<void> {
  const [count] = await rows<{ state: string }>(
    tx,
    sql`
    select state from stock_counts
    where mall_id = ${ctx.mallId} and id = ${countId} for update`,
  );
  if (!count) throw new ExpectedError('errors.notFound');
  if (count.state !== state)
    throw new ExpectedError(
      state === 'open' ? 'stock.errors.countClosed' : 'stock.errors.countNotApplied',
    );
}

export async function closeCount(tx: Tx, ctx: Ctx, countId: number, state: StockCount['state']) {
  await tx.execute(sql`
    update stock_counts
    set state = ${state}, closed_by = ${ctx.userId}, closed_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId} and id = ${countId}`);
}

/** Opens an applied stock-take again; what these variants' counts did stays on the books. */
export async function reopenCount(tx: Tx, ctx: Ctx, countId: number, keptVariantIds: number[]) {
  await tx.execute(sql`
    update stock_counts set state = 'open', closed_by = null, closed_at = null
    where mall_id = ${ctx.mallId} and id = ${countId}`);
  await tx.execute(sql`
    update stock_count_lines set on_hand_before = null
    where mall_id = ${ctx.mallId} and count_id = ${countId}
      and variant_id <> all(${sql.param(keptVariantIds)}::bigint[])`);
}

/** Stock-takes, the newest on top. */
export async function stockCounts(ctx: Ctx): Promise<StockCount[]> {
  return readMall(ctx, (tx) => countsWhere(tx, ctx, null));
}

/** One stock-take with what was counted, the last scanned on top. */
export async function stockCount(
  ctx: Ctx,
  countId: number,
): Promise<(StockCount & { lines: CountLine[] }) | null> {
  return readMall(ctx, async (tx) => {
    const [count] = await countsWhere(tx, ctx, countId);
    return count ? { ...count, lines: await countLines(tx, ctx, countId) } : null;
  });
}

function countsWhere(tx: Tx, ctx: Ctx, countId: number | null): Promise<StockCount[]> {
  return rows<StockCount>(
    tx,
    sql`
    select count.id, count.name, count.state, count.started_at as "startedAt",
      operator.name as "startedBy", count.closed_at as "closedAt",
      coalesce(content.variants, 0)::int as variants, coalesce(content.units, 0)::int as units
    from stock_counts count
    left join operators operator
      on operator.mall_id = count.mall_id and operator.user_id = count.started_by
    left join lateral (
      select count(*) as variants, sum(counted_qty) as units from stock_count_lines line
      where line.mall_id = count.mall_id and line.count_id = count.id
    ) content on true
    where count.mall_id = ${ctx.mallId} ${countId === null ? sql`` : sql`and count.id = ${countId}`}
    order by count.id desc limit ${SHOWN}`,
  );
}

/** What was counted beside what the books say. */
export function countLines(tx: Tx, ctx: Pick<Ctx, 'mallId'>, countId: number) {
  return rows<CountLine>(
    tx,
    sql`
    select variant.id as "variantId", variant.variant_code as "variantCode",
      product.name as "productName", variant.option, line.counted_qty as "countedQty",
      case when line.on_hand_before is null then coalesce(moved.qty, 0) else 0 end as "movedQty",
      case when line.on_hand_before is null then coalesce(moved.unsettled, 0) else 0 end
        as "unsettledQty",
      coalesce(line.on_hand_before, stock.on_hand, 0) as "onHand",
      coalesce(stock.allocated, 0) as allocated, line.on_hand_before is not null as "isApplied"
    from stock_count_lines line
    join variants variant on variant.mall_id = line.mall_id and variant.id = line.variant_id
    join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join stock on stock.mall_id = line.mall_id and stock.variant_id = line.variant_id
    left join lateral (
      select sum(movement.qty) filter (where movement.at > line.counted_at)::int as qty,
        sum(abs(movement.qty)) filter (where movement.at <= line.counted_at)::int as unsettled
      from stock_movements movement
      where movement.mall_id = line.mall_id and movement.variant_id = line.variant_id
        and movement.at > coalesce(line.first_counted_at, line.counted_at)
        and movement.kind <> 'count'
    ) moved on true
    where line.mall_id = ${ctx.mallId} and line.count_id = ${countId}
    order by line.counted_at desc, line.variant_id`,
  );
}

/** What will be on hand: what was counted, and what has moved since. */
export const targetOf = ({ countedQty, movedQty }: CountLine): number =>
  Math.max(0, countedQty + movedQty);
