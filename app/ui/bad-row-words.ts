import type { getTranslations } from 'next-intl/server';
import type { BadRowWords } from '@/lib/files/bad-rows';

type Translate = Awaited<ReturnType<typeof getTranslations<'files.badRows'>>>;

export const badRowWords = (t: Translate): BadRowWords => ({
  sheet: t('sheet'),
  row: t('row'),
  reason: t('reason'),
});
