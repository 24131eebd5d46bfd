'use client';

import { useTranslations } from 'next-intl';
import { formatTime } from '@/app/ui/format';
import type { ScanEntry, Shown } from './session';
import { useReasons } from './use-reasons';

const tones: Record<Shown, string> = {
  shipped: 'good',
  ready: 'accent',
  duplicate: 'warn',
  held: 'warn',
  claimed: 'bad',
  cancelled: 'bad',
  unknownNo: 'bad',
  wrongItem: 'bad',
  refused: 'bad',
  waiting: 'none',
};

type VerdictPanelProps = {
  entry: ScanEntry | null;
  message: string;
  /** Leaves room for the goods below. */
  isCompact: boolean;
};

/** The last scan, to be read from the other side of the packing table. */
export function VerdictPanel({ entry, message, isCompact }: VerdictPanelProps) {
  const t = useTranslations('scan');
  const reasonsOf = useReasons();
  const verdict = entry?.verdict ?? 'idle';
  const isOldNumber = entry?.isTakenBack && entry.verdict === 'unknownNo';
  return (
    <output
      aria-live="assertive"
      data-verdict={verdict}
      className="scan-verdict"
      data-compact={isCompact || undefined}
      data-tone={entry ? tones[entry.verdict] : undefined}
    >
      <strong className="text-[min(15cqi,168px)] leading-none font-extrabold">
        {t(`verdicts.${verdict}`)}
      </strong>
      {entry && (
        <span className="numeric text-4xl font-semibold">
          {[entry.waybillNo, entry.boxes && t('box', { box: entry.boxes })]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
      <span className="text-2xl">
        {entry && entry.orderNo !== ''
          ? `${entry.orderNo} · ${entry.recipientName}`
          : t(`hints.${verdict}`)}
      </span>
      {entry?.leftAt && !isOldNumber && (
        <span className="text-2xl">{t('leftAt', { at: formatTime(entry.leftAt) })}</span>
      )}
      {isOldNumber && (
        <span className="text-3xl font-bold">
          {entry.leftAt ? t('takenBackAndLeft', { at: formatTime(entry.leftAt) }) : t('takenBack')}
        </span>
      )}
      {entry && reasonsOf(entry).length > 0 && (
        <span className="text-3xl font-bold">{reasonsOf(entry).join(' · ')}</span>
      )}
      {entry?.memos.map(({ kind, text }) => (
        <span key={text} className="rounded-md bg-paper px-4 py-2 text-3xl font-bold text-ink">
          {t(`memos.${kind}`, { text })}
        </span>
      ))}
      {entry?.remarks.map((remark) => (
        <span key={remark} className="rounded-md bg-paper/90 px-3 py-1 text-xl text-ink">
          {remark}
        </span>
      ))}
      {message && <span className="text-xl font-semibold">{message}</span>}
    </output>
  );
}

export const toneOf = (verdict: Shown) => tones[verdict];
