import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

export type WaybillFileState = 'queued' | 'running' | 'done' | 'failed' | 'confirmed' | 'cancelled';

type FileDecision = {
  verb: `waybillFile.${'cancel' | 'return' | 'confirm' | 'reopen'}`;
  /** Where it may stand, so that it is decided on once. */
  from: readonly WaybillFileState[];
  /** Left out where the file itself stays as it is. */
  to?: WaybillFileState;
  detail: Record<string, number>;
};

/** Locks a file, moves it on, and notes who did that. */
export async function decideWaybillFile(
  tx: Tx,
  ctx: Ctx,
  waybillFileId: number,
  { verb, from, to, detail }: FileDecision,
): Promise<void> {
  const [file] = await rows(
    tx,
    sql`
    select from waybill_files
    where mall_id = ${ctx.mallId} and id = ${waybillFileId}
      and state = any(${sql.param([...from])}::text[]) for update`,
  );
  if (!file) throw new ExpectedError('waybillFiles.errors.settled');
  if (to) await settle(tx, ctx, waybillFileId, to);
  await recordEvent(tx, ctx, {
    verb,
    subject: 'waybillFile',
    subjectId: waybillFileId,
    detail,
  });
}

async function settle(
  tx: Tx,
  ctx: Ctx,
  waybillFileId: number,
  state: WaybillFileState,
): Promise<void> {
  const settledAt = state === 'done' ? null : ctx.now.toISOString();
  await tx.execute(sql`
    update waybill_files
    set state = ${state}, settled_at = ${settledAt}, leased_until = null,
      settled_by = ${state === 'done' ? null : ctx.userId}
    where mall_id = ${ctx.mallId} and id = ${waybillFileId}`);
}
