import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

export type WaybillFileState = 'queued' | 'running' | 'done' | 'failed' | 'confirmed' | 'cancelled';

/** Locks a file that stands in one of these states, so that it is decided on once. */
export async function lockWaybillFile(
  tx: Tx,
  ctx: Ctx,
  waybillFileId: number,
  states: readonly WaybillFileState[],
): Promise<{ settledAt: string | null }> {
  const [file] = await rows<{ settledAt: string | null }>(
    tx,
    sql`
    select settled_at as "settledAt" from waybill_files
    where mall_id = ${ctx.mallId} and id = ${waybillFileId}
      and state = any(${sql.param([...states])}::text[]) for update`,
  );
  if (!file) throw new ExpectedError('waybillFiles.errors.settled');
  return file;
}

export async function settleWaybillFile(
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
