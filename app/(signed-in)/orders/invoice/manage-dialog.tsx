'use client';

import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { SubmitEvent } from 'react';
import { CourierOptions } from '@/app/ui/courier';
import { DialogButtons, DialogContent } from '@/app/ui/dialog/dialog';
import { Field, Input, Select } from '@/app/ui/form/field';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import { courierKeys } from '@/lib/couriers/registry';
import { saveWaybill } from './actions';

export type ManagedRow = { shipmentId: number; courier: string | null; waybillNo: string | null };

/** 송장관리: courier and number of one row, typed. */
export function ManageDialog({ row, onClose }: { row: ManagedRow; onClose: () => void }) {
  const t = useTranslations('invoice.manage');
  const { run, pending, failure } = useAction(saveWaybill);
  const { shipmentId, courier, waybillNo } = row;

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    run(new FormData(event.currentTarget), onClose);
  }

  return (
    <Radix.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
      <DialogContent title={t('title')} description={`${t('shipment')} ${shipmentId}`}>
        <FormStateContext
          value={{ pending, errors: failure?.fields ?? {}, failure: failure?.message }}
        >
          <form method="post" onSubmit={submit} className="grid gap-3" aria-busy={pending}>
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
          </form>
        </FormStateContext>
      </DialogContent>
    </Radix.Root>
  );
}
