'use client';

import { useTranslations } from 'next-intl';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { save } from './actions';

export function RetentionForm({ days, mayChange }: { days: number; mayChange: boolean }) {
  const t = useTranslations('privacy');
  return (
    <ActionForm action={save} className="panel max-w-[620px] p-4">
      <fieldset disabled={!mayChange} className="grid gap-3">
        <Field name="days" label={t('days')} hint={t('daysHint')}>
          <Input type="number" required min={7} max={1825} defaultValue={days} className="w-24" />
        </Field>
        <div>
          <SubmitButton needs="owner">{t('save')}</SubmitButton>
        </div>
      </fieldset>
    </ActionForm>
  );
}
