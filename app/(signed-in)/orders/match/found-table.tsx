'use client';

import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import { formatMoney, formatNumber } from '@/app/ui/format';
import type { FoundVariant } from '@/lib/matching/search';
import type { Suggestion } from '@/lib/matching/suggest-rank';

type FoundTableProps = {
  found: (FoundVariant | Suggestion)[];
  has: (variant: FoundVariant) => boolean;
  /** How many one unit seems to mean. */
  piecesOf: (variant: FoundVariant) => number;
  /** So many for one unit; zero takes it out. */
  onChoose: (variant: FoundVariant, qty: number) => void;
  /** Matches with what is chosen. */
  onSubmit: () => void;
};

/**
 * The variants that were found or suggested. Arrow keys move; Enter chooses, and on a chosen one
 * matches; a digit chooses so many; Space chooses and takes out.
 */
export function FoundTable({ found, has, piecesOf, onChoose, onSubmit }: FoundTableProps) {
  const t = useTranslations('match');
  const kinds = { price: 'number', onHand: 'number' } as const;
  const columns = [
    'barcode',
    'variantCode',
    'variantName',
    'variantOption',
    'price',
    'onHand',
    'why',
  ] as const;

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>, variant: FoundVariant, index: number) {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'ArrowDown') focusRow(index + 1, event);
    else if (event.key === 'ArrowUp') focusRow(index - 1, event);
    else if (event.key === 'Enter' && isPlain) {
      event.preventDefault();
      if (event.repeat) return;
      if (has(variant)) onSubmit();
      else onChoose(variant, piecesOf(variant));
    } else if (/^[1-9]$/.test(event.key) && isPlain) onChoose(variant, Number(event.key));
  }

  return (
    <div className="max-h-72 overflow-y-auto rounded-md border border-line">
      <table className="table" aria-label={t('foundVariants')}>
        <thead>
          <tr>
            <th scope="col">{t('columns.choose')}</th>
            <th scope="col">No</th>
            {columns.map((column) => (
              <th key={column} scope="col" data-kind={kinds[column as 'price']}>
                {t(`columns.${column}`)}
              </th>
            ))}
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
                  checked={has(variant)}
                  onChange={() => onChoose(variant, has(variant) ? 0 : piecesOf(variant))}
                  onKeyDown={(event) => onKeyDown(event, variant, index)}
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
                <Why variant={variant} pieces={piecesOf(variant)} />
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

/** Why it is suggested, how much it resembles, and how many one unit seems to mean. */
function Why({ variant, pieces }: { variant: FoundVariant | Suggestion; pieces: number }) {
  const t = useTranslations('match');
  const { similarityPercent: percent } = variant;
  const reason = 'reason' in variant && variant.reason !== 'similar' ? variant.reason : null;
  const similar = percent === null ? null : t('similar', { percent });
  const several = pieces > 1 && t('piecesPerUnit', { pieces });
  return (
    [reason && t(`suggestions.${reason}`), similar, several].filter(Boolean).join(' · ') || '-'
  );
}

export function focusRow(index: number, event: KeyboardEvent<HTMLElement>) {
  event.preventDefault();
  const dialog = event.currentTarget.closest('[role=dialog]');
  const boxes = dialog?.querySelectorAll<HTMLInputElement>('input[data-found]');
  const search = index < 0 ? dialog?.querySelector<HTMLInputElement>('input[type=search]') : null;
  (search ?? boxes?.[index])?.focus();
}
