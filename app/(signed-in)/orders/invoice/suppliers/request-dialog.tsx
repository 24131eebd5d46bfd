'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox, Field, FieldSet, Input, Radio } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { SupplierWork } from '@/lib/invoicing/purchase-orders/screen';
import { request } from './actions';

/** 발주서: all that waits at one supplier, in an encrypted file, with the reason why it leaves. */
export function RequestDialog({ supplier }: { supplier: SupplierWork }) {
  const [t, of] = [useTranslations('suppliers'), useTranslations('invoice.request')];
  return (
    <Dialog
      title={t('request.title', { supplier: supplier.name })}
      description={t('request.description', { count: supplier.waiting })}
      trigger={
        <Button
          size="small"
          variant="primary"
          disabled={supplier.waiting + supplier.asked === 0}
          aria-label={t('request.open', { supplier: supplier.name })}
        >
          {t('request.button', { count: supplier.waiting })}
        </Button>
      }
    >
      <ActionForm action={request} className="grid gap-3">
        <input type="hidden" name="supplierId" value={supplier.id} />
        <FieldSet name="format" label={of('format')}>
          <Radio value="xlsx" label={of('formats.xlsx')} defaultChecked />
          <Radio value="csv" label={of('formats.csv')} />
        </FieldSet>
        <div className="grid grid-cols-2 gap-3">
          <Field name="password" label={of('password')} hint={of('passwordHint')}>
            <Input type="password" autoComplete="new-password" required minLength={6} />
          </Field>
          <Field name="passwordAgain" label={of('passwordAgain')}>
            <Input type="password" autoComplete="new-password" required />
          </Field>
        </div>
        <Field name="reason" label={of('reason')} hint={of('reasonHint')}>
          <Input required maxLength={200} defaultValue={t('request.reason')} />
        </Field>
        <Checkbox
          name="includesRequested"
          label={t('request.includesRequested', { count: supplier.asked })}
        />
        <DialogButtons>
          <SubmitButton>{t('request.submit')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
