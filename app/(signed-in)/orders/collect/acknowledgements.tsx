import { getTranslations } from 'next-intl/server';
import { formatTime } from '@/app/ui/format';
import { Progress } from '@/app/ui/run/progress';
import type { ShownAcknowledgement } from '@/lib/collection/acknowledgement/acknowledgement-screen';

type AcknowledgementsProps = { shown: ShownAcknowledgement[]; now: Date };

/**
 * 발주확인 channel by channel, going on or just ended; it goes on when this page is left. At the foot of
 * the window, so that nothing moves when it comes.
 */
export async function Acknowledgements({ shown, now }: AcknowledgementsProps) {
  if (shown.length === 0) return null;
  const t = await getTranslations('collect.acknowledge');
  const detailOf = (work: ShownAcknowledgement) => {
    const left = work.answered - work.accepted;
    if (work.state === 'done')
      return t('ended', { at: formatTime(work.finishedAt), accepted: work.accepted, left });
    const isWaiting = work.state === 'queued' && new Date(work.dueAt) > now;
    return isWaiting
      ? t('waiting', { at: formatTime(work.dueAt) })
      : t('going', { state: work.state, left });
  };
  return (
    <section
      className="panel grid max-h-44 gap-3 overflow-y-auto p-3 shadow-lg"
      aria-label={t('progress')}
      data-acknowledgements
    >
      <h2 className="font-semibold">{t('progress')}</h2>
      {shown.map((work) => (
        <Progress
          key={work.id}
          label={work.channelName}
          done={work.answered}
          total={work.asked}
          active={work.state === 'running'}
          detail={[work.operator, detailOf(work)].filter(Boolean).join(' · ')}
        />
      ))}
    </section>
  );
}
