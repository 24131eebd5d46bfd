'use client';

import { useTranslations } from 'next-intl';
import { Checkbox, Input } from '@/app/ui/form/field';
import { itemFields, type Join, type TemplateValue } from '@/lib/sheets/formats/sheet-template';
import { toggled } from './drafts';

type ValueFieldsProps<Value> = {
  number: number;
  value: Value;
  onChange: (value: Value) => void;
};

/** What a column's value takes beside its kind. */
export function ValueFields({ number, value, onChange }: ValueFieldsProps<TemplateValue>) {
  const t = useTranslations('templates');
  if (typeof value === 'string') return <span />;
  if ('join' in value) return <JoinFields number={number} value={value} onChange={onChange} />;
  if ('fixed' in value)
    return (
      <Input
        aria-label={t('fixedOf', { number })}
        placeholder={t('fixedHint')}
        value={value.fixed}
        maxLength={200}
        onChange={(event) => onChange({ fixed: event.target.value })}
      />
    );
  return (
    <span className="inline-flex gap-1.5">
      {(['prepaid', 'collect'] as const).map((term) => (
        <Input
          key={term}
          aria-label={t(`freightOf.${term}`, { number })}
          value={value.freightTerm[term]}
          maxLength={50}
          className="w-24"
          onChange={(event) =>
            onChange({ freightTerm: { ...value.freightTerm, [term]: event.target.value } })
          }
        />
      ))}
    </span>
  );
}

function JoinFields({ number, value, onChange }: ValueFieldsProps<Join>) {
  const t = useTranslations('templates');
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      {itemFields.map((field) => (
        <Checkbox
          key={field}
          label={t(`kinds.${field}`)}
          checked={value.join.includes(field)}
          onChange={() => onChange({ ...value, join: toggled(value.join, field) })}
        />
      ))}
      <span className="text-faint text-xs">{t('between')}</span>
      <Input
        aria-label={t('betweenItemsOf', { number })}
        value={value.betweenItems ?? ', '}
        maxLength={10}
        className="w-14"
        onChange={(event) => onChange({ ...value, betweenItems: event.target.value })}
      />
      <span className="text-faint text-xs">{t('maxBytes')}</span>
      <Input
        type="number"
        min={20}
        max={2000}
        aria-label={t('maxBytesOf', { number })}
        defaultValue={value.maxBytes ?? ''}
        className="w-20 text-right"
        onBlur={(event) => onChange({ ...value, maxBytes: limitOf(event.target.value) })}
      />
    </span>
  );
}

/** Empty: no limit. Under 20 bytes not even one item could be told. */
function limitOf(text: string): number | undefined {
  const bytes = Math.trunc(Number(text));
  return text.trim() === '' || Number.isNaN(bytes)
    ? undefined
    : Math.min(2000, Math.max(20, bytes));
}
