import { getTranslations } from 'next-intl/server';
import { Checkbox, Field, Input, Select } from '@/app/ui/form/field';
import { bundlingRules, type Handling, temperatures } from '@/lib/products/variant';

const byDefault: Handling = {
  temperature: 'ambient',
  bundling: 'normal',
  maxPerParcel: null,
  tags: [],
  location: '',
  safetyQty: 0,
  isSupplierShipped: false,
};

/** How a variant is kept and packed; starts from what stands. */
export async function HandlingFields({ given = byDefault }: { given?: Handling }) {
  const t = await getTranslations('products');
  return (
    <>
      <div className="grid grid-cols-4 gap-3">
        <Field name="temperature" label={t('columns.temperature')}>
          <Select defaultValue={given.temperature}>
            {temperatures.map((key) => (
              <option key={key} value={key}>
                {t(`temperatures.${key}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="bundling" label={t('columns.bundling')}>
          <Select defaultValue={given.bundling}>
            {bundlingRules.map((key) => (
              <option key={key} value={key}>
                {t(`bundlings.${key}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="maxPerParcel" label={t('columns.maxPerParcel')} hint={t('maxHint')}>
          <Input
            type="number"
            min={1}
            defaultValue={given.maxPerParcel ?? ''}
            className="text-right"
          />
        </Field>
        <Field name="safetyQty" label={t('columns.safetyQty')}>
          <Input type="number" min={0} defaultValue={given.safetyQty} className="text-right" />
        </Field>
      </div>
      <div className="grid grid-cols-[2fr_1fr_1fr] items-start gap-3">
        <Field name="tags" label={t('columns.tags')} hint={t('tagsHint')}>
          <Input defaultValue={given.tags.join(', ')} maxLength={500} className="w-full" />
        </Field>
        <Field name="location" label={t('columns.location')}>
          <Input defaultValue={given.location} maxLength={50} />
        </Field>
        <div className="pt-5.5">
          <Checkbox
            name="isSupplierShipped"
            label={t('supplierShipped')}
            defaultChecked={given.isSupplierShipped}
          />
        </div>
      </div>
    </>
  );
}
