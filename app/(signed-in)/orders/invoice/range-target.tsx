'use client';

import { useTranslations } from 'next-intl';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';

type RangeTargetProps = { selection: LoadSelection; count: number };

/** Says which rows a dialog is about, and sends them with its form. */
export function RangeTarget({ selection: { loadId, box, filter }, count }: RangeTargetProps) {
  const t = useTranslations('invoice');
  const range = box.trim();
  const filters = Object.entries(filter).map(([name, value]) => [
    `selection.filter.${name}`,
    value,
  ]);
  const fields = [['selection.loadId', loadId], ['selection.box', range], ...filters] as const;
  return (
    <div className="rounded-md bg-sunken px-3 py-2">
      <span className="text-muted">{t('register.target')}</span>{' '}
      <strong data-count={count}>
        {range === ''
          ? t('register.targetAll', { count })
          : t('register.targetBox', { box: range, count })}
      </strong>
      {fields.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </div>
  );
}
