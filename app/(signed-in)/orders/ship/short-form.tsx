'use client';

import { useTranslations } from 'next-intl';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { FormFailure } from '@/app/ui/form/failure-note';
import { Checkbox, Field, FieldSet, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { ParcelPiece } from '@/lib/shipping/scanning/parcel';
import { HowMany } from './how-many';
import { reportShort } from './parcel-actions';

/** `missing`: how many of it are known not to be there. */
export type ShortPiece = ParcelPiece & { missing?: number };

type ShortFormProps = {
  shipmentId: number;
  pieces: ShortPiece[];
  onDone?: () => void;
  /** Nothing else is in the dialog: its buttons are the form's. */
  fillsDialog?: true;
};

const piecesIn = (typed: FormData) =>
  [...typed].reduce((sum, [name, qty]) => (name.endsWith('.qty') ? sum + Number(qty) : sum), 0);

/** 결품 of one parcel: it stays held until the stock has been looked at, unless somebody says otherwise. */
export function ShortForm({ shipmentId, pieces, onDone, fillsDialog }: ShortFormProps) {
  const t = useTranslations('ship.parcel');
  return (
    <ActionForm
      action={reportShort}
      confirm={(typed) => ({
        title: t('shortTitle'),
        body: t('shortBody', { count: piecesIn(typed) }),
        label: t('shortDo'),
      })}
      onDone={onDone}
      className="grid gap-3"
    >
      <input type="hidden" name="shipmentId" value={shipmentId} />
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-muted text-xs">{t('shortQty')}</legend>
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
      </fieldset>
      <Field name="note" label={t('shortNote')}>
        <Input maxLength={200} className="w-full" />
      </Field>
      <FieldSet name="isHeld" label={t('shortAfter')} hint={t('shortHeldHint')}>
        <Checkbox name="isHeld" defaultChecked label={t('shortHeld')} />
      </FieldSet>
      {fillsDialog ? (
        <DialogButtons>
          <SubmitButton>{t('shortDo')}</SubmitButton>
        </DialogButtons>
      ) : (
        <div className="flex items-center justify-end gap-3">
          <FormFailure />
          <SubmitButton>{t('shortDo')}</SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}
