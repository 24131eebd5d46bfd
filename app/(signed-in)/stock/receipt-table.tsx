'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { formatNumber } from '@/app/ui/format';
import { type DeskVariant, nameOf } from './desk-variant';

export type Receipt = { variant: DeskVariant; qty: number };

type ReceiptTableProps = {
  receipts: Receipt[];
  onChange: (receipts: Receipt[]) => void;
  /** Enter in a quantity. */
  onSubmit: () => void;
  focusesFirst: boolean;
};

const MOST = 1_000_000;

/** What is to be put on hand, with its quantities. */
export function ReceiptTable({ receipts, onChange, onSubmit, focusesFirst }: ReceiptTableProps) {
  const t = useTranslations('stock');
  if (receipts.length === 0) return <p className="py-4 text-muted">{t('receive.nothing')}</p>;
  const change = (changed: Receipt, qty: number) =>
    onChange(receipts.map((row) => (row === changed ? { ...row, qty } : row)));
  return (
    <div className="max-h-80 overflow-y-auto rounded-md border border-line">
      <table className="table" aria-label={t('receive.title')}>
        <thead>
          <tr>
            <th scope="col">{t('columns.variantCode')}</th>
            <th scope="col">{t('columns.productName')}</th>
            <th scope="col" data-kind="number">
              {t('columns.onHand')}
            </th>
            <th scope="col" data-kind="number">
              {t('columns.qty')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('receive.remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {receipts.map((receipt, index) => (
            <tr key={receipt.variant.variantId}>
              <td>{receipt.variant.variantCode}</td>
              <td data-kind="wrap">{nameOf(receipt.variant)}</td>
              <td data-kind="number">{formatNumber(receipt.variant.onHand)}</td>
              <td data-kind="number">
                <input
                  type="number"
                  min={1}
                  max={MOST}
                  // biome-ignore lint/a11y/noAutofocus: the row's button was pressed to type this
                  autoFocus={focusesFirst && index === 0}
                  aria-label={t('receive.qtyOf', { name: nameOf(receipt.variant) })}
                  value={receipt.qty || ''}
                  onFocus={(event) => event.target.select()}
                  onChange={(event) => change(receipt, wholeNumber(event.target.value))}
                  onKeyDown={(event) => event.key === 'Enter' && !event.ctrlKey && onSubmit()}
                  className="input h-6 w-24 text-right"
                />
              </td>
              <td>
                <Button
                  size="small"
                  variant="quiet"
                  onClick={() => onChange(receipts.filter((row) => row !== receipt))}
                >
                  {t('receive.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const wholeNumber = (text: string) => Math.max(0, Math.trunc(Number(text) || 0));
