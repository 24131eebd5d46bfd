'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { addRange } from './actions';

/** 번호 대역 추가: first and last number, as the courier gave them. */
export function RangeDialog({ accountId, name }: { accountId: number; name: string }) {
  const t = useTranslations('couriers.addRange');
  return (
    <Dialog
      title={t('title')}
      description={name}
      trigger={<Button size="small">{t('button')}</Button>}
    >
      <ActionForm action={addRange} className="grid gap-3">
        <input type="hidden" name="accountId" value={accountId} />
        <Field name="from" label={t('from')}>
          <Input required autoFocus maxLength={30} inputMode="numeric" />
        </Field>
        <Field name="to" label={t('to')} hint={t('hint')}>
          <Input required maxLength={30} inputMode="numeric" />
        </Field>
        <DialogButtons>
          <SubmitButton>{t('save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
