import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import type { Period } from '@/lib/period';

export type OperatorFigures = {
  /** Null for what the product did by itself. */
  name: string | null;
  runs: number;
  matched: number;
  bundled: number;
  allocated: number;
  numbered: number;
  printed: number;
  shipped: number;
};

/** What each person did in the period, by the counts of their runs; undone runs are left out. */
export async function figuresByOperator(
  ctx: Ctx,
  { from, until }: Period,
): Promise<OperatorFigures[]> {
  return readMall(ctx, (tx) =>
    rows<OperatorFigures>(
      tx,
      sql`
      select operator.name, count(*)::int as runs,
        ${summed('match', 'lines')} as matched, ${summed('bundle', 'joined')} as bundled,
        ${summed('allocate', 'whole')} as allocated, ${summed('invoice', 'numbered')} as numbered,
        ${summed('invoice', 'printed')} as printed, ${summed('ship', 'shipped')} as shipped
      from runs run
      left join operators operator
        on operator.mall_id = run.mall_id and operator.user_id = run.user_id
      where run.mall_id = ${ctx.mallId} and run.started_at >= ${from.toISOString()}
        and run.started_at < ${until.toISOString()} and run.undone_by_run_id is null
        and run.undoes_run_id is null
      group by run.user_id, operator.name
      order by shipped desc, runs desc, operator.name`,
    ),
  );
}

const summed = (kind: string, count: string) => sql`
  coalesce(sum((run.counts->>${count})::numeric) filter (where run.kind = ${kind}), 0)::int`;
