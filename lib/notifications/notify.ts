import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/** Each kind has its sentence in `notifications.kinds`, filled with these values. */
export type News =
  | {
      kind: 'collection_failing';
      subject: 'channel';
      subjectId: number;
      values: { channel: string; failures: number; reason: string };
    }
  | {
      kind: 'numbers_low';
      subject: 'courierAccount';
      subjectId: number;
      values: { account: string; remaining: number };
    }
  | {
      kind: 'waybill_not_cancelled';
      subject: 'courierAccount';
      subjectId: number;
      values: { account: string; waybillNo: string; said: string };
    };

/** Tells the mall's people, in the transaction of what happened. */
export async function notify(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId' | 'now'>,
  { kind, subject, subjectId, values }: News,
): Promise<void> {
  await tx.execute(sql`
    insert into notifications (mall_id, kind, subject, subject_id, values, created_at)
    values (${ctx.mallId}, ${kind}, ${subject}, ${subjectId}, ${JSON.stringify(values)}::jsonb,
      ${ctx.now.toISOString()})`);
}
