'use client';

import { useTranslations } from 'next-intl';
import { ActionForm } from '@/app/ui/form/action-form';
import { FormFailure } from '@/app/ui/form/failure-note';
import { Checkbox, Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { ParcelPiece } from '@/lib/shipping/scanning/parcel';
import { HowMany } from './how-many';
import { reportShort } from './parcel-actions';

/** `missing`: how many of it are known not to be there. */
export type ShortPiece = ParcelPiece & { missing?: number };

type ShortFormProps = { shipmentId: number; pieces: ShortPiece[]; onDone?: () => void };

/** 결품 of one parcel: it stays held until the stock has been looked at, unless somebody says otherwise. */
export function ShortForm({ shipmentId, pieces, onDone }: ShortFormProps) {
  const t = useTranslations('ship.parcel');
  return (
    <ActionForm
      action={reportShort}
      confirm={{ title: t('shortTitle'), body: t('shortBody'), label: t('shortDo') }}
      onDone={onDone}
      className="grid gap-2"
    >
      <input type="hidden" name="shipmentId" value={shipmentId} />
      {pieces.map((piece, index) => (
        <HowMany
          key={piece.variantId}
          name={`pieces.${index}`}
          id={{ field: 'variantId', value: piece.variantId }}
          label={`${t('shortQty')} ${piece.variantCode} ${piece.name}`}
          most={piece.qty}
          first={piece.missing ?? 0}
        >
          {piece.variantCode} {piece.name} × {piece.qty}
        </HowMany>
      ))}
      <div className="flex flex-wrap items-end gap-2">
        <Field name="note" label={t('shortNote')} className="grow">
          <Input maxLength={200} className="w-full" />
        </Field>
        <Checkbox name="isHeld" defaultChecked label={t('shortHeld')} className="h-[30px]" />
        <SubmitButton>{t('shortDo')}</SubmitButton>
      </div>
      <FormFailure />
    </ActionForm>
  );
}
