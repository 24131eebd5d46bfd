'use client';

import { useTranslations } from 'next-intl';
import type { SubmitEvent } from 'react';
import { FormFailure } from '@/app/ui/form/failure-note';
import { Field, Input } from '@/app/ui/form/field';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import { enterMall } from '@/app/ui/frame/enter-mall';
import { join } from './actions';

/** 초대 코드 입력: the mall that invited opens at once. */
export function JoinForm() {
  const t = useTranslations('members.join');
  const { run, pending, failure } = useAction(join);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    run(new FormData(event.currentTarget), ({ mallId }) => void enterMall(mallId));
  }

  const errors = failure?.fields ?? {};
  return (
    <FormStateContext
      value={{ pending, errors, failure: failure?.fields ? undefined : failure?.message }}
    >
      <form method="post" onSubmit={submit} className="grid gap-3" aria-busy={pending}>
        <Field name="code" label={t('code')} hint={t('hint')}>
          <Input
            required
            maxLength={40}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="xxxx-xxxx-xxxx"
            className="font-mono"
          />
        </Field>
        <FormFailure />
        <div>
          <SubmitButton needs="viewer">{t('submit')}</SubmitButton>
        </div>
      </form>
    </FormStateContext>
  );
}
