'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { Field, Input } from '@/app/ui/form/field';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import type { AddedMember } from '@/lib/system/add-member';
import { add } from './actions';
import { OnceNote } from './once-note';
import { RightsFields } from './rights-fields';

/** 사용자 추가: what the owner passes on stands in the dialog until it is closed. */
export function AddMemberDialog() {
  const t = useTranslations('members.add');
  return (
    <Dialog title={t('title')} trigger={<Button variant="primary">{t('button')}</Button>}>
      <AddMemberForm />
    </Dialog>
  );
}

function AddMemberForm() {
  const t = useTranslations('members');
  const { run, pending, failure } = useAction(add);
  const [added, setAdded] = useState<AddedMember | null>(null);
  if (added?.kind === 'added') return <OnceNote kind="password" text={added.password} />;
  if (added) return <OnceNote kind="code" text={added.code} />;

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    run(new FormData(event.currentTarget), setAdded);
  }

  const fields = failure?.fields;
  return (
    <FormStateContext
      value={{ pending, errors: fields ?? {}, failure: fields ? undefined : failure?.message }}
    >
      <form method="post" onSubmit={submit} className="grid gap-3" aria-busy={pending}>
        <Field name="email" label={t('columns.email')}>
          <Input required autoFocus type="email" maxLength={254} autoComplete="off" />
        </Field>
        <Field name="name" label={t('columns.name')}>
          <Input required maxLength={50} autoComplete="off" />
        </Field>
        <RightsFields rights={{ role: 'operator', canSeePersonalData: true }} />
        <DialogButtons>
          <SubmitButton>{t('add.submit')}</SubmitButton>
        </DialogButtons>
      </form>
    </FormStateContext>
  );
}
