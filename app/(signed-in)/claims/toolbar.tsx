import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import type { claimQueues } from '@/lib/claims/screen';
import { decide, see } from './actions';
import { answer } from './answers/actions';

type ToolbarProps = { queue: (typeof claimQueues)[number]; state: string };

/** What can be done about the selected claims of this queue. */
export async function Toolbar({ queue, state }: ToolbarProps) {
  const t = await getTranslations('claims');
  if (queue === 'withdrawn')
    return (
      <ActionButton variant="primary" action={see} selectionAs="claimIds">
        {t('see')}
      </ActionButton>
    );
  if (queue === 'incoming') return null;
  if (state === 'unapproved') return <AnswerSelected verb="approve_return" />;
  if (state === 'unsent') return <AnswerSelected verb="send_exchange" />;
  if (state !== 'requested') return null;
  return (
    <>
      <ActionButton
        action={decide}
        selectionAs="claimIds"
        input={{ decision: 'reject' }}
        confirm={{
          title: t('confirm.rejectTitle'),
          body: t('confirm.reject'),
          label: t('rejectHere'),
        }}
      >
        {t('rejectHere')}
      </ActionButton>
      {queue !== 'exchange' && (
        <ActionButton
          variant={queue === 'return' ? 'primary' : undefined}
          action={decide}
          selectionAs="claimIds"
          input={{ decision: 'accept' }}
          confirm={{
            title: t('confirm.acceptTitle'),
            body: t('confirm.accept', { kind: queue === 'return' ? 'return' : 'cancel' }),
            label: t('acceptHere'),
          }}
        >
          {t('acceptHere')}
        </ActionButton>
      )}
      {queue === 'cancel' && <AnswerSelected verb="approve_cancel" />}
    </>
  );
}

async function AnswerSelected({
  verb,
}: {
  verb: 'approve_cancel' | 'approve_return' | 'send_exchange';
}) {
  const t = await getTranslations('claims');
  const title = t(`answer.verbs.${verb}`);
  return (
    <ActionButton
      variant="primary"
      action={answer}
      selectionAs="claimIds"
      input={{ verb }}
      confirm={{ title, body: t(`confirm.selected.${verb}`), label: title }}
    >
      {title}
    </ActionButton>
  );
}
