'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { Button } from '@/app/ui/button';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Input, Select } from '@/app/ui/form/field';
import { useAction } from '@/app/ui/form/use-action';
import type { FoundVariant } from '@/lib/matching/search';
import {
  type VariantSearch as Search,
  variantSearchKinds,
} from '@/lib/shipments/lists/variant-search-kinds';
import { findVariants } from './actions';
import { focusRow } from './found-table';

type VariantSearchProps = {
  /** Null: nothing is searched for, the suggestions stand again. */
  onFound: (variants: FoundVariant[] | null) => void;
  isCreating: boolean;
  onCreate: () => void;
};

/** 검색구분 and 검색어; the arrow down leads into what was found. */
export function VariantSearch({ onFound, isCreating, onCreate }: VariantSearchProps) {
  const t = useTranslations('match');
  const searching = useAction(findVariants);
  const [search, setSearch] = useState<Search>({ kind: 'name', word: '' });

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    if (search.word.trim()) searching.run(search, onFound);
    else onFound(null);
  }

  return (
    <form className="flex items-center gap-1.5" onSubmit={submit}>
      <Select
        aria-label={t('searchKind')}
        value={search.kind}
        onChange={(event) => setSearch({ ...search, kind: event.target.value as Search['kind'] })}
      >
        {variantSearchKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`variantSearch.${kind}`)}
          </option>
        ))}
      </Select>
      <Input
        autoFocus
        type="search"
        aria-label={t('word')}
        placeholder={t('searchHint')}
        className="w-72"
        value={search.word}
        onChange={(event) => setSearch({ ...search, word: event.target.value })}
        onKeyDown={(event) => event.key === 'ArrowDown' && focusRow(0, event)}
      />
      <Button type="submit">{t('search')}</Button>
      <FailureNote message={searching.failure?.message} />
      <Button className="ml-auto" onClick={onCreate} aria-expanded={isCreating}>
        {t('newProduct')}
      </Button>
    </form>
  );
}
