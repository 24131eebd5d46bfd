import { cache } from 'react';
import { currentCtx } from '@/lib/auth/current';
import { type Notification, recentNotifications } from '@/lib/notifications/screen';
import { sentence } from '@/lib/refusal';
import { formatTime } from '../format';

export type NotificationLine = {
  id: number;
  text: string;
  at: string;
  href: string | null;
  isRead: boolean;
};

/** The last notifications in words, read once a request. */
export const notificationLines = cache(async () => {
  const { unread, notifications } = await recentNotifications(await currentCtx());
  const lines = await Promise.all(
    notifications.map(
      async (one): Promise<NotificationLine> => ({
        id: one.id,
        text: await sentence(`notifications.kinds.${one.kind}`, one.values),
        at: formatTime(one.createdAt),
        href: hrefOf(one),
        isRead: one.isRead,
      }),
    ),
  );
  return { unread, lines };
});

/** The place of each subject; one without a place stays a sentence. */
function hrefOf({ kind, subject, subjectId }: Notification): string | null {
  if (subject === 'courierAccount') return '/settings/couriers';
  if (kind === 'acknowledgement_unheard')
    return `/orders/collect?list=unacknowledged&channel=${subjectId}`;
  return subject === 'channel' ? `/orders/collect?channel=${subjectId}` : null;
}
