'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { Recipient } from '@/lib/channels/collected';
import { changeRecipient } from './actions';

type RecipientDialogProps = {
  shipmentId: number;
  orderId: number;
  recipient: Recipient;
  isBundle: boolean;
};

const fields = ['name', 'mobile', 'phone', 'postcode', 'address1', 'address2', 'note'] as const;

/** 수령자정보 수정: our own version beside the channel's. */
export function RecipientDialog({
  shipmentId,
  orderId,
  recipient,
  isBundle,
}: RecipientDialogProps) {
  const t = useTranslations('order.recipients');
  return (
    <Dialog
      title={t('edit')}
      description={t(isBundle ? 'editBundle' : 'editBody')}
      trigger={<Button size="small">{t('edit')}</Button>}
    >
      <ActionForm action={changeRecipient} className="grid grid-cols-2 gap-3">
        <input type="hidden" name="shipmentId" value={shipmentId} />
        <input type="hidden" name="orderId" value={orderId} />
        {fields.map((field) => (
          <Field
            key={field}
            name={field}
            label={t(field)}
            className={field.startsWith('address') || field === 'note' ? 'col-span-2' : ''}
          >
            <Input
              defaultValue={recipient[field]}
              required={field === 'name' || field === 'address1'}
            />
          </Field>
        ))}
        <div className="col-span-2">
          <DialogButtons>
            <SubmitButton>{t('submit')}</SubmitButton>
          </DialogButtons>
        </div>
      </ActionForm>
    </Dialog>
  );
}
