'use client';

import { useTranslations } from 'next-intl';
import { FilterLabel } from '@/app/ui/filter/filter-fields';
import type { LoadConditions } from '@/lib/invoicing/load/load-conditions';

type NumberBetweenProps = { name: 'amount' | 'qty'; conditions: LoadConditions };

/** 이상 – 이하 of an amount of money or of units; an empty end is open. */
export function NumberBetween({ name, conditions }: NumberBetweenProps) {
  const t = useTranslations('invoice.load');
  const width = name === 'amount' ? 'w-20' : 'w-12';
  const end = (side: 'From' | 'To') => (
    <input
      type="number"
      min={0}
      name={`${name}${side}`}
      aria-label={t(`${name}${side}`)}
      defaultValue={conditions[`${name}${side}`]}
      className={`input text-right ${width}`}
    />
  );
  return (
    <FilterLabel label={t(name)}>
      <div className="flex items-center gap-1">
        {end('From')}
        <span className="text-faint">–</span>
        {end('To')}
      </div>
    </FilterLabel>
  );
}
