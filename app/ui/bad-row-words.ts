import type { Translate } from '@/app/ui/translate';
import type { BadRowWords } from '@/lib/files/bad-rows';

export const badRowWords = (t: Translate<'files.badRows'>): BadRowWords => ({
  sheet: t('sheet'),
  upload: t('upload'),
  row: t('row'),
  reason: t('reason'),
});
