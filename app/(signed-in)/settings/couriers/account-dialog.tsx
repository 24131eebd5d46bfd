'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { CourierOptions } from '@/app/ui/courier';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { CourierAccount } from '@/lib/invoicing/accounts/courier-accounts';
import { type NumberSource, numberSources } from '@/lib/invoicing/accounts/number-sources';
import { addAccount, editAccount } from './actions';

/** 계약 추가, or with an account its 수정: courier and contract stay with the numbers handed out. */
export function AccountDialog({ account }: { account?: CourierAccount }) {
  const t = useTranslations('couriers');
  const trigger = account ? (
    <Button size="small">{t('edit')}</Button>
  ) : (
    <Button variant="primary">{t('add.button')}</Button>
  );
  return (
    <Dialog
      title={account ? t('editTitle', { name: account.name }) : t('add.title')}
      trigger={trigger}
    >
      <ActionForm<unknown>
        action={account ? editAccount : addAccount}
        className="grid grid-cols-2 gap-3"
      >
        {account && <input type="hidden" name="id" value={account.id} />}
        <Field name="name" label={t('add.name')} hint={t('add.nameHint')} className="col-span-2">
          <Input required autoFocus maxLength={50} defaultValue={account?.name} />
        </Field>
        {!account && <ContractFields />}
        <Field name="senderName" label={t('add.senderName')}>
          <Input required maxLength={50} defaultValue={account?.senderName} />
        </Field>
        <Field name="senderPhone" label={t('add.senderPhone')}>
          <Input required maxLength={30} inputMode="tel" defaultValue={account?.senderPhone} />
        </Field>
        <Field name="senderAddress" label={t('add.senderAddress')} className="col-span-2">
          <Input required maxLength={200} defaultValue={account?.senderAddress} />
        </Field>
        <Field name="labelSize" label={t('add.labelSize')}>
          <Select defaultValue={account?.labelSize}>
            <option value="100x150">100 × 150 mm</option>
            <option value="123x100">123 × 100 mm</option>
          </Select>
        </Field>
        <NumberFields account={account} />
        <div className="col-span-2">
          <DialogButtons>
            <SubmitButton>{t('add.save')}</SubmitButton>
          </DialogButtons>
        </div>
      </ActionForm>
    </Dialog>
  );
}

function ContractFields() {
  const t = useTranslations('couriers.add');
  return (
    <>
      <Field name="courier" label={t('courier')}>
        <Select>
          <CourierOptions />
        </Select>
      </Field>
      <Field name="contractCode" label={t('contract')}>
        <Input required maxLength={50} />
      </Field>
    </>
  );
}

/** Where its numbers come from; an API wants to be reached. */
function NumberFields({ account }: { account: CourierAccount | undefined }) {
  const t = useTranslations('couriers');
  const [source, setSource] = useState(account?.numbersFrom ?? 'range');
  return (
    <>
      <Field name="numbersFrom" label={t('numbersFrom')} hint={t('numbersHint')}>
        <Select value={source} onChange={(event) => setSource(event.target.value as NumberSource)}>
          {numberSources.map((one) => (
            <option key={one} value={one}>
              {t(`sources.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      {source === 'api' && (
        <>
          <Field
            name="apiBaseUrl"
            label={t('apiBaseUrl')}
            hint={t('apiBaseUrlHint')}
            className="col-span-2"
          >
            <Input
              required
              inputMode="url"
              maxLength={300}
              spellCheck={false}
              defaultValue={account?.apiBaseUrl ?? ''}
            />
          </Field>
          <Field name="apiKey" label={t('apiKey')} hint={t('apiKeyHint')} className="col-span-2">
            <Input type="password" autoComplete="off" maxLength={300} />
          </Field>
        </>
      )}
    </>
  );
}
