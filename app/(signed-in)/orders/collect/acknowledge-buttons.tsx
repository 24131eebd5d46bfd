'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/ui/button';
import { ConfirmDialog } from '@/app/ui/dialog/confirm-dialog';
import { usePageMall } from '@/app/ui/form/page-mall';
import { Progress } from '@/app/ui/run/progress';
import { useSelection } from '@/app/ui/table/selection';
import type { AcknowledgeOutcome } from '@/lib/collection/acknowledge';
import { acknowledgeLines, waitingLines } from './actions';

/** Small enough for a marketplace to answer while somebody waits. */
const LINES_PER_CALL = 50;

/** 발주확인 of the selected lines, or of exactly those that the question counted. */
export function AcknowledgeButtons({ channelIds }: { channelIds: number[] }) {
  const t = useTranslations('collect.acknowledge');
  const mallId = usePageMall();
  const selected = useSelection().ids.map(Number);
  const [asked, setAsked] = useState<number[] | null>(null);
  const { run, done, total, refused } = useAcknowledging(mallId);
  const isBusy = total > 0;

  async function askAll() {
    const found = await waitingLines({ mallId, channelIds });
    if (!found.ok) return toast.error(found.message);
    if (found.value.length === 0) return toast.info(t('none'));
    setAsked(found.value);
  }

  return (
    <>
      {isBusy && (
        <div className="w-56">
          <Progress label={t('working')} done={done} total={total} active />
        </div>
      )}
      <Button
        disabled={selected.length === 0}
        aria-disabled={isBusy}
        onClick={() => isBusy || run(selected)}
      >
        {t('selected')}
      </Button>
      <Button variant="primary" aria-disabled={isBusy} onClick={() => isBusy || askAll()}>
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
          if (asked) run(asked);
        }}
      />
      {refused.length > 0 && (
        <ul className="w-full text-bad text-xs" aria-label={t('refused')}>
          {refused.map((outcome) => (
            <li key={outcome.lineIds.join()}>
              {t('refusal', {
                orderNo: outcome.orderNo,
                outcome: outcome.outcome,
                message: outcome.message,
              })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Sends the lines in portions, one after the other, and gathers what was refused. */
function useAcknowledging(mallId: number) {
  const t = useTranslations('collect.acknowledge');
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const [refused, setRefused] = useState<AcknowledgeOutcome[]>([]);

  async function run(lineIds: number[]) {
    setRefused([]);
    let accepted = 0;
    for (let start = 0; start < lineIds.length; start += LINES_PER_CALL) {
      setProgress({ done: start, total: lineIds.length });
      const portion = lineIds.slice(start, start + LINES_PER_CALL);
      const result = await acknowledgeLines({ mallId, lineIds: portion }).catch(() => null);
      if (!result?.ok) {
        toast.error(result?.message ?? t('unreachable'));
        break;
      }
      const good = result.value.filter(isAccepted);
      accepted += good.reduce((count, outcome) => count + outcome.lineIds.length, 0);
      setRefused((before) => [...before, ...result.value.filter((one) => !isAccepted(one))]);
    }
    setProgress({ done: 0, total: 0 });
    if (accepted > 0) toast.success(t('done', { count: accepted }));
  }

  return { run, refused, ...progress };
}

function isAccepted({ outcome }: AcknowledgeOutcome): boolean {
  return outcome === 'accepted' || outcome === 'already';
}
