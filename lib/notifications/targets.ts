import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import type { Language } from '@/lib/locale';

export type NotificationTarget = {
  id: number;
  way: 'email' | 'webhook';
  address: string;
  /** Empty: every kind. */
  kinds: string[];
  language: Language;
  isActive: boolean;
  /** Of the last thing sent there; null before the first. */
  last: { state: string; error: string | null; at: string; attempts: number } | null;
};

/** Without its password, which never comes back to a screen. */
export type MailServerSettings = { host: string; port: number; userName: string; sender: string };

/** Where notifications go besides the screen, and how the last one fared. */
export async function notificationSettings(
  ctx: Ctx,
): Promise<{ targets: NotificationTarget[]; server: MailServerSettings | null }> {
  return readMall(ctx, async (tx) => {
    const targets = await rows<NotificationTarget>(
      tx,
      sql`
      select target.id, target.way, target.address, target.kinds, target.language, target.is_active as "isActive",
        last.last
      from notification_targets target
      left join lateral (
        select json_build_object('state', delivery.state, 'error', delivery.error,
          'at', coalesce(delivery.finished_at, delivery.created_at),
          'attempts', delivery.attempts) as last
        from notification_deliveries delivery
        where delivery.mall_id = target.mall_id and delivery.target_id = target.id
        order by delivery.id desc limit 1
      ) last on true
      where target.mall_id = ${ctx.mallId} and target.removed_at is null
      order by target.id`,
    );
    const [server] = await rows<MailServerSettings>(
      tx,
      sql`
      select host, port, user_name as "userName", sender from mail_servers
      where mall_id = ${ctx.mallId}`,
    );
    return { targets, server: server ?? null };
  });
}
