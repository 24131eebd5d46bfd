'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Input, Select } from '@/app/ui/form/field';
import { useAction } from '@/app/ui/form/use-action';
import { formatMoney, formatNumber } from '@/app/ui/format';
import type { FoundVariant } from '@/lib/matching/search';
import {
  type VariantSearch as Search,
  variantSearchKinds,
} from '@/lib/shipments/lists/variant-search-kinds';
import { findVariants } from './actions';

type VariantSearchProps = {
  onAdd: (variant: FoundVariant) => void;
  /** The order has no goods yet, and was refused for it. */
  isMissing?: boolean;
};

/** Finds variants inside another form: Enter searches, it does not send the form. */
export function VariantSearch({ onAdd, isMissing }: VariantSearchProps) {
  const t = useTranslations('register.form');
  const { run, failure } = useAction(findVariants);
  const [kind, setKind] = useState<Search['kind']>('name');
  const [word, setWord] = useState('');
  const [found, setFound] = useState<FoundVariant[] | null>(null);
  const search = () => word.trim() && run({ kind, word }, setFound);

  return (
    <div className="grid flex-1 gap-2">
      <div className="flex items-center gap-1.5">
        <Select
          name="searchKind"
          aria-label={t('searchKind')}
          value={kind}
          onChange={(event) => setKind(event.target.value as Search['kind'])}
        >
          {variantSearchKinds.map((choice) => (
            <option key={choice} value={choice}>
              {t(`searchKinds.${choice}`)}
            </option>
          ))}
        </Select>
        <Input
          type="search"
          name="searchWord"
          aria-label={t('word')}
          aria-required={isMissing !== undefined || undefined}
          aria-invalid={isMissing || undefined}
          className="w-72"
          value={word}
          onChange={(event) => setWord(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            search();
          }}
        />
        <Button onClick={search}>{t('search')}</Button>
      </div>
      <FailureNote message={failure?.message} />
      {found?.length === 0 && <p className="text-muted">{t('noneFound')}</p>}
      {found && found.length > 0 && <FoundVariants found={found} onAdd={onAdd} />}
    </div>
  );
}

type FoundVariantsProps = { found: FoundVariant[]; onAdd: (variant: FoundVariant) => void };

function FoundVariants({ found, onAdd }: FoundVariantsProps) {
  const t = useTranslations('register.form');
  return (
    <div className="max-h-44 overflow-y-auto rounded-md border border-line">
      <table className="table" aria-label={t('found')}>
        <thead>
          <tr>
            <th scope="col">{t('variantCode')}</th>
            <th scope="col">{t('productName')}</th>
            <th scope="col">{t('option')}</th>
            <th scope="col" data-kind="number">
              {t('unitPrice')}
            </th>
            <th scope="col" data-kind="number">
              {t('available')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('add')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((variant) => (
            <tr key={variant.variantId}>
              <td>{variant.variantCode}</td>
              <td>{variant.productName}</td>
              <td>{variant.option || '-'}</td>
              <td data-kind="number">{formatMoney(variant.price)}</td>
              <td data-kind="number">{formatNumber(variant.available)}</td>
              <td data-kind="center">
                <Button size="small" onClick={() => onAdd(variant)}>
                  {t('add')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
