import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '../client-messages';
import { notificationLines } from './notification-lines';
import { NotificationPopover } from './notification-popover';

/** 알림 in the header: what the product tells by itself, each leading to what it is about. */
export async function NotificationMenu() {
  const t = await getTranslations('notifications');
  const { unread, lines } = await notificationLines();
  return (
    <ClientMessages namespaces={['notifications']}>
      <NotificationPopover label={t('open', { count: unread })} unread={unread} lines={lines} />
    </ClientMessages>
  );
}
