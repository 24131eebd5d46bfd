'use client';

import { useTranslations } from 'next-intl';
import { CourierName, CourierOptions } from '@/app/ui/courier';
import { ActionButton } from '@/app/ui/form/action-button';
import { ActionForm } from '@/app/ui/form/action-form';
import { FormFailure } from '@/app/ui/form/failure-note';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { ParcelLine } from '@/lib/shipping/scanning/parcel';
import { HowMany } from './how-many';
import { addParcelBox, removeParcelBox, resendParcel } from './parcel-actions';
import { parcelLineName } from './parcel-line-name';
import { Part } from './parcel-part';

type BoxFormProps = {
  shipmentId: number;
  courier: string | null;
  boxes: { courier: string; waybillNo: string }[];
  mayAdd: boolean;
};

export function BoxForm({ shipmentId, courier, boxes, mayAdd }: BoxFormProps) {
  const t = useTranslations('ship.parcel');
  return (
    <Part title={t('boxes')} hint={t('boxesHint')}>
      <ul className="grid gap-1">
        {boxes.map((box) => (
          <li key={box.waybillNo} className="numeric flex items-center gap-2">
            <CourierName courier={box.courier} none="" /> {box.waybillNo}
            <ActionButton
              size="small"
              action={removeParcelBox}
              input={{ shipmentId, waybillNo: box.waybillNo }}
            >
              {t('removeBox')}
            </ActionButton>
          </li>
        ))}
      </ul>
      {mayAdd && (
        <ActionForm action={addParcelBox} stays clears className="flex flex-wrap items-end gap-2">
          <input type="hidden" name="shipmentId" value={shipmentId} />
          <Field name="courier" label={t('boxCourier')}>
            <Select defaultValue={courier ?? undefined}>
              <CourierOptions />
            </Select>
          </Field>
          <Field name="waybillNo" label={t('boxNo')}>
            <Input required maxLength={60} autoComplete="off" />
          </Field>
          <SubmitButton>{t('addBox')}</SubmitButton>
          <FormFailure />
        </ActionForm>
      )}
    </Part>
  );
}

export function ResendForm({ shipmentId, lines }: { shipmentId: number; lines: ParcelLine[] }) {
  const t = useTranslations('ship.parcel');
  return (
    <Part title={t('resend')} hint={t('resendHint')}>
      <ActionForm
        action={resendParcel}
        confirm={{ title: t('resendTitle'), body: t('resendBody'), label: t('resendDo') }}
        className="grid gap-2"
      >
        <input type="hidden" name="shipmentId" value={shipmentId} />
        {lines.map((line, index) => (
          <HowMany
            key={line.lineId}
            name={`lines.${index}`}
            id={{ field: 'lineId', value: line.lineId }}
            label={`${t('resendQty')} ${parcelLineName(line, t('gift'))}`}
            most={line.qty}
            first={0}
          >
            {parcelLineName(line, t('gift'))} × {line.qty}
            <span className="text-muted">{line.goods.join(', ')}</span>
          </HowMany>
        ))}
        <div className="flex items-end gap-2">
          <Field name="reason" label={t('resendReason')} className="grow">
            <Input required maxLength={200} className="w-full" />
          </Field>
          <SubmitButton>{t('resendDo')}</SubmitButton>
        </div>
        <FormFailure />
      </ActionForm>
    </Part>
  );
}
