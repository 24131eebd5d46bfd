'use client';

import { useTranslations } from 'next-intl';
import { ActionForm } from '@/app/ui/form/action-form';
import { Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { makeOrders } from './actions';

/** 연습 주문: buyers order in the practice marketplaces, now. */
export function PracticeForm() {
  const t = useTranslations('collect.practice');
  return (
    <ActionForm action={makeOrders} className="flex items-center gap-1.5">
      <span>{t('label')}</span>
      <Input
        name="count"
        aria-label={t('label')}
        type="number"
        min={1}
        max={1000}
        defaultValue={60}
        required
        className="w-20 text-right"
      />
      <span>{t('unit')}</span>
      <SubmitButton variant="quiet">{t('submit')}</SubmitButton>
    </ActionForm>
  );
}
