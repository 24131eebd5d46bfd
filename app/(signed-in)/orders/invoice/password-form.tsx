import { getTranslations } from 'next-intl/server';
import { ActionForm } from '@/app/ui/form/action-form';
import { FormFailure } from '@/app/ui/form/failure-note';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { givePassword } from './sheet-actions';

type PasswordFormProps = { uploadId: number; wasWrong: boolean };

/** The file is locked: with its password it is read again. */
export async function PasswordForm({ uploadId, wasWrong }: PasswordFormProps) {
  const t = await getTranslations('invoice.excel');
  const sheet = await getTranslations('files.sheet');
  return (
    <ActionForm
      action={givePassword}
      stays
      className="panel grid justify-items-start gap-2 px-3 py-4"
    >
      <p>{sheet(wasWrong ? 'passwordWrong' : 'passwordNeeded')}</p>
      <input type="hidden" name="uploadId" value={uploadId} />
      <Field name="password" label={t('password')}>
        <Input type="password" required autoFocus autoComplete="off" className="w-60" />
      </Field>
      <SubmitButton>{t('givePassword')}</SubmitButton>
      <FormFailure />
    </ActionForm>
  );
}
