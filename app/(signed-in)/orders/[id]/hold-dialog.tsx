'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { putHold } from './actions';

/** 보류 with its reason. */
export function HoldDialog({ shipmentIds }: { shipmentIds: number[] }) {
  const t = useTranslations('order.holding');
  return (
    <Dialog
      title={t('title')}
      description={t('body', { count: shipmentIds.length })}
      trigger={<Button size="small">{t('open')}</Button>}
    >
      <ActionForm action={putHold} className="grid gap-3">
        {shipmentIds.map((shipmentId) => (
          <input key={shipmentId} type="hidden" name="shipmentIds[]" value={shipmentId} />
        ))}
        <Field name="reason" label={t('reason')}>
          <Input required maxLength={200} list="hold-reasons" />
        </Field>
        <datalist id="hold-reasons">
          {(['buyer', 'stock', 'address', 'delay'] as const).map((key) => (
            <option key={key} value={t(`common.${key}`)} />
          ))}
        </datalist>
        <DialogButtons>
          <SubmitButton>{t('submit')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
