import { getTranslations } from 'next-intl/server';
import { Checkbox, Field, FieldSet, Input, Select } from '@/app/ui/form/field';
import { provinces, regions } from '@/lib/recipients/region';
import type { ParcelConditions, RuleSettings } from '@/lib/settings/parcel-rules';
import { measures } from '@/lib/shipments/holds/parcel-conditions';

type ConditionFieldsProps = { conditions: ParcelConditions; settings: RuleSettings };

const ends = ['From', 'To'] as const;

/** Which parcels a rule means; what stays empty is not asked. */
export async function ConditionFields({ conditions, settings }: ConditionFieldsProps) {
  const t = await getTranslations('rules');
  const { channels, suppliers } = settings;
  return (
    <>
      <div className="grid grid-cols-[1fr_2fr_2fr_2fr] gap-3">
        <Field name="freightTerm" label={t('freight')}>
          <Select defaultValue={conditions.freightTerm ?? ''}>
            <option value="">{t('any')}</option>
            <option value="prepaid">{t('freights.prepaid')}</option>
            <option value="collect">{t('freights.collect')}</option>
          </Select>
        </Field>
        {measures.map((measure) => (
          <FieldSet key={measure} name={`${measure}From`} label={t(`measures.${measure}`)}>
            {ends.map((end) => (
              <Input
                key={end}
                type="number"
                min={0}
                name={`${measure}${end}`}
                aria-label={t(`ends.${end}`, { what: t(`measures.${measure}`) })}
                placeholder={t(`placeholders.${end}`)}
                defaultValue={conditions[`${measure}${end}`]}
                className="w-[calc(50%-8px)] text-right"
              />
            ))}
          </FieldSet>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field name="variantCodes" label={t('variantCodes')} hint={t('listHint')}>
          <Input
            maxLength={2_000}
            spellCheck={false}
            defaultValue={conditions.variantCodes?.join(', ')}
          />
        </Field>
        <Field name="tags" label={t('tags')} hint={t('listHint')}>
          <Input maxLength={500} defaultValue={conditions.tags?.join(', ')} />
        </Field>
      </div>
      <Choices name="regions" label={t('region')} chosen={conditions.regions}>
        {regions.map((region) => ({ value: region, label: t(`regions.${region}`) }))}
      </Choices>
      <Choices name="provinces" label={t('province')} chosen={conditions.provinces}>
        {provinces.map((province) => ({ value: province, label: t(`provinces.${province}`) }))}
      </Choices>
      <Choices name="channelIds" label={t('channels')} chosen={conditions.channelIds}>
        {channels.map(({ id, name }) => ({ value: id, label: name }))}
      </Choices>
      {suppliers.length > 0 && (
        <Choices name="supplierIds" label={t('suppliers')} chosen={conditions.supplierIds}>
          {suppliers.map(({ id, name }) => ({ value: id, label: name }))}
        </Choices>
      )}
    </>
  );
}

type ChoicesProps = {
  name: string;
  label: string;
  chosen: readonly (string | number)[] | undefined;
  children: { value: string | number; label: string }[];
};

function Choices({ name, label, chosen, children }: ChoicesProps) {
  return (
    <FieldSet name={name} label={label}>
      {children.map(({ value, label: text }) => (
        <Checkbox
          key={value}
          name={`${name}[]`}
          value={value}
          label={text}
          defaultChecked={chosen?.includes(value)}
        />
      ))}
    </FieldSet>
  );
}
