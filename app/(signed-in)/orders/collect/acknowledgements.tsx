import { getTranslations } from 'next-intl/server';
import { formatNumber, formatTime } from '@/app/ui/format';
import type { ShownAcknowledgement } from '@/lib/collection/acknowledgement/acknowledgement-screen';
import { WorkingLine } from './working-line';

type AcknowledgementsProps = { shown: ShownAcknowledgement[]; now: Date };

/** 발주확인 channel by channel, going on or just ended; it goes on when this page is left. */
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
    <WorkingLine title={t('progress')}>
      {shown.map((work) => (
        <li key={work.id} className="flex flex-wrap items-center gap-x-1.5">
          <span>{work.channelName}</span>
          <span className="w-16">
            <progress
              aria-label={work.channelName}
              value={work.answered}
              max={work.asked}
              className="progress"
            />
          </span>
          <span className="numeric">
            {formatNumber(work.answered)} / {formatNumber(work.asked)}
          </span>
          <span className="text-muted">
            {[work.operator, detailOf(work)].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </WorkingLine>
  );
}
