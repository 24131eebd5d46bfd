'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { FoundVariant } from '@/lib/matching/search';
import { VariantSearch } from '../orders/register/variant-search';
import { exchange } from './actions';

/** 교환 승인: what is sent instead of each exchanged unit, of one article or of several. */
export function ExchangeForm({ claimId, qty }: { claimId: number; qty: number }) {
  const t = useTranslations('claims.exchange');
  const [chosen, setChosen] = useState<FoundVariant[]>([]);
  const add = (variant: FoundVariant) =>
    setChosen((before) => [...before.filter((each) => !isSame(each, variant)), variant]);
  return (
    <Dialog
      title={t('title')}
      description={t('hint')}
      width="wide"
      trigger={<Button className="justify-self-start">{t('submit')}</Button>}
    >
      <ActionForm
        action={exchange}
        confirm={(typed) => ({
          title: t('ask'),
          body: t('askBody', { qty, goods: goodsOf(chosen, typed) }),
          label: t('submit'),
        })}
        className="grid gap-3"
      >
        <input type="hidden" name="claimId" value={claimId} />
        <VariantSearch onAdd={add} />
        {chosen.length === 0 && <p className="text-muted">{t('noneChosen')}</p>}
        {chosen.map((variant, index) => (
          <div key={variant.variantId} className="flex items-end gap-3">
            <input type="hidden" name={`items.${index}.variantCode`} value={variant.variantCode} />
            <span className="grow pb-1.5">{nameOf(variant)}</span>
            <Field name={`items.${index}.quantity`} label={t('perUnit', { qty })}>
              <Input type="number" min={1} max={999} defaultValue={1} className="w-20" />
            </Field>
            <Button
              variant="quiet"
              onClick={() => setChosen(chosen.filter((each) => !isSame(each, variant)))}
            >
              {t('remove')}
            </Button>
          </div>
        ))}
        <DialogButtons>
          <SubmitButton disabled={chosen.length === 0}>{t('submit')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

const nameOf = ({ variantCode, productName, option }: FoundVariant) =>
  [variantCode, productName, option].filter(Boolean).join(' · ');

const goodsOf = (chosen: FoundVariant[], typed: FormData) =>
  chosen
    .map((variant, at) => `${nameOf(variant)} × ${typed.get(`items.${at}.quantity`)}`)
    .join(' + ');

const isSame = (one: FoundVariant, other: FoundVariant) => one.variantId === other.variantId;
