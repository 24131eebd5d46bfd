'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { Field, Input } from '@/app/ui/form/field';

/** The options of a new product, one variant each. */
export function VariantRows() {
  const t = useTranslations('products');
  const nextKey = useRef(1);
  const [keys, setKeys] = useState([0]);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-semibold">{t('options')}</legend>
      {keys.map((key, index) => (
        <div key={key} className="grid grid-cols-[1fr_1fr_1fr_110px_auto] items-end gap-2">
          <Field name={`variants.${index}.variantCode`} label={t('columns.variantCode')}>
            <Input required maxLength={50} spellCheck={false} autoFocus={index > 0} />
          </Field>
          <Field name={`variants.${index}.option`} label={t('columns.option')}>
            <Input maxLength={200} placeholder={t('optionExample')} />
          </Field>
          <Field name={`variants.${index}.barcode`} label={t('columns.barcode')}>
            <Input maxLength={50} spellCheck={false} />
          </Field>
          <Field name={`variants.${index}.price`} label={t('columns.price')}>
            <Input type="number" min={0} step={1} className="text-right" />
          </Field>
          <Button
            variant="quiet"
            disabled={keys.length === 1}
            onClick={() => setKeys((before) => before.filter((other) => other !== key))}
          >
            {t('removeOption')}
          </Button>
        </div>
      ))}
      <div>
        <Button size="small" onClick={() => setKeys((before) => [...before, nextKey.current++])}>
          {t('addOption')}
        </Button>
      </div>
    </fieldset>
  );
}
