'use client';

import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import { Button } from '@/app/ui/button';
import { Input } from '@/app/ui/form/field';
import type { FoundVariant } from '@/lib/matching/search';
import type { Chosen } from './opened';

type ChosenListProps = {
  chosen: Chosen[];
  lineQty: number;
  /** Zero takes it out. */
  onChoose: (variant: FoundVariant, qty: number) => void;
  onSubmit: () => void;
};

/** What one unit ordered means; several variants make a kit. */
export function ChosenList({ chosen, lineQty, onChoose, onSubmit }: ChosenListProps) {
  const t = useTranslations('match');
  if (chosen.length === 0) return <p className="text-muted">{t('noneChosen')}</p>;

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.repeat || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onSubmit();
  }

  return (
    <ul className="grid gap-1" aria-label={t('chosen')}>
      {chosen.map(({ variant, qty }) => (
        <li key={variant.variantId} className="flex items-center gap-2">
          <span className="font-medium">
            {variant.productName} {variant.option}
          </span>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the input is inside */}
          <label className="flex items-center gap-1 text-muted">
            {t('perUnit')}
            <Input
              type="number"
              min={1}
              max={999}
              value={qty}
              className="w-16 text-right"
              onKeyDown={onKeyDown}
              onChange={(event) =>
                onChoose(variant, Math.min(999, Math.max(1, Number(event.target.value) || 1)))
              }
            />
          </label>
          <span className="text-muted">
            {t('meaning', { ordered: lineQty, needed: lineQty * qty })}
          </span>
          <Button size="small" variant="quiet" onClick={() => onChoose(variant, 0)}>
            {t('remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
