'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox, Field, FieldSet, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useSelection } from '@/app/ui/table/selection';
import { delayReasons } from '@/lib/channels/telling';
import { cancelSoldOut, tellDelay } from './actions';

export type TellableLine = {
  id: number;
  name: string;
  leftQty: number;
  /** A channel has reported it: only all of it can be taken back here. */
  isFromChannel: boolean;
};

type NoticeDialogProps = {
  kind: 'delay' | 'sold_out';
  /** Of one order; without them it is about the parcels selected in the table around. */
  lines?: TellableLine[];
};

/** 발송지연 안내 or 품절취소 with its reason. */
export function NoticeDialog({ kind, lines }: NoticeDialogProps) {
  const t = useTranslations('notices');
  const { ids } = useSelection();
  const isOff = lines ? lines.length === 0 : ids.length === 0;
  return (
    <Dialog
      title={t(`kinds.${kind}`)}
      description={t(`${lines ? 'lead' : 'selectionLead'}.${kind}`, { count: ids.length })}
      trigger={
        <Button
          size={lines ? 'small' : undefined}
          variant={kind === 'sold_out' ? 'danger' : undefined}
          disabled={isOff}
        >
          {t(`kinds.${kind}`)}
        </Button>
      }
    >
      <ActionForm
        action={kind === 'delay' ? tellDelay : cancelSoldOut}
        selectionAs={lines ? undefined : 'shipmentIds'}
        className="grid gap-3"
      >
        {lines && (
          <FieldSet
            name="lines"
            label={t('lines')}
            hint={kind === 'sold_out' && t(quantityHint(lines))}
            className="min-w-0"
          >
            {lines.map(({ id, name, leftQty, isFromChannel }, index) => (
              <span key={id} className="inline-flex items-center gap-2">
                <Checkbox
                  name={`lines.${index}.lineId`}
                  value={id}
                  label={name}
                  defaultChecked={lines.length === 1}
                />
                {kind === 'sold_out' && !isFromChannel && leftQty > 1 && (
                  <Input
                    type="number"
                    name={`lines.${index}.qty`}
                    min={1}
                    max={leftQty}
                    defaultValue={leftQty}
                    aria-label={t('quantityOf', { name })}
                    className="w-20 text-right"
                  />
                )}
              </span>
            ))}
          </FieldSet>
        )}
        {kind === 'delay' && <DelayFields />}
        <Field name="detail" label={t('detail')} hint={t(`detailHint.${kind}`)}>
          <Input required maxLength={200} defaultValue={t(`detailUsual.${kind}`)} />
        </Field>
        <DialogButtons>
          <SubmitButton variant={kind === 'sold_out' ? 'danger' : undefined}>
            {t(`submit.${kind}`)}
          </SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

const quantityHint = (lines: TellableLine[]) =>
  lines.every((line) => line.isFromChannel) ? 'wholeHint' : 'quantityHint';

function DelayFields() {
  const t = useTranslations('notices');
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field name="reason" label={t('reason')}>
        <Select>
          {delayReasons.map((reason) => (
            <option key={reason} value={reason}>
              {t(`reasons.${reason}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="shipOn" label={t('shipOn')} hint={t('shipOnHint')}>
        <Input type="date" required />
      </Field>
    </div>
  );
}
