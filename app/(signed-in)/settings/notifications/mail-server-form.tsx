'use client';

import { useTranslations } from 'next-intl';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { MailServerSettings } from '@/lib/notifications/targets';
import { saveServer } from './actions';

const USUAL_PORT = 587;

type MailServerFormProps = { server: MailServerSettings | null; mayChange: boolean };

export function MailServerForm({ server, mayChange }: MailServerFormProps) {
  const t = useTranslations('alerts.server');
  return (
    <ActionForm action={saveServer} className="panel max-w-[620px] p-4">
      <fieldset disabled={!mayChange} className="grid gap-3">
        <h2>{t('title')}</h2>
        {!server && <p className="text-muted">{t('none')}</p>}
        <div className="grid grid-cols-[minmax(0,1fr)_120px] gap-3">
          <Field name="host" label={t('host')}>
            <Input required maxLength={253} defaultValue={server?.host} autoComplete="off" />
          </Field>
          <Field name="port" label={t('port')}>
            <Input
              type="number"
              required
              min={1}
              max={65_535}
              defaultValue={server?.port ?? USUAL_PORT}
            />
          </Field>
        </div>
        <p className="text-faint text-xs">{t('portHint')}</p>
        <div className="grid grid-cols-2 gap-3">
          <Field name="userName" label={t('userName')}>
            <Input maxLength={254} defaultValue={server?.userName} autoComplete="off" />
          </Field>
          <Field name="password" label={t('password')} hint={t('passwordHint')}>
            <Input type="password" maxLength={500} autoComplete="new-password" />
          </Field>
        </div>
        <Field name="sender" label={t('sender')}>
          <Input type="email" required maxLength={254} defaultValue={server?.sender} />
        </Field>
        <div>
          <SubmitButton needs="owner">{t('save')}</SubmitButton>
        </div>
      </fieldset>
    </ActionForm>
  );
}
