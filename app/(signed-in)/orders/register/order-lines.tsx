'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { Field, Input, RequiredMark } from '@/app/ui/form/field';
import { useFormState } from '@/app/ui/form/form-state';
import { formatMoney } from '@/app/ui/format';
import type { FoundVariant } from '@/lib/matching/search';
import { type EnteredLine, withPiece } from './entered-lines';
import { VariantSearch } from './variant-search';

/** The lines of a typed order: variants that were searched for, or products by free name. */
export function OrderLines() {
  const t = useTranslations('register.form');
  const [lines, setLines] = useState<EnteredLine[]>([]);
  const nextKey = useRef(0);
  const error = useFormState().errors.lines;

  const add = (line: Omit<EnteredLine, 'key' | 'quantity'>) => {
    const key = nextKey.current++;
    setLines((before) => withPiece(before, { ...line, key }));
  };
  const change = (key: number, changed: Partial<EnteredLine>) =>
    setLines((before) => before.map((line) => (line.key === key ? { ...line, ...changed } : line)));

  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-semibold">
        {t('lines')}
        <RequiredMark />
      </legend>
      <div className="flex flex-wrap items-start gap-2">
        <VariantSearch
          isMissing={error !== undefined && lines.length === 0}
          onAdd={(variant) => add(lineOf(variant))}
        />
        <Button onClick={() => add({ variantCode: '', productName: '', option: '', unitPrice: 0 })}>
          {t('addFree')}
        </Button>
      </div>
      {lines.length === 0 && (
        <p className={error ? 'text-bad' : 'text-muted'} role={error ? 'alert' : undefined}>
          {t('noLines')}
        </p>
      )}
      {lines.map((line, index) => (
        <LineFields
          key={line.key}
          line={line}
          index={index}
          onChange={(changed) => change(line.key, changed)}
          onRemove={() => setLines((before) => before.filter(({ key }) => key !== line.key))}
        />
      ))}
    </fieldset>
  );
}

function lineOf({ variantCode, productName, option, price }: FoundVariant) {
  return { variantCode, productName, option, unitPrice: price };
}

type LineFieldsProps = {
  line: EnteredLine;
  index: number;
  onChange: (changed: Partial<EnteredLine>) => void;
  onRemove: () => void;
};

function LineFields({ line, index, onChange, onRemove }: LineFieldsProps) {
  const t = useTranslations('register.form');
  const name = (field: string) => `lines.${index}.${field}`;
  const isVariant = line.variantCode !== '';
  return (
    <div className="grid grid-cols-[110px_minmax(0,2fr)_minmax(0,1fr)_80px_110px_90px_auto] items-start gap-2">
      <input type="hidden" name={name('variantCode')} value={line.variantCode} />
      <div>
        <span className="text-muted text-xs">{t('variantCode')}</span>
        <p className="mt-1 truncate py-1 font-medium" title={line.variantCode}>
          {line.variantCode || t('freeLine')}
        </p>
      </div>
      <Field name={name('productName')} label={t('productName')} isRequired>
        <Input
          value={line.productName}
          readOnly={isVariant}
          autoFocus={!isVariant}
          onChange={(event) => onChange({ productName: event.target.value })}
        />
      </Field>
      <Field name={name('option')} label={t('option')}>
        <Input
          value={line.option}
          readOnly={isVariant}
          onChange={(event) => onChange({ option: event.target.value })}
        />
      </Field>
      <Field name={name('quantity')} label={t('quantity')} isRequired>
        <Input
          type="number"
          min={1}
          className="text-right"
          value={line.quantity || ''}
          autoFocus={isVariant}
          onFocus={(event) => event.target.select()}
          onChange={(event) => onChange({ quantity: Number(event.target.value) })}
        />
      </Field>
      <Field name={name('unitPrice')} label={t('unitPrice')}>
        <Input
          type="number"
          min={0}
          className="text-right"
          value={line.unitPrice}
          onChange={(event) => onChange({ unitPrice: Number(event.target.value) })}
        />
      </Field>
      <div className="text-right">
        <span className="text-muted text-xs">{t('amount')}</span>
        <p className="numeric mt-1 py-1">{formatMoney(line.quantity * line.unitPrice)}</p>
      </div>
      <Button size="small" variant="quiet" className="mt-5" onClick={onRemove}>
        {t('remove')}
      </Button>
    </div>
  );
}
