import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';

export type PurgeRound = { id: number; orders: number; finishedAt: string };

export type Retention = {
  /** Days after a parcel was delivered, or left where no delivery is known. */
  days: number;
  nextAt: string | null;
  rounds: PurgeRound[];
};

const SHOWN_ROUNDS = 20;

export async function readRetention(ctx: Ctx): Promise<Retention> {
  return readMall(ctx, async (tx) => {
    const setting = await oneRow<Pick<Retention, 'days' | 'nextAt'>>(
      tx,
      sql`
      select retention_days as days, (
        select min(due_at) from purges
        where mall_id = ${ctx.mallId} and state in ('queued', 'running')) as "nextAt"
      from mall_settings where mall_id = ${ctx.mallId}`,
    );
    const rounds = await rows<PurgeRound>(
      tx,
      sql`
      select id, orders, finished_at as "finishedAt" from purges
      where mall_id = ${ctx.mallId} and state = 'done'
      order by id desc limit ${SHOWN_ROUNDS}`,
    );
    return { ...setting, rounds };
  });
}

/** Holds from the next night's round on. */
export async function saveRetention(ctx: Ctx, days: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { before } = await oneRow<{ before: number }>(
      tx,
      sql`
      select retention_days as before from mall_settings
      where mall_id = ${ctx.mallId} for update`,
    );
    await tx.execute(sql`
      update mall_settings set retention_days = ${days} where mall_id = ${ctx.mallId}`);
    await recordEvent(tx, ctx, {
      verb: 'retention.set',
      subject: 'setting',
      subjectId: null,
      detail: { before, after: days },
    });
  });
}
