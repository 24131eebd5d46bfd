'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { CourierName } from '@/app/ui/courier';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionButton } from '@/app/ui/form/action-button';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { courierKeys, couriers } from '@/lib/couriers/registry';
import { type WaybillLayout, waybillFileKinds } from '@/lib/sheets/formats/waybill-layout';
import { resetLayout, saveLayout } from './actions';
import { type ColumnDraft, LayoutColumns } from './layout-columns';

type LayoutFormProps = {
  channelId: number;
  layout: WaybillLayout;
  isOwn: boolean;
  /** What the stored layout makes of real numbers. */
  children: ReactNode;
};

/** Stays open when it is saved: the preview then shows the new layout. */
export function LayoutForm({ channelId, layout, isOwn, children }: LayoutFormProps) {
  const t = useTranslations('waybillFiles.layout');
  const [columns, setColumns] = useState(() => draftsOf(layout));

  return (
    <ActionForm action={saveLayout} stays className="grid gap-4">
      <input type="hidden" name="channelId" value={channelId} />
      <div className="flex flex-wrap gap-3">
        <Field name="fileKind" label={t('fileKind')}>
          <Select defaultValue={layout.fileKind}>
            {waybillFileKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`fileKinds.${kind}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="rowPer" label={t('rowPer')}>
          <Select defaultValue={layout.rowPer}>
            <option value="line">{t('perLine')}</option>
            <option value="unit">{t('perUnit')}</option>
          </Select>
        </Field>
        <Field name="sheetName" label={t('sheetName')}>
          <Input defaultValue={layout.sheetName} maxLength={31} required />
        </Field>
      </div>
      <LayoutColumns columns={columns} onChange={setColumns} />
      <CourierNames names={layout.courierNames} />
      {children}
      <DialogButtons>
        {isOwn && (
          <ActionButton
            needs="manager"
            action={resetLayout}
            input={{ channelId }}
            confirm={{ title: t('resetAsk'), body: t('resetBody'), label: t('reset') }}
          >
            {t('reset')}
          </ActionButton>
        )}
        <SubmitButton needs="manager">{t('save')}</SubmitButton>
      </DialogButtons>
    </ActionForm>
  );
}

/** What the marketplace calls each courier; an empty one goes by its usual name. */
function CourierNames({ names }: { names: WaybillLayout['courierNames'] }) {
  const t = useTranslations('waybillFiles.layout');
  return (
    <details open={Object.keys(names).length > 0}>
      <summary>{t('courierNames')}</summary>
      <div className="mt-2 grid grid-cols-5 gap-2">
        {courierKeys.map((key) => (
          <Field key={key} name={`courierNames.${key}`} label={<CourierName courier={key} />}>
            <Input
              defaultValue={names[key] ?? ''}
              placeholder={couriers[key].koreanName}
              maxLength={40}
            />
          </Field>
        ))}
      </div>
    </details>
  );
}

function draftsOf({ columns }: WaybillLayout): ColumnDraft[] {
  return columns.map(({ header, value }, key) =>
    typeof value === 'string'
      ? { key, header, field: value, fixed: '' }
      : { key, header, field: 'fixed', fixed: value.fixed },
  );
}
