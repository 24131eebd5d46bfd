'use client';

import { useTranslations } from 'next-intl';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { rename } from './actions';

export function NameForm({ name, mayChange }: { name: string; mayChange: boolean }) {
  const t = useTranslations('settings.mall');
  return (
    <ActionForm action={rename} className="panel max-w-[620px] p-4">
      <fieldset disabled={!mayChange} className="grid gap-3">
        <Field name="name" label={t('name')} hint={t('nameHint')}>
          <Input required maxLength={100} defaultValue={name} className="w-72" />
        </Field>
        <div>
          <SubmitButton needs="owner">{t('save')}</SubmitButton>
        </div>
      </fieldset>
    </ActionForm>
  );
}
