import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { notificationLines } from '@/app/ui/frame/notification-lines';

const SHOWN = 6;

/** 알림: the last things the product said by itself. */
export async function NewsList() {
  const t = await getTranslations('notifications');
  const { lines } = await notificationLines();
  return (
    <section className="panel" aria-label={t('title')}>
      <h2 className="px-3 py-2.5">{t('title')}</h2>
      {lines.length === 0 ? (
        <p className="border-line border-t px-3 py-4 text-muted">{t('empty')}</p>
      ) : (
        <ul aria-label={t('title')} className="border-line border-t">
          {lines.slice(0, SHOWN).map((line) => (
            <li
              key={line.id}
              data-read={line.isRead}
              className="flex gap-3 border-line border-b px-3 py-1.5 last:border-b-0 data-[read=true]:text-muted"
            >
              <span className="numeric text-muted">{line.at}</span>
              <span className="grow">{line.text}</span>
              {line.href && (
                <Link href={line.href} prefetch={false} className="link">
                  {t('look')}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
