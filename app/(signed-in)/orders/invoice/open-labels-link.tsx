'use client';

import { useTranslations } from 'next-intl';
import { labelsUrl } from './open-labels';

/** The labels of a print, for whoever did not get them by themselves. */
export function OpenLabels({ printRunId }: { printRunId: number }) {
  const t = useTranslations('invoice.printing');
  return (
    <a
      href={labelsUrl(printRunId)}
      target="_blank"
      className="button"
      data-variant="primary"
      rel="noopener"
    >
      {t('open')}
    </a>
  );
}
