'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { ConfirmDialog } from '@/app/ui/dialog/confirm-dialog';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionButton } from '@/app/ui/form/action-button';
import { ActionForm } from '@/app/ui/form/action-form';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import type { MallMember } from '@/lib/system/members';
import { change, remove, reset } from './actions';
import { OnceNote } from './once-note';
import { RightsFields } from './rights-fields';

type MemberButtonsProps = { member: MallMember; isOneself: boolean };

export function MemberButtons({ member, isOneself }: MemberButtonsProps) {
  const t = useTranslations('members');
  const { name, userId } = member;
  return (
    <span className="inline-flex gap-1">
      <Dialog
        title={t('edit.title', { name })}
        trigger={<Button size="small">{t('edit.button')}</Button>}
      >
        <ActionForm action={change} className="grid gap-3">
          <input type="hidden" name="userId" value={userId} />
          <RightsFields rights={member} />
          <DialogButtons>
            <SubmitButton>{t('edit.submit')}</SubmitButton>
          </DialogButtons>
        </ActionForm>
      </Dialog>
      {!isOneself && (
        <>
          <ResetButton member={member} />
          <ActionButton
            action={remove}
            input={{ userId }}
            size="small"
            variant="danger"
            confirm={{
              title: t('remove.title', { name }),
              body: t('remove.body'),
              label: t('remove.button'),
            }}
          >
            {t('remove.button')}
          </ActionButton>
        </>
      )}
    </span>
  );
}

function ResetButton({ member }: { member: MallMember }) {
  const t = useTranslations('members.reset');
  const [isAsking, setAsking] = useState(false);
  const { run, pending, failure, forget } = useAction(reset);
  const [password, setPassword] = useState<string | null>(null);

  function resetNow() {
    setAsking(false);
    run({ userId: member.userId }, (value) => setPassword(value.password));
  }

  return (
    <>
      <Button size="small" aria-disabled={pending} onClick={() => setAsking(true)}>
        {t('button')}
      </Button>
      <ConfirmDialog
        title={t('title', { name: member.name })}
        body={t('body')}
        label={t('button')}
        open={isAsking}
        onCancel={() => setAsking(false)}
        onConfirm={resetNow}
      />
      <ConfirmDialog
        title={t('button')}
        body={failure?.message ?? ''}
        label={t('button')}
        open={failure !== null}
        onCancel={forget}
        onConfirm={resetNow}
      />
      {password && (
        <Dialog title={t('done', { name: member.name })}>
          <OnceNote kind="password" text={password} />
        </Dialog>
      )}
    </>
  );
}
