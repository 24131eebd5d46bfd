'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
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
  const [added, setAdded] = useState<AddedMember | null>(null);
  if (added?.kind === 'added') return <OnceNote kind="password" text={added.password} />;
  if (added) return <OnceNote kind="code" text={added.code} />;

  return (
    <ActionForm action={add} onDone={setAdded} className="grid gap-3">
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
    </ActionForm>
  );
}
