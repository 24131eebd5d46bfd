import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { shownAnswer } from '@/lib/recipients/mask';

export type Notification = {
  id: number;
  kind: string;
  subject: string;
  subjectId: number | null;
  values: Record<string, string | number>;
  createdAt: string;
  isRead: boolean;
};

const SHOWN = 20;

/** The last notifications, the unread and newest on top, and how many of all are unread. */
export async function recentNotifications(
  ctx: Ctx,
): Promise<{ unread: number; notifications: Notification[] }> {
  return readMall(ctx, async (tx) => {
    const notifications = await rows<Notification>(
      tx,
      sql`
      (${latest(ctx, sql`read_at is null`)}) union all (${latest(ctx, sql`read_at is not null`)})
      order by "isRead", id desc limit ${SHOWN}`,
    );
    const { unread } = await oneRow<{ unread: number }>(
      tx,
      sql`select count(*)::int as unread from notifications
        where mall_id = ${ctx.mallId} and read_at is null`,
    );
    return { unread, notifications: notifications.map((one) => shown(ctx, one)) };
  });
}

/** An answer alone may name people. */
function shown(ctx: Ctx, notification: Notification): Notification {
  const { said } = notification.values;
  if (typeof said !== 'string') return notification;
  return {
    ...notification,
    values: { ...notification.values, said: shownAnswer(ctx, said) },
  };
}

const latest = (ctx: Ctx, which: SQL) => sql`
  select id, kind, subject, subject_id as "subjectId", '{"reason": ""}'::jsonb || values as values, created_at as "createdAt",
    read_at is not null as "isRead"
  from notifications where mall_id = ${ctx.mallId} and ${which}
  order by id desc limit ${SHOWN}`;
