import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { type Criterion, isCriterion } from './priority';

/** The mall's order of criteria, the first the most important. */
export async function readPriority(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<Criterion[]> {
  const { priority } = await oneRow<{ priority: string[] }>(
    tx,
    sql`select allocation_priority as priority from mall_settings where mall_id = ${ctx.mallId}`,
  );
  return priority.filter(isCriterion);
}

/** Saves the order in which the mall's shipments are served from now on. */
export async function savePriority(ctx: Ctx, priority: readonly Criterion[]): Promise<void> {
  const saved = [...new Set(priority)];
  await inMall(ctx, async (tx) => {
    const { before } = await oneRow<{ before: string[] }>(
      tx,
      sql`
      select allocation_priority as before from mall_settings
      where mall_id = ${ctx.mallId} for update`,
    );
    await tx.execute(sql`
      update mall_settings set allocation_priority = ${JSON.stringify(saved)}::jsonb
      where mall_id = ${ctx.mallId}`);
    await recordEvent(tx, ctx, {
      verb: 'save_priority',
      subject: 'setting',
      subjectId: null,
      detail: { before, after: saved },
    });
  });
}
