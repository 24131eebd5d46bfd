import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import type { Period } from '@/lib/period';

export const runKinds = [
  'collect',
  'register',
  'match',
  'bundle',
  'allocate',
  'invoice',
  'ship',
  'claim',
  'settle',
  'count',
] as const;

export type AskedRuns = Period & {
  kind: (typeof runKinds)[number] | null;
  userId: number | null;
  /** Only runs that decided about one of these shipments. */
  shipmentIds: readonly number[] | null;
};

export type HistoryRun = {
  id: number;
  at: string;
  kind: string;
  /** What of its kind it was, where the run says so. */
  by: string | null;
  /** Null when the product itself ran. */
  operator: string | null;
  /** Where the browser stood. */
  address: string | null;
  counts: Record<string, number>;
  isUndone: boolean;
  undoesRunId: number | null;
  /** Its list of what it left as it is stands with it. */
  hasKept: boolean;
  /** It is still known what it decided about each parcel. */
  hasDecisions: boolean;
};

/** Runs of all stages, newest on top. */
export async function runHistory(
  ctx: Ctx,
  asked: AskedRuns,
  request: PageRequest,
): Promise<Page<HistoryRun>> {
  const found = foundRuns(ctx, asked);
  const { beyond, order } = keyset(request, [sql`run.id`]);
  return readMall(ctx, async (tx) => {
    const runs = await rows<HistoryRun>(
      tx,
      sql`
      select run.id, run.started_at as at, run.kind, run.conditions->>'by' as by,
        operator.name as operator,
        event.address, run.counts, run.undone_by_run_id is not null as "isUndone", run.undoes_run_id as "undoesRunId",
        run.conditions ? 'kept' as "hasKept",
        exists (select from run_decisions decision
          where decision.mall_id = run.mall_id and decision.run_id = run.id offset 0) as "hasDecisions"
      from runs run
      left join operators operator
        on operator.mall_id = run.mall_id and operator.user_id = run.user_id
      left join lateral (
        select address from audit_events event
        where event.mall_id = run.mall_id and event.subject = 'run' and event.subject_id = run.id
        limit 1
      ) event on true
      where ${found} ${beyond} ${order}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total from runs run where ${found}`,
    );
    return pageOf(runs, total, request, (run) => [run.id]);
  });
}

function foundRuns(ctx: Ctx, { from, until, kind, userId, shipmentIds }: AskedRuns): SQL {
  return sql`run.mall_id = ${ctx.mallId} and run.started_at >= ${from.toISOString()}
    and run.started_at < ${until.toISOString()}
    ${kind ? sql`and run.kind = ${kind}` : sql``}
    ${userId === null ? sql`` : sql`and run.user_id = ${userId}`}
    ${
      shipmentIds === null
        ? sql``
        : sql`and run.id in (
            select run_id from run_decisions
            where mall_id = ${ctx.mallId}
              and shipment_id = any(${sql.param([...shipmentIds])}::bigint[]))`
    }`;
}
