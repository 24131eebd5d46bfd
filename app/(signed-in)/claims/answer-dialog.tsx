'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { ClaimVerb, RefusalReason } from '@/lib/channels/telling';
import { answer } from './answers/actions';

type AnswerDialogProps = {
  claimId: number;
  verb: ClaimVerb;
  reasons: RefusalReason[];
  hasDetail: boolean;
  size?: 'small' | undefined;
};

/** An answer for which the channel wants a reason. */
export function AnswerDialog({ claimId, verb, reasons, hasDetail, size }: AnswerDialogProps) {
  const t = useTranslations('claims.answer');
  return (
    <Dialog
      title={t(`verbs.${verb}`)}
      description={t(`confirm.${verb}`, { waybillNo: '' })}
      trigger={<Button size={size}>{t(`verbs.${verb}`)}</Button>}
    >
      <ActionForm action={answer} className="grid gap-3">
        <input type="hidden" name="claimIds[]" value={claimId} />
        <input type="hidden" name="verb" value={verb} />
        {reasons.length > 0 && (
          <Field name="reason" label={t('reason')}>
            <Select>
              {reasons.map((reason) => (
                <option key={reason} value={reason}>
                  {t(`reasons.${reason}`)}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {hasDetail && (
          <Field name="detail" label={t('detail')} hint={t('detailHint')}>
            <Input required maxLength={200} className="w-full" />
          </Field>
        )}
        <DialogButtons>
          <SubmitButton>{t('submit')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
