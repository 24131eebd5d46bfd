import { getTranslations } from 'next-intl/server';
import { currentCtx } from '@/lib/auth/current';
import { type Notification, recentNotifications } from '@/lib/notifications/screen';
import { sentence } from '@/lib/refusal';
import { ClientMessages } from '../client-messages';
import { formatTime } from '../format';
import { NotificationPopover } from './notification-popover';

/** 알림 in the header: what the product tells by itself, each leading to what it is about. */
export async function NotificationMenu() {
  const t = await getTranslations('notifications');
  const { unread, notifications } = await recentNotifications(await currentCtx());
  const lines = await Promise.all(
    notifications.map(async (one) => ({
      id: one.id,
      text: await sentence(`notifications.kinds.${one.kind}`, one.values),
      at: formatTime(one.createdAt),
      href: hrefOf(one),
      isRead: one.isRead,
    })),
  );
  return (
    <ClientMessages namespaces={['notifications']}>
      <NotificationPopover label={t('open', { count: unread })} unread={unread} lines={lines} />
    </ClientMessages>
  );
}

/** The place of each subject; one without a place stays a sentence. */
function hrefOf({ subject, subjectId }: Notification): string | null {
  if (subject === 'courierAccount') return '/settings/couriers';
  return subject === 'channel' ? `/orders/collect?channel=${subjectId}` : null;
}
