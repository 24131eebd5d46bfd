import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { wakeJobs } from '@/lib/leases/wake-jobs';

/** Each kind has its sentence in `notifications.kinds`, filled with these values. */
export type News =
  | {
      kind: 'collection_failing';
      subject: 'channel';
      subjectId: number;
      values: { channel: string; failures: number; reason: string };
    }
  | {
      kind: 'collection_silent';
      subject: 'channel';
      subjectId: number;
      values: { channel: string; minutes: number; reason: string };
    }
  | {
      kind: 'acknowledgement_unheard';
      subject: 'channel';
      subjectId: number;
      values: { channel: string; lines: number };
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

/** Every kind there is, as a mall may choose among them; `test` alone is nobody's choice. */
export const newsKinds = [
  'collection_failing',
  'collection_silent',
  'acknowledgement_unheard',
  'numbers_low',
  'waybill_not_cancelled',
] as const satisfies News['kind'][];

/** Tells the mall's people, in the transaction of what happened; mailboxes and webhooks follow. */
export async function notify(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId' | 'now'>,
  { kind, subject, subjectId, values }: News,
): Promise<void> {
  const now = ctx.now.toISOString();
  await tx.execute(sql`
    with told as (
      insert into notifications (mall_id, kind, subject, subject_id, values, created_at)
      values (${ctx.mallId}, ${kind}, ${subject}, ${subjectId}, ${JSON.stringify(values)}::jsonb,
        ${now})
      returning id
    )
    insert into notification_deliveries (mall_id, target_id, notification_id, due_at, created_at)
    select ${ctx.mallId}, target.id, told.id, ${now}, ${now}
    from told, notification_targets target
    where target.mall_id = ${ctx.mallId} and target.is_active and target.removed_at is null
      and (target.kinds = '{}' or ${kind} = any(target.kinds))`);
  await wakeJobs(tx);
}
