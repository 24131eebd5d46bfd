'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';

/** 적용 / 미적용 of one row; the button above the list splits those with 적용. */
export function SplitChoice({ shipmentId }: { shipmentId: number }) {
  const t = useTranslations('allocate.split');
  return (
    <select
      name="shipmentIds[]"
      defaultValue=""
      aria-label={t('choice', { id: shipmentId })}
      className="input"
      data-split-choice
    >
      <option value="">{t('leave')}</option>
      <option value={shipmentId}>{t('apply')}</option>
    </select>
  );
}

/** Chooses 적용 for every row of the page. */
export function SplitAllButton() {
  const t = useTranslations('allocate.split');
  return (
    <Button
      onClick={(event) => {
        const choices = event.currentTarget.form?.querySelectorAll<HTMLSelectElement>(
          'select[data-split-choice]',
        );
        for (const choice of choices ?? []) choice.selectedIndex = 1;
      }}
    >
      {t('submitAll')}
    </Button>
  );
}
