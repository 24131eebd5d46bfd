'use client';

import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '@/app/ui/badge';
import { Button } from '@/app/ui/button';
import { formatNumber } from '@/app/ui/format';
import type { ScanEntry, Session, Shown } from './session';
import { toneOf } from './verdict-panel';

const counted = [
  'shipped',
  'duplicate',
  'held',
  'claimed',
  'cancelled',
  'unknownNo',
  'wrongItem',
] as const;

type SessionPanelProps = {
  session: Session;
  waiting: number;
  onReset: () => void;
  onRecallsSeen: () => void;
};

/** What this sitting has come to, the last scans, and parcels that have to be taken out again. */
export function SessionPanel({ session, waiting, onReset, onRecallsSeen }: SessionPanelProps) {
  const t = useTranslations('scan');
  return (
    <aside className="grid content-start gap-3">
      <section className="panel px-4 py-3" aria-label={t('counters')}>
        <dl className="grid grid-cols-[1fr_auto] gap-y-1 text-lg">
          {counted.map((verdict) => (
            <Count key={verdict} verdict={verdict} value={session.counts[verdict] ?? 0} />
          ))}
          <Count verdict="waiting" value={waiting} />
        </dl>
        <Button size="small" className="mt-2 w-full" onClick={onReset}>
          {t('reset')}
        </Button>
      </section>
      <Recalls recalls={session.recalls} onSeen={onRecallsSeen} />
      <section className="panel px-4 py-3" aria-label={t('recent')}>
        <h2>{t('recent')}</h2>
        <ol className="mt-2 grid gap-1">
          {session.entries.map((entry) => (
            <EntryLine key={entry.scanId} entry={entry} />
          ))}
        </ol>
      </section>
    </aside>
  );
}

/** It has its place before there is any: nothing below may move while somebody scans. */
function Recalls({ recalls, onSeen }: { recalls: ScanEntry[]; onSeen: () => void }) {
  const t = useTranslations('scan');
  const isAny = recalls.length > 0;
  return (
    <section
      className="panel px-4 py-3"
      data-tone={isAny ? 'bad' : undefined}
      aria-label={t('recalls')}
    >
      <h2 className={isAny ? 'text-bad' : 'text-muted'}>
        {t('recallCount', { count: recalls.length })}
      </h2>
      <ul className="my-2 grid h-20 content-start gap-1 overflow-y-auto">
        {recalls.map((entry) => (
          <EntryLine key={entry.scanId} entry={entry} />
        ))}
      </ul>
      <Button size="small" variant="danger" className="w-full" disabled={!isAny} onClick={onSeen}>
        {t('recallsSeen')}
      </Button>
    </section>
  );
}

function Count({ verdict, value }: { verdict: Shown; value: number }) {
  const t = useTranslations('scan');
  return (
    <>
      <dt>{t(`verdicts.${verdict}`)}</dt>
      <dd className="numeric text-right font-bold" data-count={value}>
        {formatNumber(value)}
      </dd>
    </>
  );
}

function EntryLine({ entry }: { entry: ScanEntry }) {
  const t = useTranslations('scan');
  const tone = toneOf(entry.verdict);
  return (
    <li className="flex items-center justify-between gap-2">
      <span className="numeric">{entry.waybillNo}</span>
      <Badge tone={tone === 'none' ? 'neutral' : (tone as Tone)}>
        {t(`verdicts.${entry.verdict}`)}
      </Badge>
    </li>
  );
}
