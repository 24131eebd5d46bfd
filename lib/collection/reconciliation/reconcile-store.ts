import { sql } from 'drizzle-orm';
import { storableJson, unnested } from '@/db/bulk';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { holdLease, type Lease, type WorkTable } from '@/lib/leases/lease';
import { LeaseLost } from '../run-store';
import type { ListedOrder } from './reconcile-plan';

export const reconciliationWork: WorkTable = {
  table: 'reconciliations',
  waiting: 'queued',
  working: 'running',
  oneAtATime: 'channel_id',
};

/** A comparison that this process holds. */
export type OpenReconciliation = Lease & {
  channelId: number;
  marketplace: string;
  from: Date;
  to: Date;
  /** Where reading goes on; null past the last page. */
  place: { next: unknown } | null;
};

/** Reads a leased comparison and notes that it has begun; null when another process has it by now. */
export async function openReconciliation(
  ctx: Ctx,
  lease: Lease,
): Promise<OpenReconciliation | null> {
  const [opened] = await inMall(ctx, (tx) =>
    rows<Omit<OpenReconciliation, 'from' | 'to' | keyof Lease> & { from: string; to: string }>(
      tx,
      sql`
      update reconciliations work
      set started_at = coalesce(work.started_at, ${ctx.now.toISOString()}), error = null
      from channels channel
      where work.mall_id = ${ctx.mallId} and work.id = ${lease.id} and work.state = 'running'
        and work.attempts = ${lease.attempt}
        and channel.mall_id = ${ctx.mallId} and channel.id = work.channel_id
      returning work.channel_id as "channelId", channel.marketplace, work.window_from as "from",
        work.window_to as "to", work.cursor as place`,
    ),
  );
  if (!opened) return null;
  return { ...opened, ...lease, from: new Date(opened.from), to: new Date(opened.to) };
}

/** Keeps listed numbers, each once, and where to go on. What is listed as alive anywhere is alive. */
export async function saveListed(
  ctx: Ctx,
  work: OpenReconciliation,
  listed: readonly ListedOrder[],
  next: unknown,
): Promise<void> {
  await inMall(ctx, async (tx) => {
    if (!(await holdLease(tx, ctx, reconciliationWork, work))) throw new LeaseLost();
    if (listed.length > 0)
      await tx.execute(sql`
        insert into reconciled_orders (mall_id, reconciliation_id, order_no, paid_at, is_cancelled)
        select ${ctx.mallId}, ${work.id}, given.order_no, given.paid_at, given.is_cancelled
        from ${unnested<ListedOrder>(
          {
            order_no: ['text', (order) => order.orderNo],
            paid_at: ['timestamptz', (order) => order.paidAt?.toISOString() ?? null],
            is_cancelled: ['boolean', (order) => order.isCancelled],
          },
          listed,
        )}
        on conflict (mall_id, reconciliation_id, order_no) do update set is_cancelled = false
        where reconciled_orders.is_cancelled and not excluded.is_cancelled`);
    await tx.execute(sql`
      update reconciliations set cursor = ${storableJson({ next })}::jsonb
      where mall_id = ${ctx.mallId} and id = ${work.id}`);
  });
}

/** Closes it, given up where there is an error. */
export async function closeReconciliation(
  ctx: Ctx,
  work: Lease,
  error: string | null,
): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update reconciliations
      set state = ${error === null ? 'done' : 'failed'}, error = ${error}, leased_until = null,
        finished_at = ${ctx.now.toISOString()}
      where mall_id = ${ctx.mallId} and id = ${work.id} and state = 'running'
        and attempts = ${work.attempt}`),
  );
}
