'use client';

import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { ActionButton } from '../form/action-button';
import { formatNumber } from '../format';
import { readNotifications } from './notification-actions';

type Line = { id: number; text: string; at: string; href: string | null; isRead: boolean };

type NotificationPopoverProps = { label: string; unread: number; lines: Line[] };

export function NotificationPopover({ label, unread, lines }: NotificationPopoverProps) {
  const t = useTranslations('notifications');
  const unreadIds = lines.filter((line) => !line.isRead).map((line) => line.id);
  return (
    <Popover.Root>
      <Popover.Trigger
        className="button relative"
        data-variant="quiet"
        data-size="small"
        aria-label={label}
      >
        <Bell size={15} aria-hidden />
        {unread > 0 && (
          <span className="numeric rounded-full bg-bad px-1.5 text-2xs text-white leading-4">
            {formatNumber(unread)}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label={t('title')}
          className="panel z-20 w-[380px] shadow-pop focus:outline-none"
        >
          <header className="flex min-h-10 items-center justify-between border-line border-b px-3">
            <h2 className="font-semibold">{t('title')}</h2>
            {unreadIds.length > 0 && (
              <ActionButton
                needs="viewer"
                size="small"
                variant="quiet"
                action={readNotifications}
                input={{ ids: unreadIds }}
              >
                {t('readAll')}
              </ActionButton>
            )}
          </header>
          {lines.length === 0 ? (
            <p className="px-3 py-8 text-center text-muted">{t('empty')}</p>
          ) : (
            <ul aria-label={t('title')} className="max-h-[60vh] overflow-y-auto">
              {lines.map((line) => (
                <NotificationLine key={line.id} line={line} />
              ))}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function NotificationLine({ line }: { line: Line }) {
  const t = useTranslations('notifications');
  return (
    <li
      className="grid gap-1 border-line border-b px-3 py-2 last:border-b-0"
      data-read={line.isRead}
    >
      <p className={line.isRead ? 'text-muted' : 'font-medium'}>{line.text}</p>
      <p className="flex items-center gap-3 text-muted text-xs">
        <span className="numeric">{line.at}</span>
        {line.href && (
          <Popover.Close asChild>
            <Link className="link" href={line.href}>
              {t('look')}
            </Link>
          </Popover.Close>
        )}
        {!line.isRead && (
          <ActionButton
            needs="viewer"
            size="small"
            variant="quiet"
            action={readNotifications}
            input={{ ids: [line.id] }}
          >
            {t('read')}
          </ActionButton>
        )}
      </p>
    </li>
  );
}
