'use client';

import { signIn } from 'next-auth/react';
import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { FailureNote } from '../ui/form/failure-note';
import { Field, Input } from '../ui/form/field';
import { FormStateContext } from '../ui/form/form-state';
import { SubmitButton } from '../ui/form/submit-button';

type Credentials = { email: string; password: string };

type SignInFormProps = {
  to: string;
  /** The owner of the practice mall; null where there is none. */
  practice: Credentials | null;
};

export function SignInForm({ to, practice }: SignInFormProps) {
  const t = useTranslations('frame.signIn');
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const fields = new FormData(event.currentTarget);
    setPending(true);
    const refused = await tryToSignIn(String(fields.get('email')), String(fields.get('password')));
    setFailure(refused);
    if (refused) setPending(false);
    else window.location.assign(to);
  }

  return (
    <FormStateContext value={{ pending, errors: {} }}>
      <form method="post" onSubmit={submit} className="panel grid gap-3 p-5" aria-busy={pending}>
        <h1 className="text-lg">{t('title')}</h1>
        <Field name="email" label={t('email')}>
          <Input
            type="email"
            required
            autoFocus
            autoComplete="username"
            defaultValue={practice?.email}
            className="h-9"
          />
        </Field>
        <Field name="password" label={t('password')}>
          <Input
            type="password"
            required
            autoComplete="current-password"
            defaultValue={practice?.password}
            className="h-9"
          />
        </Field>
        <FailureNote message={failure && t(`failures.${failure}`)} />
        <SubmitButton className="h-9">{t('submit')}</SubmitButton>
        {practice && (
          <p className="whitespace-pre-line rounded-md bg-warn-soft px-3 py-2 text-warn">
            {t('practice', practice)}
          </p>
        )}
      </form>
    </FormStateContext>
  );
}

const named = ['locked', 'busy', 'insecure'] as const;

type Failure = 'wrong' | 'failed' | (typeof named)[number];

async function tryToSignIn(email: string, password: string): Promise<Failure | undefined> {
  const answer = await signIn('credentials', { email, password, redirect: false }).catch(
    () => null,
  );
  if (answer?.ok) return undefined;
  if (answer?.error === 'CredentialsSignin') return 'wrong';
  return named.find((failure) => failure === answer?.error) ?? 'failed';
}
