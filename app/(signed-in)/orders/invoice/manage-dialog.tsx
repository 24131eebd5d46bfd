'use client';

import { useTranslations } from 'next-intl';
import { CourierOptions } from '@/app/ui/courier';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { courierKeys } from '@/lib/couriers/registry';
import { saveWaybill } from './actions';

export type ManagedRow = { shipmentId: number; courier: string | null; waybillNo: string | null };

/** 송장관리: courier and number of one row, typed. */
export function ManageDialog({ row, onClose }: { row: ManagedRow; onClose: () => void }) {
  const t = useTranslations('invoice.manage');
  const { shipmentId, courier, waybillNo } = row;

  return (
    <Dialog title={t('title')} description={`${t('shipment')} ${shipmentId}`} onClose={onClose}>
      <ActionForm action={saveWaybill} className="grid gap-3">
        <input type="hidden" name="shipmentId" value={shipmentId} />
        <Field name="courier" label={t('courier')}>
          <Select defaultValue={courier ?? courierKeys[0]}>
            <CourierOptions />
          </Select>
        </Field>
        <Field name="waybillNo" label={t('waybillNo')} hint={t('hint')}>
          <Input
            autoFocus
            required
            maxLength={40}
            inputMode="numeric"
            defaultValue={waybillNo ?? ''}
          />
        </Field>
        <DialogButtons>
          <SubmitButton>{t('save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
