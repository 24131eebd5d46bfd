import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { KitRow } from '@/lib/products/kits';
import { save } from './actions';
import { ItemRows } from './item-rows';

/** Makes a kit, or changes the given one. */
export async function KitDialog({ kit }: { kit?: KitRow }) {
  const t = await getTranslations('products');
  const label = t(kit ? 'kits.edit' : 'kits.add');
  return (
    <Dialog
      title={label}
      description={t('kits.text')}
      trigger={<Button {...(kit ? { size: 'small' } : { variant: 'primary' })}>{label}</Button>}
    >
      <ActionForm action={save} className="grid gap-3">
        {kit && <input type="hidden" name="id" value={kit.id} />}
        <Field name="name" label={t('kits.columns.name')}>
          <Input autoFocus required maxLength={200} defaultValue={kit?.name} className="w-full" />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field name="code" label={t('kits.columns.code')}>
            <Input required maxLength={50} spellCheck={false} defaultValue={kit?.code} />
          </Field>
          <Field name="price" label={t('columns.price')}>
            <Input type="number" min={0} defaultValue={kit?.price} className="text-right" />
          </Field>
        </div>
        <ItemRows given={kit?.items ?? []} />
        <DialogButtons>
          <SubmitButton>{t('edit.save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
