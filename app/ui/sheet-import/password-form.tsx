'use client';

import { useTranslations } from 'next-intl';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { Field, Input } from '@/app/ui/form/field';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import type { Action } from '@/lib/action';

type PasswordFormProps = {
  /** Takes { uploadId, password }. */
  action: Action;
  uploadId: number;
  isWrong: boolean;
};

/** Asks for what opens the file; the dialog stays and shows what comes of it. */
export function PasswordForm({ action, uploadId, isWrong }: PasswordFormProps) {
  const t = useTranslations('files');
  const { run, pending, failure } = useAction(action);
  const complaints: Record<string, string> = isWrong ? { password: t('sheet.passwordWrong') } : {};
  return (
    <FormStateContext
      value={{ pending, errors: failure?.fields ?? complaints, failure: failure?.message }}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          run(new FormData(event.currentTarget));
        }}
      >
        <input type="hidden" name="uploadId" value={uploadId} />
        <Field name="password" label={t('password.label')} hint={t('password.hint')}>
          <Input type="password" autoComplete="off" autoFocus required />
        </Field>
        <DialogButtons>
          <SubmitButton>{t('password.submit')}</SubmitButton>
        </DialogButtons>
      </form>
    </FormStateContext>
  );
}
