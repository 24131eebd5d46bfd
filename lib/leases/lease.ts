import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { DueRows, WorkTableName } from '@/db/work-tables';
import { type Ctx, inMall } from '@/lib/context';

/** A queue of which a process takes one row at a time. */
export type WorkTable = DueRows & {
  table: WorkTableName;
  /** Rows that are equal here are never worked on at once. */
  oneAtATime?: 'channel_id';
};

/** One row taken by this process. The attempt tells it from a later taker of the same row. */
export type Lease = { id: number; attempt: number };

export const LEASE_MS = 30_000;

/** Takes the longest due row, or one whose taker fell silent; null when there is none. */
export async function takeWork(ctx: Ctx, work: WorkTable): Promise<Lease | null> {
  const table = sql.raw(work.table);
  const now = ctx.now.toISOString();
  return inMall(ctx, async (tx) => {
    await takeTurn(tx, ctx, work);
    const [lease] = await rows<Lease>(
      tx,
      sql`
      with due as (
        select id from ${table} as mine
        where mall_id = ${ctx.mallId} and state in (${work.waiting}, ${work.working})
          and case when state = ${work.waiting} then due_at else leased_until end <= ${now}
          ${withoutCompany(ctx, work, now)}
        order by due_at, id
        limit 1
        for update skip locked
      )
      update ${table} as taken
      set state = ${work.working}, attempts = taken.attempts + 1,
        leased_until = ${now}::timestamptz + ${LEASE_MS} * interval '1 millisecond'
      from due
      where taken.mall_id = ${ctx.mallId} and taken.id = due.id
      returning taken.id, taken.attempts as attempt`,
    );
    return lease ?? null;
  });
}

/**
 * Of work that may end the process that does it, as a file can: whoever took it died with it as often
 * as it may fail, so that it fails now instead of taking the next one along.
 */
export function refuseDeadly({ attempt }: Lease, mostAttempts: number): void {
  if (attempt > mostAttempts)
    throw new Error(`Given up: ${mostAttempts} processes ended while they worked on it.`);
}

/** Says that this process still works on it; false when another one has taken it over. */
export async function keepLease(ctx: Ctx, work: WorkTable, lease: Lease): Promise<boolean> {
  return inMall(ctx, (tx) => holdLease(tx, ctx, work, lease));
}

/**
 * The same inside the transaction that writes results: what was taken over writes nothing more. It
 * never shortens what a later word has promised: work knows the time at which it began.
 */
export async function holdLease(tx: Tx, ctx: Ctx, work: WorkTable, lease: Lease): Promise<boolean> {
  const held = await rows(
    tx,
    sql`
    update ${sql.raw(work.table)}
    set leased_until = greatest(leased_until,
      ${ctx.now.toISOString()}::timestamptz + ${LEASE_MS} * interval '1 millisecond')
    where mall_id = ${ctx.mallId} and id = ${lease.id} and state = ${work.working}
      and attempts = ${lease.attempt}
    returning id`,
  );
  return held.length > 0;
}

/** Puts the row back into the queue, due later. */
export async function putBack(
  ctx: Ctx,
  work: WorkTable,
  lease: Lease,
  delayMs: number,
): Promise<void> {
  const now = ctx.now.toISOString();
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update ${sql.raw(work.table)}
      set state = ${work.waiting}, leased_until = null,
        due_at = ${now}::timestamptz + ${Math.round(delayMs)} * interval '1 millisecond'
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = ${work.working}
        and attempts = ${lease.attempt}`),
  );
}

/** Doubles with each attempt up to a limit; `chance` (0–1) spreads those who failed together. */
export function backOffMs(attempt: number, chance: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return Math.round(full * (0.5 + chance / 2));
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Without it, two takers could each find the other's row still free. */
async function takeTurn(tx: Tx, ctx: Ctx, { table, oneAtATime }: WorkTable): Promise<void> {
  if (!oneAtATime) return;
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.mallId}:take:${table}`}, 0))`,
  );
}

function withoutCompany(ctx: Ctx, { table, working, oneAtATime }: WorkTable, now: string) {
  if (!oneAtATime) return sql``;
  const column = sql.raw(oneAtATime);
  return sql`and not exists (
    select from ${sql.raw(table)} as other
    where other.mall_id = ${ctx.mallId} and other.${column} = mine.${column}
      and other.id <> mine.id and other.state = ${working} and other.leased_until > ${now})`;
}
