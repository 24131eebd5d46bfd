'use client';

import { useTranslations } from 'next-intl';
import type { LoadSelection } from '@/lib/invoicing/load-rows';

type RangeTargetProps = { selection: LoadSelection; count: number };

/** Says which rows a dialog is about, and sends them with its form. */
export function RangeTarget({ selection: { loadId, box, filter }, count }: RangeTargetProps) {
  const t = useTranslations('invoice.register');
  const fields = {
    'selection.loadId': loadId,
    'selection.box': box.trim(),
    'selection.filter.state': filter.state,
    'selection.filter.waybill': filter.waybill,
    'selection.filter.printed': filter.printed,
  };
  return (
    <div className="rounded-md bg-sunken px-3 py-2">
      <span className="text-muted">{t('target')}</span>{' '}
      <strong data-count={count}>
        {box.trim() === '' ? t('targetAll', { count }) : t('targetBox', { box: box.trim(), count })}
      </strong>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </div>
  );
}
