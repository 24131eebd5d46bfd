'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { formatNumber } from '@/app/ui/format';
import { Facts } from '@/app/ui/text';
import { adjust } from './actions';
import { type DeskVariant, nameOf } from './desk-variant';

const reasons = ['damaged', 'lost', 'miscounted', 'sample'] as const;

/** 조정: by how many, and why; what it comes to is seen while typing. */
export function AdjustPanel({ variant }: { variant: DeskVariant }) {
  const t = useTranslations('stock');
  const [change, setChange] = useState('');
  const after = variant.onHand + (Number(change) || 0);
  return (
    <ActionForm action={adjust} className="grid gap-3">
      <input type="hidden" name="variantId" value={variant.variantId} />
      <Facts
        facts={[
          { label: t('columns.productName'), value: nameOf(variant) },
          { label: t('columns.variantCode'), value: variant.variantCode },
          { label: t('columns.onHand'), value: formatNumber(variant.onHand) },
          { label: t('columns.allocated'), value: formatNumber(variant.allocated) },
          {
            label: t('adjust.after'),
            value: (
              <b className={after < variant.allocated ? 'text-bad' : ''}>{formatNumber(after)}</b>
            ),
          },
        ]}
      />
      <div className="grid grid-cols-[120px_1fr] gap-3">
        <Field name="changeQty" label={t('adjust.change')} hint={t('adjust.changeHint')}>
          <Input
            autoFocus
            type="number"
            step={1}
            required
            value={change}
            onChange={(event) => setChange(event.target.value)}
            className="text-right"
          />
        </Field>
        <Field name="reason" label={t('adjust.reason')}>
          <Input required maxLength={200} list="adjust-reasons" autoComplete="off" />
        </Field>
      </div>
      <datalist id="adjust-reasons">
        {reasons.map((reason) => (
          <option key={reason} value={t(`adjust.reasons.${reason}`)} />
        ))}
      </datalist>
      <DialogButtons>
        <SubmitButton>{t('adjust.save')}</SubmitButton>
      </DialogButtons>
    </ActionForm>
  );
}
