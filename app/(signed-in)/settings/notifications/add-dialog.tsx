'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox, Field, FieldSet, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { languageNames, languages } from '@/lib/locale';
import { addMailbox, addWebhook } from './actions';

type AddDialogProps = {
  way: 'email' | 'webhook';
  /** Every kind with its name. */
  kinds: { kind: string; name: string }[];
};

/** 이메일 추가 or 웹훅 추가: where to, and what. */
export function AddDialog({ way, kinds }: AddDialogProps) {
  const [t, locale] = [useTranslations('alerts.add'), useLocale()];
  return (
    <Dialog title={t(way)} trigger={<Button variant="primary">{t(way)}</Button>}>
      <ActionForm action={way === 'email' ? addMailbox : addWebhook} className="grid gap-3">
        {way === 'email' ? (
          <Field name="address" label={t('address')}>
            <Input type="email" required autoFocus maxLength={254} />
          </Field>
        ) : (
          <>
            <Field name="address" label={t('url')}>
              <Input type="url" required autoFocus maxLength={500} placeholder="https://" />
            </Field>
            <Field name="secret" label={t('secret')} hint={t('secretHint')}>
              <Input
                type="password"
                required
                minLength={16}
                maxLength={200}
                autoComplete="new-password"
              />
            </Field>
          </>
        )}
        <Field name="language" label={t('language')}>
          <Select defaultValue={locale}>
            {languages.map((language) => (
              <option key={language} value={language} lang={language}>
                {languageNames[language]}
              </option>
            ))}
          </Select>
        </Field>
        <FieldSet name="kinds" label={t('kinds')} hint={t('kindsHint')}>
          {kinds.map(({ kind, name }) => (
            <Checkbox key={kind} name="kinds[]" value={kind} label={name} />
          ))}
        </FieldSet>
        <DialogButtons>
          <SubmitButton>{t('submit')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
