import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** The small label over a condition. */
export function FilterLabel({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <span className="text-muted text-xs">{label}</span>
      {children}
    </div>
  );
}

export type Option = { value: string; label: string };

type FilterSelectProps = { name: string; label: string; value: string; options: Option[] };

/** A condition with few answers. An empty value stands for all and leaves no trace in the URL. */
export function FilterSelect({ name, label, value, options }: FilterSelectProps) {
  return (
    <FilterLabel label={label}>
      <select key={value} name={name} defaultValue={value} aria-label={label} className="input">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FilterLabel>
  );
}

type WordFieldProps = {
  label: string;
  kinds: Option[];
  kind: string;
  word: string;
};

/** 검색구분 and 검색어. */
export function WordField({ label, kinds, kind, word }: WordFieldProps) {
  const t = useTranslations('ui');
  return (
    <FilterLabel label={label}>
      <div className="flex">
        <select
          key={kind}
          name="kind"
          defaultValue={kind}
          aria-label={label}
          className="input rounded-r-none border-r-0"
        >
          {kinds.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <input
          key={word}
          type="search"
          name="word"
          defaultValue={word}
          aria-label={t('word')}
          maxLength={100}
          className="input w-40 rounded-l-none"
        />
      </div>
    </FilterLabel>
  );
}
