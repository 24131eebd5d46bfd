'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/ui/button';
import { ConfirmDialog } from '@/app/ui/dialog/confirm-dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { useAction } from '@/app/ui/form/use-action';
import { useSelection } from '@/app/ui/table/selection';
import { acknowledgeLines, waitingLines } from './actions';

/** 발주확인 of the selected lines, or of exactly those that the question counted. */
export function AcknowledgeButtons({ channelIds }: { channelIds: number[] }) {
  const t = useTranslations('collect.acknowledge');
  const { ids } = useSelection();
  const counting = useAction(waitingLines);
  const asking = useAction(acknowledgeLines);
  const [asked, setAsked] = useState<number[] | null>(null);
  const isBusy = counting.pending || asking.pending;
  const failure = counting.failure ?? asking.failure;

  function askAll() {
    counting.run({ channelIds }, (found) => {
      if (found.length === 0) toast.info(t('none'));
      else setAsked(found);
    });
  }

  return (
    <>
      <FailureNote message={failure?.message} />
      <Button
        disabled={ids.length === 0}
        aria-disabled={isBusy}
        onClick={() => asking.run({ lineIds: ids.map(Number) })}
      >
        {t('selected')}
      </Button>
      <Button variant="primary" aria-disabled={isBusy} onClick={askAll}>
        {t('all')}
      </Button>
      <ConfirmDialog
        title={t('title')}
        body={t('body', { count: asked?.length ?? 0 })}
        label={t('confirm')}
        open={asked !== null}
        onCancel={() => setAsked(null)}
        onConfirm={() => {
          setAsked(null);
          if (asked) asking.run({ lineIds: asked });
        }}
      />
    </>
  );
}
