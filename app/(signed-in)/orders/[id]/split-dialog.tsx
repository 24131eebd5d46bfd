'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { split } from './actions';

type SplitDialogProps = {
  shipmentId: number;
  parts: { id: number; name: string; qty: number }[];
};

/** 주문나누기: how many of each line go into a parcel of their own. */
export function SplitDialog({ shipmentId, parts }: SplitDialogProps) {
  const t = useTranslations('order.splitting');
  return (
    <Dialog
      title={t('title')}
      description={t('body')}
      trigger={<Button size="small">{t('open')}</Button>}
    >
      <ActionForm action={split} className="grid gap-3">
        <input type="hidden" name="shipmentId" value={shipmentId} />
        {parts.map(({ id, name, qty }, index) => (
          <div key={id}>
            <input type="hidden" name={`lines.${index}.lineId`} value={id} />
            <Field name={`lines.${index}.qty`} label={t('of', { name, qty })}>
              <Input type="number" min={0} max={qty} defaultValue={0} className="w-24" />
            </Field>
          </div>
        ))}
        <DialogButtons>
          <SubmitButton>{t('submit')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
