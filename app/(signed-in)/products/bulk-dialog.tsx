import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { SelectedCount } from '@/app/ui/table/selection';
import { currentCtx } from '@/lib/auth/current';
import { bundlingRules, temperatures } from '@/lib/products/variant';
import { supplierChoices } from '@/lib/shipments/lists/suppliers';
import { editMany } from './actions';

/** 일괄수정: what is filled in is set for all selected variants; the rest stays. */
export async function BulkDialog() {
  const t = await getTranslations('products');
  const suppliers = await supplierChoices(await currentCtx());
  const same = { value: '', label: t('bulk.same') };
  return (
    <Dialog
      title={t('bulk.title')}
      description={t('bulk.text')}
      width="wide"
      trigger={<Button>{t('bulk.title')}</Button>}
    >
      <ActionForm
        action={editMany}
        selectionAs="variantIds"
        confirm={{ title: t('bulk.ask'), body: t('bulk.askBody'), label: t('bulk.save') }}
        className="grid gap-3"
      >
        <SelectedCount />
        <div className="grid grid-cols-3 gap-3">
          <Choice
            name="temperature"
            label={t('columns.temperature')}
            options={[
              same,
              ...temperatures.map((value) => ({ value, label: t(`temperatures.${value}`) })),
            ]}
          />
          <Choice
            name="bundling"
            label={t('columns.bundling')}
            options={[
              same,
              ...bundlingRules.map((value) => ({ value, label: t(`bundlings.${value}`) })),
            ]}
          />
          <Choice
            name="supplierId"
            label={t('columns.supplier')}
            options={[
              same,
              { value: 'none', label: t('noSupplier') },
              ...suppliers.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
          <Choice
            name="isSupplierShipped"
            label={t('supplierShipped')}
            options={[
              same,
              { value: 'yes', label: t('bulk.yes') },
              { value: 'no', label: t('bulk.no') },
            ]}
          />
          <NumberField
            name="maxPerParcel"
            label={t('columns.maxPerParcel')}
            hint={t('bulk.zeroIsNone')}
          />
          <NumberField name="safetyQty" label={t('columns.safetyQty')} />
          <NumberField name="price" label={t('columns.price')} />
          <Field name="addsTags" label={t('bulk.addsTags')} hint={t('tagsHint')}>
            <Input maxLength={500} />
          </Field>
          <Field name="removesTags" label={t('bulk.removesTags')} hint={t('tagsHint')}>
            <Input maxLength={500} />
          </Field>
        </div>
        <DialogButtons>
          <SubmitButton>{t('bulk.save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

type ChoiceProps = { name: string; label: string; options: { value: string; label: string }[] };

function Choice({ name, label, options }: ChoiceProps) {
  return (
    <Field name={name} label={label}>
      <Select defaultValue="">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function NumberField({ name, label, hint }: { name: string; label: string; hint?: string }) {
  return (
    <Field name={name} label={label} hint={hint}>
      <Input type="number" min={0} step={1} className="text-right" />
    </Field>
  );
}
