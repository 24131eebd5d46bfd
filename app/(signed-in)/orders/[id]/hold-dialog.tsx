'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useSelection } from '@/app/ui/table/selection';
import { putHold } from './actions';

/** 보류 with its reason: of one shipment, or of those selected in the table around. */
export function HoldDialog({ shipmentId }: { shipmentId?: number }) {
  const t = useTranslations('order.holding');
  const { ids } = useSelection();
  const isOne = shipmentId !== undefined;
  return (
    <Dialog
      title={t('title')}
      description={isOne ? t('body', { count: 1 }) : t('body', { count: ids.length })}
      trigger={
        <Button size={isOne ? 'small' : undefined} disabled={!isOne && ids.length === 0}>
          {t(isOne ? 'open' : 'selection')}
        </Button>
      }
    >
      <ActionForm
        action={putHold}
        selectionAs={isOne ? undefined : 'shipmentIds'}
        className="grid gap-3"
      >
        {isOne && <input type="hidden" name="shipmentIds[]" value={shipmentId} />}
        <Field name="reason" label={t('reason')}>
          <Input required maxLength={200} list="hold-reasons" />
        </Field>
        <datalist id="hold-reasons">
          {(['buyer', 'stock', 'address', 'delay'] as const).map((key) => (
            <option key={key} value={t(`common.${key}`)} />
          ))}
        </datalist>
        <DialogButtons>
          <SubmitButton>{t('submit')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
