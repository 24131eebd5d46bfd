import { getTranslations } from 'next-intl/server';
import { isDiskLow, leastFreeMegabytes } from '../../own-disk';
import { Notice } from '../notice';

/** Over every screen while the disk is nearly full: what stands still, and what goes on. */
export async function DiskNotice() {
  if (!(await isDiskLow())) return null;
  const t = await getTranslations('frame');
  return (
    <div className="no-print px-4 pt-2.5">
      <Notice tone="bad">{t('diskLow', { megabytes: leastFreeMegabytes })}</Notice>
    </div>
  );
}
