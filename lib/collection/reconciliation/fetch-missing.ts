import { sql } from 'drizzle-orm';
import { insertRows } from '@/db/bulk';
import { oneRow, rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { lockCollectable } from '../request';
import { runTable } from '../run-rows';
import { missingOf } from './reconcile-screen';

/**
 * Collects the window of a comparison in every state, so that what it missed comes in: what has left
 * already as history. Nothing of what is known changes, so the whole window costs calls alone.
 */
export async function fetchMissing(ctx: Ctx, id: number): Promise<{ count: number }> {
  return inMall(ctx, async (tx) => {
    const [work] = await rows<{ channelId: number; from: string; to: string }>(
      tx,
      sql`
      select channel_id as "channelId", window_from as "from", window_to as "to"
      from reconciliations where mall_id = ${ctx.mallId} and id = ${id}`,
    );
    const [channelId] = work ? await lockCollectable(tx, ctx, [work.channelId]) : [];
    if (!work || channelId === undefined) throw new ExpectedError('errors.notFound');
    const { count } = await oneRow<{ count: number }>(
      tx,
      sql`select count(*)::int as count ${missingOf(ctx, id)}`,
    );
    if (count === 0) throw new ExpectedError('collect.errors.nothingMissing');
    const open = await rows(
      tx,
      sql`
      select from collection_runs
      where mall_id = ${ctx.mallId} and channel_id = ${channelId} and kind = 'manual'
        and states = 'every' and state in ('queued', 'running')
        and window_from = ${work.from} and window_to = ${work.to}`,
    );
    if (open.length > 0) return { count };
    const window = { from: new Date(work.from), to: new Date(work.to) };
    await insertRows(tx, ctx, runTable(ctx), [
      { channelId, kind: 'manual', states: 'every', ...window },
    ]);
    const detail = { reconciliationId: id, missing: count };
    await recordEvent(tx, ctx, {
      verb: 'collect',
      subject: 'channel',
      subjectId: channelId,
      detail,
    });
    await wakeJobs(tx);
    return { count };
  });
}
