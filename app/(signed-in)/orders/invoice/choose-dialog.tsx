'use client';

import { useTranslations } from 'next-intl';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { CourierAccount } from '@/lib/invoicing/accounts/courier-accounts';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';
import { choose } from './actions';
import { RangeTarget } from './range-target';

type ChooseDialogProps = {
  selection: LoadSelection;
  count: number;
  accounts: CourierAccount[];
  onClose: () => void;
};

/** 배송업체 변경: another contract for these rows than the rules propose. */
export function ChooseDialog({ selection, count, accounts, onClose }: ChooseDialogProps) {
  const t = useTranslations('invoice.choose');
  return (
    <Dialog title={t('title')} description={t('description')} onClose={onClose}>
      <ActionForm action={choose} className="grid gap-3">
        <RangeTarget selection={selection} count={count} />
        <Field name="accountId" label={t('account')}>
          <Select autoFocus>
            {accounts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            <option value="">{t('byRules')}</option>
          </Select>
        </Field>
        <DialogButtons>
          <SubmitButton>{t('save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
