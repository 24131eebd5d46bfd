'use client';

import { useTranslations } from 'next-intl';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { setSafety } from './actions';
import { type DeskVariant, nameOf } from './desk-variant';

export function SafetyPanel({ variant }: { variant: DeskVariant }) {
  const t = useTranslations('stock');
  return (
    <ActionForm action={setSafety} className="grid gap-3">
      <input type="hidden" name="variantId" value={variant.variantId} />
      <p className="font-medium">{nameOf(variant)}</p>
      <Field name="safetyQty" label={t('columns.safety')} hint={t('safety.hint')}>
        <Input
          autoFocus
          type="number"
          min={0}
          step={1}
          required
          defaultValue={variant.safetyQty}
          onFocus={(event) => event.target.select()}
          className="w-28 text-right"
        />
      </Field>
      <DialogButtons>
        <SubmitButton>{t('safety.save')}</SubmitButton>
      </DialogButtons>
    </ActionForm>
  );
}
