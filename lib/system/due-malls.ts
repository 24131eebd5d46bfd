import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import type { DueRows } from '@/db/work-tables';
import { openMalls } from '@/lib/auth/open-malls';
import { hasClaimsToRead } from '@/lib/shipments/lists/has-claims-to-read';

export type DueMall = { mallId: number; count: number };

/**
 * Malls with rows to work on now, those that wait longest first, and when the next row is due. What a
 * practice mall has queued waits as it stands while practice mode is off.
 */
export async function dueMalls(
  work: DueRows,
  now: Date,
): Promise<{ malls: DueMall[]; nextDueAt: Date | null }> {
  const at = now.toISOString();
  const found = await rows<DueMall & { nextDueAt: string | null }>(
    systemDb(),
    sql`
    with open as (
      select mall_id,
        case when state = ${work.waiting} then due_at else coalesce(leased_until, due_at) end as due_at
      from ${sql.raw(work.table)}
      where state in (${work.waiting}, ${work.working})
        and mall_id in (select id from ${openMalls()} malls)
    )
    select mall_id as "mallId", count(*) filter (where due_at <= ${at})::int as count,
      to_char(min(due_at) filter (where due_at > ${at}) at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "nextDueAt"
    from open
    group by mall_id
    order by min(due_at)`,
  );
  const next = found.flatMap((mall) => (mall.nextDueAt ? Date.parse(mall.nextDueAt) : []));
  return {
    malls: found.filter((mall) => mall.count > 0),
    nextDueAt: next.length > 0 ? new Date(Math.min(...next)) : null,
  };
}

/** Malls with a channel whose next automatic collection is due, of one out of use that of its claims. */
export async function mallsToCollect(now: Date): Promise<number[]> {
  const found = await rows<{ mallId: number }>(
    systemDb(),
    sql`
    select distinct mall_id as "mallId" from channels channel
    where collects_automatically
      and (is_active or ${hasClaimsToRead})
      and mall_id in (select id from ${openMalls()} malls)
      and (next_due_at is null or next_due_at <= ${now.toISOString()}
        or next_due_at > ${now.toISOString()}::timestamptz
          + make_interval(mins => collect_interval_minutes))
    order by 1`,
  );
  return found.map((mall) => mall.mallId);
}

/** Malls where a channel that is collected by itself may have fallen silent. */
export async function mallsInSilence(now: Date): Promise<number[]> {
  const found = await rows<{ mallId: number }>(
    systemDb(),
    sql`
    select distinct mall_id as "mallId" from channels
    where is_active and collects_automatically
      and mall_id in (select id from ${openMalls()} malls)
      and coalesce(last_success_at, created_at)
        < ${now.toISOString()}::timestamptz - 2 * collect_interval_minutes * interval '1 minute'
      and (silence_told_at is null or silence_told_at < coalesce(last_success_at, created_at))
    order by 1`,
  );
  return found.map((mall) => mall.mallId);
}
