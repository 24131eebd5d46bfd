import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { FilterForm } from './filter-form';

type FilterBarProps = {
  /** The fields: PeriodField, ChannelField, WordField, FilterSelect or any inputs. */
  children: ReactNode;
  /** Parameters that a search must not lose, such as the tab or the page size. */
  keep?: Record<string, string | undefined>;
  /** Of its button; 검색 by default. */
  submit?: string;
};

/** The conditions of a list. Searching is a GET: the URL says what is shown, back works. */
export async function FilterBar({ children, keep = {}, submit }: FilterBarProps) {
  const t = await getTranslations('ui');
  const kept = Object.entries(keep).filter(([, value]) => value !== undefined);
  return (
    <FilterForm submit={submit ?? t('search')} reset={t('resetFilter')}>
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} data-kept />
      ))}
      {children}
    </FilterForm>
  );
}
