import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import type { NumberResult } from './number-from-range';

/** The one line of the history for all portions of a press. How far it is stands on it all along. */
export class NumberingRun {
  /** Of all portions that are committed. */
  readonly done: NumberResult = { runId: 0, numbered: 0, refused: [] };
  private counts = { numbered: 0, refused: 0 };

  constructor(private readonly conditions: { account: string; asked: number }) {}

  /** The run that a portion belongs to, within its transaction; one that was undone takes no more. */
  async open(tx: Tx, ctx: Ctx, portion: Pick<NumberResult, 'numbered' | 'refused'>) {
    const isOpen = await this.isOpen(tx, ctx);
    if (!isOpen && this.done.runId !== 0) await finishRun(tx, ctx, this.done.runId, this.counts);
    const runId = isOpen
      ? this.done.runId
      : await startRun(tx, ctx, 'invoice', { by: 'api', ...this.conditions });
    const before = isOpen ? this.counts : { numbered: 0, refused: 0 };
    const counts = {
      numbered: before.numbered + portion.numbered,
      refused: before.refused + portion.refused.length,
    };
    await tx.execute(sql`
      update runs set counts = ${JSON.stringify(counts)}::jsonb
      where mall_id = ${ctx.mallId} and id = ${runId}`);
    return { runId, counts };
  }

  /** After its transaction. */
  add(portion: Awaited<ReturnType<NumberingRun['open']>> & Omit<NumberResult, 'runId'>): void {
    this.done.runId = portion.runId;
    this.done.numbered += portion.numbered;
    this.done.refused.push(...portion.refused);
    this.counts = portion.counts;
  }

  async end(ctx: Ctx): Promise<void> {
    const { runId } = this.done;
    if (runId !== 0) await inMall(ctx, (tx) => finishRun(tx, ctx, runId, this.counts));
  }

  private async isOpen(tx: Tx, ctx: Ctx): Promise<boolean> {
    const open = await rows(
      tx,
      sql`
      select id from runs
      where mall_id = ${ctx.mallId} and id = ${this.done.runId} and undone_by_run_id is null
      for update`,
    );
    return open.length > 0;
  }
}

/** Of a run: a courier's API is still being asked for its numbers; one that died is not waited for. */
export const isNumbering = (ctx: Pick<Ctx, 'now'>): SQL => sql`kind = 'invoice'
  and conditions->>'by' = 'api' and finished_at is null and undone_by_run_id is null
  and started_at > ${ctx.now.toISOString()}::timestamptz - interval '1 hour'`;

export type NumberingProgress = { done: number; total: number };

/** How far a courier's API has come with what this person asked of it; null where nothing goes on. */
export async function numberingProgress(ctx: Ctx): Promise<NumberingProgress | null> {
  const [progress] = await readMall(ctx, (tx) =>
    rows<NumberingProgress>(
      tx,
      sql`
      select (counts->>'numbered')::int + (counts->>'refused')::int as done,
        (conditions->>'asked')::int as total
      from runs
      where mall_id = ${ctx.mallId} and user_id = ${ctx.userId} and ${isNumbering(ctx)}
      order by id desc limit 1`,
    ),
  );
  return progress ?? null;
}
