'use client';

import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import { formatMoney, formatNumber } from '@/app/ui/format';
import type { FoundVariant } from '@/lib/matching/search';
import type { Chosen } from './chosen-list';

type FoundTableProps = {
  found: FoundVariant[];
  chosen: Chosen[];
  onToggle: (variant: FoundVariant) => void;
};

/** The variants that were found; arrow keys move, Enter chooses. */
export function FoundTable({ found, chosen, onToggle }: FoundTableProps) {
  const t = useTranslations('match');
  return (
    <div className="max-h-72 overflow-y-auto rounded-md border border-line">
      <table className="table" aria-label={t('foundVariants')}>
        <thead>
          <tr>
            <th scope="col">{t('columns.choose')}</th>
            <th scope="col">No</th>
            <th scope="col">{t('columns.barcode')}</th>
            <th scope="col">{t('columns.variantCode')}</th>
            <th scope="col">{t('columns.variantName')}</th>
            <th scope="col">{t('columns.variantOption')}</th>
            <th scope="col" data-kind="number">
              {t('columns.price')}
            </th>
            <th scope="col" data-kind="number">
              {t('columns.onHand')}
            </th>
            <th scope="col">{t('columns.why')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((variant, index) => (
            <tr key={variant.variantId}>
              <td>
                <input
                  type="checkbox"
                  data-found
                  aria-label={t('chooseVariant', {
                    name: `${variant.productName} ${variant.option}`.trim(),
                  })}
                  checked={chosen.some((row) => row.variant.variantId === variant.variantId)}
                  onChange={() => onToggle(variant)}
                  onKeyDown={(event) => onRowKey(event, index, () => onToggle(variant))}
                />
              </td>
              <td className="numeric">{found.length - index}</td>
              <td>{variant.barcode || '-'}</td>
              <td>{variant.variantCode}</td>
              <td>{variant.productName}</td>
              <td>{variant.option || '-'}</td>
              <td data-kind="number">{formatMoney(variant.price)}</td>
              <td data-kind="number">{formatNumber(variant.onHand)}</td>
              <td className="text-muted">
                {variant.similarityPercent !== null &&
                  t('similar', { percent: variant.similarityPercent })}
              </td>
            </tr>
          ))}
          {found.length === 0 && (
            <tr>
              <td colSpan={9} className="py-4 text-center text-muted">
                {t('noneFound')}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function onRowKey(event: KeyboardEvent<HTMLInputElement>, index: number, toggle: () => void) {
  if (event.key === 'ArrowDown') focusRow(index + 1, event);
  else if (event.key === 'ArrowUp') focusRow(index - 1, event);
  else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    toggle();
  }
}

export function focusRow(index: number, event: KeyboardEvent<HTMLElement>) {
  event.preventDefault();
  const boxes = event.currentTarget
    .closest('[role=dialog]')
    ?.querySelectorAll<HTMLInputElement>('input[data-found]');
  boxes?.[index]?.focus();
}
