'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { ActionForm } from '@/app/ui/form/action-form';
import { Input } from '@/app/ui/form/field';
import { makeOrders } from './actions';

/** 연습 주문: buyers order in the practice marketplaces, now; in one of them where it is named. */
export function PracticeForm({ marketplace, label }: { marketplace?: string; label: string }) {
  const t = useTranslations('collect.practice');
  return (
    <ActionForm action={makeOrders} className="flex items-center gap-1.5">
      <span>{label}</span>
      {marketplace && <input type="hidden" name="marketplace" value={marketplace} />}
      <Input
        name="count"
        aria-label={label}
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
