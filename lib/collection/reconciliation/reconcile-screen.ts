import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import type { UnlistedState } from '@/lib/channels/channel';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';

export type Comparison = {
  id: number;
  channelName: string;
  marketplace: string;
  windowFrom: string;
  windowTo: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  error: string | null;
  finishedAt: string | null;
  operator: string | null;
  /** Orders that the channel lists, and what became of them with us, as it stands now. */
  listed: number;
  ours: number;
  /** Cancelled before they were ever collected: they are not missing. */
  cancelled: number;
  missing: number;
  /** What of them stands on no list of the channel, so that it is not compared. */
  unlisted: readonly UnlistedState[];
  /** A collection of the same window waits or runs. */
  isFetching: boolean;
};

type StoredComparison = Omit<Comparison, 'unlisted'>;

const withUnlisted = (stored: StoredComparison): Comparison => ({
  ...stored,
  unlisted: channelOf(stored.marketplace)?.capabilities.unlisted ?? [],
});

const comparisons = (ctx: Ctx, which: ReturnType<typeof sql>) => sql`
  select work.id, channel.name as "channelName", channel.marketplace,
    work.window_from as "windowFrom", work.window_to as "windowTo", work.state, work.error,
    work.finished_at as "finishedAt", operator.name as operator, counted.*,
    exists (
      select from collection_runs run
      where run.mall_id = work.mall_id and run.channel_id = work.channel_id
        and run.state in ('queued', 'running') and run.kind = 'manual' and run.states = 'every'
        and run.window_from = work.window_from and run.window_to = work.window_to
    ) as "isFetching"
  from reconciliations work
  join channels channel on channel.mall_id = work.mall_id and channel.id = work.channel_id
  left join operators operator
    on operator.mall_id = work.mall_id and operator.user_id = work.requested_by
  cross join lateral (
    select count(*)::int as listed, count(orders.id)::int as ours,
      count(*) filter (where orders.id is null and seen.is_cancelled)::int as cancelled,
      count(*) filter (where orders.id is null and not seen.is_cancelled)::int as missing
    from reconciled_orders seen
    left join orders on orders.mall_id = seen.mall_id and orders.channel_id = work.channel_id
      and orders.order_no = seen.order_no
    where seen.mall_id = work.mall_id and seen.reconciliation_id = work.id
  ) counted
  where work.mall_id = ${ctx.mallId} ${which}`;

/** 대사: the last comparison of each channel. */
export async function lastComparisons(ctx: Ctx): Promise<Comparison[]> {
  const stored = await readMall(ctx, (tx) =>
    rows<StoredComparison>(
      tx,
      sql`${comparisons(ctx, sql``)} order by channel.priority, channel.id`,
    ),
  );
  return stored.map(withUnlisted);
}

export type MissingOrder = {
  orderNo: string;
  /** Null where the order could not be read. */
  paidAt: string | null;
  isQuarantined: boolean;
};

/** One comparison with the orders that the channel lists and we do not have; null without one. */
export async function comparisonWithMissing(
  ctx: Ctx,
  id: number,
  request: PageRequest,
): Promise<{ comparison: Comparison; missing: Page<MissingOrder> } | null> {
  return readMall(ctx, async (tx) => {
    const [stored] = await rows<StoredComparison>(tx, comparisons(ctx, sql`and work.id = ${id}`));
    if (!stored) return null;
    const { beyond, order } = keyset(request, [sql`seen.order_no`]);
    const found = await rows<MissingOrder>(
      tx,
      sql`
      select seen.order_no as "orderNo", seen.paid_at as "paidAt", exists (
          select from quarantined_orders aside
          where aside.mall_id = ${ctx.mallId} and aside.channel_id = work.channel_id
            and aside.resolved_at is null and aside.order_no = seen.order_no
        ) as "isQuarantined"
      ${missingOf(ctx, id)} ${beyond} ${order}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${missingOf(ctx, id)}`,
    );
    return {
      comparison: withUnlisted(stored),
      missing: pageOf(found, total, request, (order) => [order.orderNo]),
    };
  });
}

/** What the channel lists as not cancelled and no order of ours answers to. */
export const missingOf = (ctx: Pick<Ctx, 'mallId'>, id: number) => sql`
  from reconciliations work
  join reconciled_orders seen
    on seen.mall_id = work.mall_id and seen.reconciliation_id = work.id
  where work.mall_id = ${ctx.mallId} and work.id = ${id} and not seen.is_cancelled and not exists (
    select from orders
    where orders.mall_id = work.mall_id and orders.channel_id = work.channel_id
      and orders.order_no = seen.order_no)`;
