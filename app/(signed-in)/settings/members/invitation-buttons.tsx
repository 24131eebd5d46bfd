'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { Dialog } from '@/app/ui/dialog/dialog';
import { ActionButton } from '@/app/ui/form/action-button';
import { useAction } from '@/app/ui/form/use-action';
import type { MallInvitation } from '@/lib/system/members';
import { renewCode, withdraw } from './actions';
import { OnceNote } from './once-note';

export function InvitationButtons({ invitation }: { invitation: MallInvitation }) {
  const t = useTranslations('members.invitations');
  const { userId, email } = invitation;
  const { run, pending } = useAction(renewCode);
  const [code, setCode] = useState<string | null>(null);
  return (
    <span className="inline-flex gap-1">
      <Button
        size="small"
        aria-disabled={pending}
        onClick={() => run({ userId }, (value) => setCode(value.code))}
      >
        {t('renew')}
      </Button>
      <ActionButton
        action={withdraw}
        input={{ userId }}
        size="small"
        variant="danger"
        confirm={{
          title: t('withdrawTitle', { email }),
          body: t('withdrawBody'),
          label: t('withdraw'),
        }}
      >
        {t('withdraw')}
      </ActionButton>
      {code && (
        <Dialog key={code} title={t('renewed', { email })}>
          <OnceNote kind="code" text={code} />
        </Dialog>
      )}
    </span>
  );
}
