'use client';

import { useRouter } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';
import type { Option } from '@/app/ui/filter/filter-fields';
import { type Params, withParams } from '@/app/ui/filter/params';

type ListFilterProps = {
  name: string;
  label: string;
  value: string;
  options: Option[];
  params: Params;
};

/** A filter that acts as soon as it is chosen; the first option is the one without a trace in the URL. */
export function ListFilter({ name, label, value, options, params }: ListFilterProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [shown, show] = useOptimistic(value);

  function choose(chosen: string) {
    const to = chosen === options[0]?.value ? undefined : chosen;
    startTransition(() => {
      show(chosen);
      router.push(withParams(params, { [name]: to, page: undefined }), { scroll: false });
    });
  }

  return (
    <label className="flex items-center gap-1.5" aria-busy={pending}>
      <span className="text-muted text-xs">{label}</span>
      <select
        value={shown}
        onChange={(event) => choose(event.target.value)}
        className="input h-[26px]"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
