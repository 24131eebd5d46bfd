import type { Columns } from '@/db/bulk';
import type { Ctx } from '@/lib/context';
import type { PlannedRun } from './plan';

export type QueuedRun = PlannedRun & { channelId: number };

/** A collection in the queue, due at once. */
export const runTable = (ctx: Ctx) => ({
  table: 'collection_runs',
  columns: {
    channel_id: ['bigint', (run) => run.channelId],
    kind: ['text', (run) => run.kind],
    states: ['text', (run) => run.states],
    window_from: ['timestamptz', (run) => run.from.toISOString()],
    window_to: ['timestamptz', (run) => run.to.toISOString()],
    state: ['text', 'queued'],
    due_at: ['timestamptz', ctx.now.toISOString()],
    requested_by: ['bigint', ctx.userId],
    created_at: ['timestamptz', ctx.now.toISOString()],
  } satisfies Columns<QueuedRun>,
});
