'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { courierKeys, couriers } from '@/lib/couriers/registry';
import { addAccount } from './actions';

/** 계약 추가 */
export function AccountDialog() {
  const t = useTranslations('couriers.add');
  return (
    <Dialog title={t('title')} trigger={<Button variant="primary">{t('button')}</Button>}>
      <ActionForm action={addAccount} className="grid grid-cols-2 gap-3">
        <Field name="name" label={t('name')} hint={t('nameHint')} className="col-span-2">
          <Input required autoFocus maxLength={50} />
        </Field>
        <Field name="courier" label={t('courier')}>
          <Select>
            {courierKeys.map((key) => (
              <option key={key} value={key}>
                {couriers[key].koreanName}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="contractCode" label={t('contract')}>
          <Input required maxLength={50} />
        </Field>
        <Field name="senderName" label={t('senderName')}>
          <Input required maxLength={50} />
        </Field>
        <Field name="senderPhone" label={t('senderPhone')}>
          <Input required maxLength={30} inputMode="tel" />
        </Field>
        <Field name="senderAddress" label={t('senderAddress')} className="col-span-2">
          <Input required maxLength={200} />
        </Field>
        <Field name="labelSize" label={t('labelSize')}>
          <Select>
            <option value="100x150">100 × 150 mm</option>
            <option value="123x100">123 × 100 mm</option>
          </Select>
        </Field>
        <div className="col-span-2">
          <DialogButtons>
            <SubmitButton>{t('save')}</SubmitButton>
          </DialogButtons>
        </div>
      </ActionForm>
    </Dialog>
  );
}
