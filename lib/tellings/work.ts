import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Lease, WorkTable } from '@/lib/leases/lease';
import type { Outcome } from './outcome';

/** Whose rows are each something that a channel is told. */
export type TellingTable = 'claim_answers' | 'seller_notices';

export const tellingWork = (table: TellingTable): WorkTable => ({
  table,
  waiting: 'queued',
  working: 'running',
  oneAtATime: 'channel_id',
});

/** The channel may have heard of it from now on. */
export async function markAsked(tx: Tx, ctx: Ctx, { table }: WorkTable, id: number): Promise<void> {
  await tx.execute(sql`
    update ${sql.raw(table)} set asked_at = coalesce(asked_at, ${ctx.now.toISOString()})
    where mall_id = ${ctx.mallId} and id = ${id}`);
}

/** Writes what became of it, unless another process has taken it over meanwhile. */
export async function settleTelling(
  tx: Tx,
  ctx: Ctx,
  { table, working }: WorkTable,
  { id, attempt, state, message, isUnheard, delayMs }: Lease & Outcome,
): Promise<void> {
  const now = ctx.now.toISOString();
  await tx.execute(sql`
    update ${sql.raw(table)}
    set state = ${state}, answer_message = ${message.slice(0, 500)}, leased_until = null,
      asked_at = case when ${isUnheard} then null else asked_at end,
      due_at = ${now}::timestamptz + ${Math.round(delayMs)} * interval '1 millisecond',
      finished_at = ${state === 'queued' ? null : now}::timestamptz
    where mall_id = ${ctx.mallId} and id = ${id} and state = ${working} and attempts = ${attempt}`);
}
