'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Field, Select } from '@/app/ui/form/field';
import { useFormState } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { Notice } from '@/app/ui/notice';
import type { CourierAccount } from '@/lib/invoicing/accounts/courier-accounts';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';
import type { RegisterResult } from '@/lib/invoicing/numbers/register-range';
import type { Printer } from '@/lib/invoicing/prints/printers';
import type { LabelPrinting } from '@/lib/labels/label';
import { register } from './actions';
import { NumberingProgress } from './numbering-progress';
import { openLabels } from './open-labels';
import { OpenLabels } from './open-labels-link';
import { PrintFields } from './print-fields';
import { RangeTarget } from './range-target';

/** What came of it, and in words why no label was printed though numbers were given. */
type Registration = Omit<RegisterResult, 'printRefusal'> & { unprinted: string | null };

type RegisterDialogProps = {
  selection: LoadSelection;
  count: number;
  accounts: CourierAccount[];
  /** Some row has a contract chosen or proposed: then that is what is offered first. */
  hasProposals: boolean;
  printers: Printer[];
  onClose: () => void;
};

/** 송장범위관리: the next numbers for rows that lack one, and the labels of the whole range. */
export function RegisterDialog({ onClose, accounts, ...form }: RegisterDialogProps) {
  const t = useTranslations('invoice.register');
  const [result, setResult] = useState<Registration | null>(null);
  const usable = accounts.filter(mayIssue);
  return (
    <Dialog title={t('title')} description={t('description')} onClose={onClose}>
      {result ? (
        <Registered result={result} />
      ) : usable.length === 0 ? (
        <p>
          {t('noAccounts')}{' '}
          <Link href="/settings/couriers" prefetch={false} className="link">
            {t('addAccount')}
          </Link>
        </p>
      ) : (
        <RegisterForm
          {...form}
          accounts={usable}
          onRegistered={(registered) => {
            if (registered.printRunId !== null) openLabels(registered.printRunId);
            setResult(registered);
          }}
        />
      )}
    </Dialog>
  );
}

/** One without a range or list yet is offered too: it says by itself that numbers are missing. */
function mayIssue({ numbersFrom, issuesFromRange }: CourierAccount): boolean {
  return numbersFrom !== 'range' || issuesFromRange;
}

/** Only what the courier's API answers makes a label that its terminals read. */
function givesSorting({ numbersFrom, needsSortingCode }: CourierAccount): boolean {
  return numbersFrom === 'api' || !needsSortingCode;
}

/** No contract of its own: each row has the one chosen or proposed for it. */
const AS_PROPOSED = 0;

type RegisterFormProps = Omit<RegisterDialogProps, 'onClose'> & {
  onRegistered: (result: Registration) => void;
};

function RegisterForm(props: RegisterFormProps) {
  const { selection, count, accounts, hasProposals, printers, onRegistered } = props;
  const t = useTranslations('invoice.register');
  const [accountId, setAccountId] = useState(hasProposals ? AS_PROPOSED : (accounts[0]?.id ?? 0));
  const [wished, setWished] = useState<LabelPrinting['kind'] | null>(null);
  const account = accounts.find((one) => one.id === accountId);
  const chosen = account ? [account] : accounts;
  const isSorted = chosen.every(givesSorting);
  const asksCourier = chosen.some(({ numbersFrom }) => numbersFrom === 'api');

  return (
    <ActionForm action={register} onDone={onRegistered} className="grid gap-3">
      <RangeTarget selection={selection} count={count} />
      <Field name="courierAccountId" label={t('account')}>
        <Select
          autoFocus
          value={accountId || ''}
          onChange={(event) => setAccountId(Number(event.target.value))}
        >
          {hasProposals && <option value="">{t('asProposed')}</option>}
          {accounts.map(({ id, name, remaining }) => (
            <option key={id} value={id}>
              {remaining === null
                ? t('accountOptionApi', { name })
                : t('accountOption', { name, remaining })}
            </option>
          ))}
        </Select>
      </Field>
      <PrintFields
        printers={printers}
        usualSize={account?.labelSize ?? '100x150'}
        kind={wished ?? (isSorted ? 'courier' : 'packing')}
        onKind={setWished}
      />
      {!isSorted && <Notice tone="warn">{t(account ? 'needsSorting' : 'someNeedSorting')}</Notice>}
      {account?.isLow && <Notice tone="warn">{t('low')}</Notice>}
      {asksCourier && <WhileNumbering />}
      <DialogButtons>
        <SubmitButton>{t('confirm')}</SubmitButton>
      </DialogButtons>
    </ActionForm>
  );
}

function WhileNumbering() {
  return useFormState().pending && <NumberingProgress />;
}

function Registered({ result }: { result: Registration }) {
  const t = useTranslations('invoice.register');
  const { printRunId, numbered, printed, refused, failedAccounts, boxed, boxedRows } = result;
  const { unprinted, leftOut } = result;
  const failed = failedAccounts !== '' && (
    <Notice tone="bad">{t('failed', { names: failedAccounts })}</Notice>
  );
  const stays = leftOut.map(({ reason, count }) => (
    <p key={reason} className="text-muted">
      {t(`leftOut.${reason}`, { count })}
    </p>
  ));
  if (printRunId === null) {
    return (
      <div className="grid gap-3">
        {unprinted !== null && <p role="status">{t('numberedOnly', { numbered })}</p>}
        <FailureNote message={unprinted ?? t('nothing', { refused })} />
        {failed}
        {stays}
        <DialogButtons />
      </div>
    );
  }
  return (
    <div className="grid gap-3">
      <p role="status">{t('done', { numbered, printed, refused })}</p>
      {failed}
      {stays}
      {boxed > 0 && <Notice tone="warn">{t('boxed', { boxed, rows: boxedRows })}</Notice>}
      <DialogButtons>
        <OpenLabels printRunId={printRunId} />
      </DialogButtons>
    </div>
  );
}
