import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { isForgotten } from './forgotten-runs';
import type { RunKind } from './runs';

export type PastRun = {
  id: number;
  at: string;
  /** Null when the product itself ran. */
  operator: string | null;
  conditions: Record<string, unknown>;
  counts: Record<string, number>;
  isUndone: boolean;
  /** Nobody knows any more what it did. */
  isForgotten: boolean;
  /** The run that this one took back. */
  undoesRunId: number | null;
};

const SHOWN_RUNS = 20;

/** The last runs of a stage, newest first. */
export async function pastRuns(ctx: Ctx, kind: RunKind): Promise<PastRun[]> {
  return readMall(ctx, (tx) =>
    rows<PastRun>(
      tx,
      sql`
      select run.id, run.started_at as at, operator.name as operator, run.conditions, run.counts,
        run.undone_by_run_id is not null as "isUndone",
        ${isForgotten(ctx)} as "isForgotten", run.undoes_run_id as "undoesRunId"
      from runs run
      left join operators operator
        on operator.mall_id = run.mall_id and operator.user_id = run.user_id
      where run.mall_id = ${ctx.mallId} and run.kind = ${kind}
      order by run.id desc limit ${SHOWN_RUNS}`,
    ),
  );
}
