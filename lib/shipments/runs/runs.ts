import { sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { giveGiftsAfter } from '../gifts/give-gifts';
import { isForgotten } from './forgotten-runs';

export type RunKind =
  | 'collect'
  | 'register'
  | 'match'
  | 'bundle'
  | 'allocate'
  | 'invoice'
  | 'ship'
  | 'claim'
  /** 재고 실사, put on the books. */
  | 'count'
  /** 확인필요: what a person decided of orders that a collection held. */
  | 'settle';

export type Decision = {
  shipmentId: number;
  rule: number;
  /** What the rule compared, in the order its message names them. */
  values: number[];
  /** What undo puts back; its meaning belongs to the kind of run. */
  before?: number[];
};

/** Opens the history row that everything this run changes will point at. */
export async function startRun(
  tx: Tx,
  ctx: Ctx,
  kind: RunKind,
  conditions: Record<string, unknown>,
): Promise<number> {
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into runs (mall_id, kind, conditions, counts, user_id, started_at)
    values (${ctx.mallId}, ${kind}, ${JSON.stringify(conditions)}::jsonb, '{}', ${ctx.userId},
      ${ctx.now.toISOString()})
    returning id`,
  );
  return id;
}

export async function recordDecisions(tx: Tx, ctx: Ctx, runId: number, decisions: Decision[]) {
  if (decisions.length === 0) return;
  await tx.execute(sql`
    insert into run_decisions (mall_id, run_id, shipment_id, rule, values, before)
    select ${ctx.mallId}, ${runId}, given.* from ${unnested<Decision>(
      {
        ...reasonColumns,
        before: ['bigint[]', ({ before }) => (before ? bigintArray(before) : null)],
      },
      decisions,
    )}`);
}

/** Writes each shipment's last reason and the run that touched it, in one statement. */
export async function writeReasons(tx: Tx, ctx: Ctx, runId: number, decisions: Decision[]) {
  if (decisions.length === 0) return;
  await tx.execute(sql`
    update shipments shipment
    set why = given.rule, why_values = given.reason_values, last_run_id = ${runId}
    from ${unnested<Decision>(reasonColumns, decisions)}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.shipment_id`);
}

const reasonColumns: Columns<Decision> = {
  shipment_id: ['bigint', (decision) => decision.shipmentId],
  rule: ['int', (decision) => decision.rule],
  reason_values: ['bigint[]', (decision) => bigintArray(decision.values)],
};

/**
 * Closes the run with what it did, and leaves its one line in the audit log. The parcels whose content
 * it may have changed get the gifts that they are due now; after a run over many they keep those that
 * they have, and all are looked at after it.
 */
export async function finishRun(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  done: Record<string, number>,
  gifts: 'due' | 'kept' = 'due',
): Promise<void> {
  const at = ctx.now.toISOString();
  const after = await giftsAfter(tx, ctx, runId, gifts);
  const giftsTakenBack = (done.giftsTakenBack ?? 0) + (after.giftsTakenBack ?? 0);
  const counts = { ...done, ...after, ...(giftsTakenBack > 0 && { giftsTakenBack }) };
  await tx.execute(sql`
    with run as (
      update runs set counts = ${JSON.stringify(counts)}::jsonb, finished_at = ${at}
      where mall_id = ${ctx.mallId} and id = ${runId}
      returning kind
    )
    insert into audit_events (mall_id, at, user_id, verb, run_id, subject, subject_id, detail)
    select ${ctx.mallId}, ${at}, ${ctx.userId}, run.kind, ${runId}, 'run', ${runId},
      ${JSON.stringify(counts)}::jsonb
    from run`);
}

/** Goods just matched wait for bundling first; a parcel with a number keeps what lies in it. */
const REGIFTING = ['collect', 'settle', 'bundle', 'allocate', 'claim', 'count'];

async function giftsAfter(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  gifts: 'due' | 'kept',
): Promise<Record<string, number>> {
  const { isRegifting } = await oneRow<{ isRegifting: boolean }>(
    tx,
    sql`
    select kind = any(${sql.param(REGIFTING)}::text[])
      and exists (select from gift_rules where mall_id = ${ctx.mallId}) as "isRegifting"
    from runs where mall_id = ${ctx.mallId} and id = ${runId}`,
  );
  if (!isRegifting) return {};
  const { given, takenBack } = await giveGiftsAfter(tx, ctx, runId, gifts);
  return {
    ...(given > 0 && { gifts: given }),
    ...(takenBack > 0 && { giftsTakenBack: takenBack }),
  };
}

/** Starts the undo of a run, itself a run. A run is undone once, and while it is known what it did. */
export async function beginUndo(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  kind: RunKind,
): Promise<{ undoRunId: number; touchedIds: number[] }> {
  const [run] = await rows<{
    undoneBy: number | null;
    undoes: number | null;
    isForgotten: boolean;
  }>(
    tx,
    sql`
    select undone_by_run_id as "undoneBy", undoes_run_id as undoes,
      ${isForgotten(ctx)} as "isForgotten"
    from runs run
    where mall_id = ${ctx.mallId} and id = ${runId} and kind = ${kind} for update`,
  );
  if (!run || run.undoes) throw new ExpectedError('errors.notFound');
  if (run.undoneBy) throw new ExpectedError('errors.alreadyUndone');
  if (run.isForgotten) throw new ExpectedError('errors.runForgotten');
  const undoRunId = await startRun(tx, ctx, kind, { undoes: runId });
  await tx.execute(sql`
    update runs set undoes_run_id = case when id = ${undoRunId} then ${runId}::bigint else undoes_run_id end,
      undone_by_run_id = case when id = ${runId} then ${undoRunId}::bigint else undone_by_run_id end
    where mall_id = ${ctx.mallId} and id in (${runId}, ${undoRunId})`);
  const touched = await rows<{ id: number }>(
    tx,
    sql`
    select distinct shipment_id as id from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} order by 1`,
  );
  return { undoRunId, touchedIds: touched.map((row) => row.id) };
}

export const bigintArray = (values: readonly number[]) => `{${values.join(',')}}`;
