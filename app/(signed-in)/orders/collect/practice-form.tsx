'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { ActionForm } from '@/app/ui/form/action-form';
import { Input } from '@/app/ui/form/field';
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
      <Button type="submit">{t('submit')}</Button>
    </ActionForm>
  );
}
