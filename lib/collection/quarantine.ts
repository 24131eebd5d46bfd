import { sql } from 'drizzle-orm';
import { insertRows, storableJson, unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { CollectPage, MalformedOrder } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { newSince } from './new-since';

/**
 * Stores orders that cannot be read aside with the reason, each once however often it comes, and
 * resolves those that now can: a part by itself, however well the rest of its order reads.
 */
export async function keepQuarantine(
  tx: Tx,
  ctx: Ctx,
  run: { id: number; channelId: number },
  page: Pick<CollectPage, 'orders' | 'malformed'>,
): Promise<void> {
  const good = page.orders.map((order) => order.orderNo);
  const parts = page.orders.flatMap(({ lines }) =>
    lines.flatMap(({ lineKey, channelUnitNo }) => [lineKey, channelUnitNo]),
  );
  await tx.execute(sql`
    update quarantined_orders set resolved_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId} and channel_id = ${run.channelId} and resolved_at is null
      and order_no = any(${sql.param(good)}::text[])
      and (part_no is null or part_no = any(${sql.param(parts)}::text[]))`);
  if (page.malformed.length === 0) return;
  const again = await rows<{ no: number }>(
    tx,
    sql`
    update quarantined_orders stored
    set reason = given.reason, raw = given.raw::jsonb, collection_run_id = ${run.id}
    from ${unnested<MalformedOrder & { no: number }>({ no: ['int', (order) => order.no], ...columns }, numbered(page.malformed))}
    where stored.mall_id = ${ctx.mallId} and stored.channel_id = ${run.channelId}
      and stored.resolved_at is null
      and case when given.order_no is null then stored.raw = given.raw::jsonb
        else stored.order_no = given.order_no
          and stored.part_no is not distinct from given.part_no end
    returning given.no`,
  );
  const known = new Set(again.map((row) => row.no));
  const news = numbered(page.malformed).filter((order) => !known.has(order.no));
  const table = {
    table: 'quarantined_orders',
    columns: {
      channel_id: ['bigint', run.channelId],
      collection_run_id: ['bigint', run.id],
      created_at: ['timestamptz', ctx.now.toISOString()],
      ...columns,
    } as const,
  };
  await insertRows(tx, ctx, table, news);
}

const columns = {
  order_no: ['text', (order: MalformedOrder) => order.orderNo],
  part_no: ['text', (order: MalformedOrder) => order.partNo ?? null],
  reason: ['text', (order: MalformedOrder) => order.reason],
  raw: ['jsonb', (order: MalformedOrder) => storableJson(order.raw)],
} as const;

/**
 * Reads the periods of the runs that met unreadable orders once more: a marketplace that has mended
 * them, or a newer version of ours, takes them in and resolves them. Orders that those runs left out as
 * too old stay out. Without ids, all that wait.
 */
export async function retryQuarantined(ctx: Ctx, ids?: number[]): Promise<{ count: number }> {
  const ofThese = ids ? sql`and stored.id = any(${sql.param(ids)}::bigint[])` : sql``;
  return inMall(ctx, async (tx) => {
    const waiting = await rows<{ id: number }>(
      tx,
      sql`
      select stored.id from quarantined_orders stored
      where stored.mall_id = ${ctx.mallId} and stored.resolved_at is null ${ofThese}`,
    );
    if (waiting.length === 0) throw new ExpectedError('errors.notFound');
    await queuePeriods(
      tx,
      ctx,
      waiting.map((order) => order.id),
    );
    await wakeJobs(tx);
    return { count: waiting.length };
  });
}

/**
 * Each period of a channel once, however many of its orders wait. A feed is read from the first of
 * its periods up to now: what has changed again since stands no longer where it stood.
 */
async function queuePeriods(tx: Tx, ctx: Ctx, ids: number[]): Promise<void> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    with period as (
      select run.channel_id, case when run.states = 'ready' then 'open' else run.states end as states,
        min(run.window_from) as window_from,
        case when run.states = 'changed' then ${now} else run.window_to end as window_to,
        min(coalesce(run.new_since, ${newSince(ctx)})) as new_since
      from quarantined_orders stored
      join collection_runs run
        on run.mall_id = stored.mall_id and run.id = stored.collection_run_id
      where stored.mall_id = ${ctx.mallId} and stored.id = any(${sql.param(ids)}::bigint[])
      group by run.channel_id, 2, case when run.states = 'changed' then null else run.window_from end,
        4
    )
    insert into collection_runs (mall_id, channel_id, kind, states, window_from, window_to, new_since,
      state, due_at, requested_by, created_at)
    select ${ctx.mallId}, channel_id, 'manual', states, window_from, window_to, new_since, 'queued',
      ${now}, ${ctx.userId}, ${now}
    from period
    where not exists (
      select from collection_runs same
      where same.mall_id = ${ctx.mallId} and same.channel_id = period.channel_id
        and same.kind = 'manual' and same.state in ('queued', 'running')
        and same.states = period.states and same.window_from = period.window_from
        and (same.window_to = period.window_to or same.states = 'changed'))`);
}

const numbered = (orders: readonly MalformedOrder[]) =>
  orders.map((order, no) => ({ ...order, no }));
