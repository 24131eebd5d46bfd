'use client';

import { useTranslations } from 'next-intl';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { changePassword } from './actions';

export function PasswordForm({ minLength }: { minLength: number }) {
  const t = useTranslations('members.account');
  return (
    <ActionForm action={changePassword} className="grid gap-3" clears>
      <Field name="current" label={t('current')}>
        <Input required type="password" autoComplete="current-password" maxLength={256} />
      </Field>
      <Field name="next" label={t('next')} hint={t('nextHint', { minLength })}>
        <Input
          required
          type="password"
          autoComplete="new-password"
          minLength={minLength}
          maxLength={256}
        />
      </Field>
      <Field name="again" label={t('again')}>
        <Input required type="password" autoComplete="new-password" maxLength={256} />
      </Field>
      <div>
        <SubmitButton needs="viewer">{t('submit')}</SubmitButton>
      </div>
    </ActionForm>
  );
}
