import { getTranslations } from 'next-intl/server';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import type { NoticeRow } from '@/lib/notices/screen';
import { NoticeTable } from '../notices/notice-table';
import { Section } from './section';

/** 발송지연 안내 and 품절취소 of the order; nothing where there was none. */
export async function Notices({ notices, mayWork }: { notices: NoticeRow[]; mayWork: boolean }) {
  const t = await getTranslations('notices');
  if (notices.length === 0) return null;
  const isOnItsWay = notices.some(({ state }) => state === 'queued' || state === 'running');
  return (
    <Section title={t('title')} label={t('title')}>
      <LiveRefresh active={isOnItsWay} everyMs={3000} />
      <NoticeTable notices={notices} mayWork={mayWork} />
    </Section>
  );
}
