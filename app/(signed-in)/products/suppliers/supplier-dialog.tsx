import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { Supplier } from '@/lib/products/suppliers';
import { save } from './actions';

/** Makes a supplier, or changes the given one. */
export async function SupplierDialog({ supplier }: { supplier?: Supplier }) {
  const t = await getTranslations('products.suppliers');
  const label = t(supplier ? 'edit' : 'add');
  return (
    <Dialog
      title={label}
      trigger={
        <Button {...(supplier ? { size: 'small' } : { variant: 'primary' })}>{label}</Button>
      }
    >
      <ActionForm action={save} className="grid gap-3">
        {supplier && <input type="hidden" name="id" value={supplier.id} />}
        <Field name="name" label={t('columns.name')}>
          <Input
            autoFocus
            required
            maxLength={100}
            defaultValue={supplier?.name}
            className="w-full"
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field name="phone" label={t('columns.phone')}>
            <Input type="tel" maxLength={50} defaultValue={supplier?.phone} />
          </Field>
          <Field name="email" label={t('columns.email')}>
            <Input type="email" maxLength={200} defaultValue={supplier?.email} />
          </Field>
        </div>
        <Field name="memo" label={t('columns.memo')}>
          <Input maxLength={500} defaultValue={supplier?.memo} className="w-full" />
        </Field>
        <DialogButtons>
          <SubmitButton>{t('save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
