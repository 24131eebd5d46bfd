import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Checkbox, Field, FieldSet, Select } from '@/app/ui/form/field';

type RunConditionsProps = {
  from: string;
  to: string;
  channelIds: number[];
  supplierIds: number[];
  tags: string[];
};

/** How a run allocates; which shipments it looks at comes from the list above it. */
export async function RunConditions({ from, to, ...lists }: RunConditionsProps) {
  const t = await getTranslations('allocate.conditions');
  return (
    <>
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="to" value={to} />
      {Object.entries(lists).flatMap(([name, values]) =>
        values.map((value) => (
          <input key={`${name}${value}`} type="hidden" name={`${name}[]`} value={value} />
        )),
      )}
      <FieldSet name="reallocatesPartly" label={t('reallocation')}>
        <Checkbox name="reallocatesPartly" label={t('reallocatesPartly')} defaultChecked />
        <Checkbox name="reallocatesWhole" label={t('reallocatesWhole')} />
      </FieldSet>
      <Choice name="basis" label={t('basis')}>
        <option value="partly">{t('bases.partly')}</option>
        <option value="whole">{t('bases.whole')}</option>
      </Choice>
      <Choice name="held" label={t('held')}>
        <option value="without">{t('heldChoices.without')}</option>
        <option value="with">{t('heldChoices.with')}</option>
      </Choice>
      <Choice name="splitting" label={t('splitting')}>
        <option value="off">{t('splittingChoices.off')}</option>
        <option value="by_row">{t('splittingChoices.by_row')}</option>
        <option value="all">{t('splittingChoices.all')}</option>
      </Choice>
    </>
  );
}

type ChoiceProps = { name: string; label: string; children: ReactNode };

function Choice({ name, label, children }: ChoiceProps) {
  return (
    <Field name={name} label={label}>
      <Select>{children}</Select>
    </Field>
  );
}
