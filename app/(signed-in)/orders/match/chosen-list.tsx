'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Input } from '@/app/ui/form/field';
import type { FoundVariant } from '@/lib/matching/search';

/** A variant, and how many of it one unit ordered means. */
export type Chosen = { variant: FoundVariant; qty: number };

type ChosenListProps = {
  chosen: Chosen[];
  lineQty: number;
  onChange: (chosen: Chosen[]) => void;
};

/** What one unit ordered means; several variants make a kit. */
export function ChosenList({ chosen, lineQty, onChange }: ChosenListProps) {
  const t = useTranslations('match');
  if (chosen.length === 0) return <p className="text-muted">{t('noneChosen')}</p>;
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
              onChange={(event) =>
                onChange(
                  chosen.map((row) =>
                    row.variant.variantId === variant.variantId
                      ? { ...row, qty: Math.max(1, Number(event.target.value) || 1) }
                      : row,
                  ),
                )
              }
            />
          </label>
          <span className="text-muted">
            {t('meaning', { ordered: lineQty, needed: lineQty * qty })}
          </span>
          <Button
            size="small"
            variant="quiet"
            onClick={() =>
              onChange(chosen.filter((row) => row.variant.variantId !== variant.variantId))
            }
          >
            {t('remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
