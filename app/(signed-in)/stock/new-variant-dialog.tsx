import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { createVariant } from './actions';

/** 품목 등록: one unit of stock, nothing on the shelf yet. */
export async function NewVariantDialog() {
  const t = await getTranslations('stock');
  return (
    <Dialog
      title={t('new.title')}
      description={t('new.text')}
      trigger={<Button>{t('new.button')}</Button>}
    >
      <ActionForm action={createVariant} className="grid gap-3">
        <Field name="variantCode" label={t('columns.variantCode')}>
          <Input autoFocus required maxLength={50} spellCheck={false} className="w-full" />
        </Field>
        <Field name="name" label={t('columns.productName')}>
          <Input required maxLength={200} className="w-full" />
        </Field>
        <Field name="option" label={t('columns.option')} hint={t('new.optionHint')}>
          <Input maxLength={200} className="w-full" />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field name="barcode" label={t('columns.barcode')}>
            <Input maxLength={50} spellCheck={false} />
          </Field>
          <Field name="price" label={t('new.price')}>
            <Input type="number" min={0} step={1} className="text-right" />
          </Field>
        </div>
        <DialogButtons>
          <SubmitButton>{t('new.save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
