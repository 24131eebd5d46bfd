import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/** A change of a single thing by a person: one line of the audit log. */
export async function recordEvent(
  tx: Tx,
  ctx: Ctx,
  event: {
    verb: string;
    subject: Subject;
    subjectId: number | null;
    detail: Record<string, unknown>;
  },
): Promise<void> {
  await tx.execute(sql`
    insert into audit_events (mall_id, at, user_id, verb, subject, subject_id, detail)
    values (${ctx.mallId}, ${ctx.now.toISOString()}, ${ctx.userId}, ${event.verb},
      ${event.subject}, ${event.subjectId}, ${JSON.stringify(event.detail)}::jsonb)`);
}

type Subject =
  | 'order'
  | 'shipment'
  | 'channel'
  | 'variant'
  | 'match'
  | 'upload'
  | 'export'
  | 'waybillFile'
  | 'member'
  | 'setting'
  | 'claim'
  /** 재고 실사, put on the books. */
  | 'count'
  | 'drawing';

/** The same change of many: a line for each, so that each knows what was done to it. */
export async function recordEvents(
  tx: Tx,
  ctx: Ctx,
  event: {
    verb: string;
    subject: Subject;
    subjectIds: number[];
    detail: Record<string, unknown>;
  },
): Promise<void> {
  await tx.execute(sql`
    insert into audit_events (mall_id, at, user_id, verb, subject, subject_id, detail)
    select ${ctx.mallId}, ${ctx.now.toISOString()}, ${ctx.userId}, ${event.verb},
      ${event.subject}, id, ${JSON.stringify(event.detail)}::jsonb
    from unnest(${sql.param(event.subjectIds)}::bigint[]) as id`);
}
