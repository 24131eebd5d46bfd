import { getTranslations } from 'next-intl/server';
import { Notice } from '@/app/ui/notice';
import type { SheetsOfUpload } from '@/lib/files/sheets-of-upload';

/** Warns of the sheets of a workbook that hold rows of their own and were not read. */
export async function UnreadSheets({ sheets }: { sheets: SheetsOfUpload | null }) {
  if (!sheets) return null;
  const t = await getTranslations('files.import');
  const { read, unread } = sheets;
  return (
    <Notice tone="warn">
      {t('unreadSheets', { read, count: unread.length, names: unread.join(', ') })}
    </Notice>
  );
}
