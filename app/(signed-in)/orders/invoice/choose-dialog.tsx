'use client';

import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { SubmitEvent } from 'react';
import { DialogButtons, DialogContent } from '@/app/ui/dialog/dialog';
import { Field, Select } from '@/app/ui/form/field';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import type { CourierAccount } from '@/lib/invoicing/courier-accounts';
import type { LoadSelection } from '@/lib/invoicing/load-rows';
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
  const { run, pending, failure } = useAction(choose);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    run(new FormData(event.currentTarget), onClose);
  }

  return (
    <Radix.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
      <DialogContent title={t('title')} description={t('description')}>
        <FormStateContext value={{ pending, errors: {}, failure: failure?.message }}>
          <form method="post" onSubmit={submit} className="grid gap-3" aria-busy={pending}>
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
          </form>
        </FormStateContext>
      </DialogContent>
    </Radix.Root>
  );
}
