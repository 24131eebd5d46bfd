'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { Field, Input } from '@/app/ui/form/field';
import type { KitItem } from '@/lib/products/kits';

/** What a kit is made of: a code and a quantity each. */
export function ItemRows({ given }: { given: readonly KitItem[] }) {
  const t = useTranslations('products');
  const first = given.length > 0 ? given : [{ variantCode: '', qty: 1 }];
  const nextKey = useRef(first.length);
  const [items, setItems] = useState(first.map((item, key) => ({ ...item, key })));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-semibold">{t('kits.items')}</legend>
      {items.map((item, index) => (
        <div key={item.key} className="grid grid-cols-[1fr_100px_auto] items-end gap-2">
          <Field name={`items.${index}.variantCode`} label={t('columns.variantCode')}>
            <Input required maxLength={50} spellCheck={false} defaultValue={item.variantCode} />
          </Field>
          <Field name={`items.${index}.qty`} label={t('kits.qty')}>
            <Input
              type="number"
              min={1}
              max={999}
              required
              defaultValue={item.qty}
              className="text-right"
            />
          </Field>
          <Button
            variant="quiet"
            disabled={items.length === 1}
            onClick={() => setItems((before) => before.filter(({ key }) => key !== item.key))}
          >
            {t('removeOption')}
          </Button>
        </div>
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            setItems((before) => [...before, { variantCode: '', qty: 1, key: nextKey.current++ }])
          }
        >
          {t('kits.addItem')}
        </Button>
      </div>
    </fieldset>
  );
}
