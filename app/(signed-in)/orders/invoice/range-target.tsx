'use client';

import { useTranslations } from 'next-intl';
import type { LoadSelection } from '@/lib/invoicing/load-rows';

type RangeTargetProps = {
  selection: LoadSelection;
  count: number;
  /** Shipments of ticked rows, meant in place of the range where there are any. */
  ticked?: number[];
};

/** Says which rows a dialog is about, and sends them with its form. */
export function RangeTarget({
  selection: { loadId, box, filter },
  count,
  ticked = [],
}: RangeTargetProps) {
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
      <strong data-count={ticked.length || count}>
        {ticked.length > 0
          ? t('choose.ticked', { count: ticked.length })
          : range === ''
            ? t('register.targetAll', { count })
            : t('register.targetBox', { box: range, count })}
      </strong>
      {ticked.map((id) => (
        <input key={id} type="hidden" name="shipmentIds[]" value={id} />
      ))}
      {fields.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </div>
  );
}
