import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Checkbox, Field, FieldSet, Select } from '@/app/ui/form/field';
import type { Policy } from './policy';

type RunConditionsProps = { policy: Policy; criteria: { value: string; label: string }[] };

/** How a run allocates; which shipments it looks at says the filter of the list above it. */
export async function RunConditions({ policy, criteria }: RunConditionsProps) {
  const t = await getTranslations('allocate.conditions');
  return (
    <>
      <FieldSet
        key={`${policy.reallocatesPartly} ${policy.reallocatesWhole}`}
        name="reallocatesPartly"
        label={t('reallocation')}
      >
        <Checkbox
          name="reallocatesPartly"
          label={t('reallocatesPartly')}
          defaultChecked={policy.reallocatesPartly === 'on'}
        />
        <Checkbox
          name="reallocatesWhole"
          label={t('reallocatesWhole')}
          defaultChecked={policy.reallocatesWhole === 'on'}
        />
      </FieldSet>
      <Choice name="basis" label={t('basis')} value={policy.basis}>
        <option value="partly">{t('bases.partly')}</option>
        <option value="whole">{t('bases.whole')}</option>
      </Choice>
      <Choice name="held" label={t('held')} value={policy.held} width="max-w-24">
        <option value="without">{t('heldChoices.without')}</option>
        <option value="with">{t('heldWith')}</option>
      </Choice>
      <Choice name="splitting" label={t('splitting')} value={policy.splitting} width="max-w-28">
        <option value="off">{t('splittingChoices.off')}</option>
        <option value="by_row">{t('splittingChoices.by_row')}</option>
        <option value="all">{t('splittingChoices.all')}</option>
      </Choice>
      {policy.first !== '' && (
        <Choice name="first" label={t('first')} value={policy.first}>
          <option value="">{t('firstNone')}</option>
          {criteria.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Choice>
      )}
    </>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  value: string;
  width?: string;
  children: ReactNode;
};

function Choice({ name, label, value, width = 'max-w-56', children }: ChoiceProps) {
  return (
    <Field name={name} label={label} className={width}>
      <Select key={value} defaultValue={value} className={`${width} text-ellipsis`}>
        {children}
      </Select>
    </Field>
  );
}
