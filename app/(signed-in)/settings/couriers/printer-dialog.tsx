'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { Printer } from '@/lib/invoicing/prints/printers';
import { savePrinterProfile } from './actions';

/** 프린터 추가, or 수정 of one. */
export function PrinterDialog({ printer }: { printer?: Printer }) {
  const t = useTranslations('couriers.printers');
  const trigger = printer ? (
    <Button size="small">{t('edit')}</Button>
  ) : (
    <Button variant="primary">{t('add')}</Button>
  );
  return (
    <Dialog title={printer ? t('editTitle', { name: printer.name }) : t('add')} trigger={trigger}>
      <ActionForm action={savePrinterProfile} className="grid grid-cols-2 gap-3">
        {printer && <input type="hidden" name="id" value={printer.id} />}
        <Field name="name" label={t('name')}>
          <Input required autoFocus maxLength={50} defaultValue={printer?.name} />
        </Field>
        <Field name="labelSize" label={t('size')}>
          <Select defaultValue={printer?.labelSize}>
            <option value="100x150">100 × 150 mm</option>
            <option value="123x100">123 × 100 mm</option>
          </Select>
        </Field>
        {(['offsetX', 'offsetY'] as const).map((axis) => (
          <Field key={axis} name={`${axis}Mm`} label={t(axis)} hint={t('offsetHint')}>
            <Input
              type="number"
              min={-20}
              max={20}
              step={0.1}
              required
              defaultValue={printer?.[`${axis}Mm`] ?? 0}
              className="text-right"
            />
          </Field>
        ))}
        <Field name="rotation" label={t('rotation')}>
          <Select defaultValue={printer?.rotation}>
            {[0, 90, 180, 270].map((degrees) => (
              <option key={degrees} value={degrees}>
                {t('degrees', { degrees })}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="copies" label={t('copies')}>
          <Input
            type="number"
            min={1}
            max={5}
            required
            defaultValue={printer?.copies ?? 1}
            className="text-right"
          />
        </Field>
        <Field name="pageOrder" label={t('pageOrder')} className="col-span-2">
          <Select defaultValue={printer?.pageOrder}>
            {(['sequence', 'picking'] as const).map((order) => (
              <option key={order} value={order}>
                {t(`orders.${order}`)}
              </option>
            ))}
          </Select>
        </Field>
        <div className="col-span-2">
          <DialogButtons>
            <SubmitButton>{t('save')}</SubmitButton>
          </DialogButtons>
        </div>
      </ActionForm>
    </Dialog>
  );
}
