'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../button';
import { FailureNote } from './failure-note';

type ScanComplaintsProps = { complaints: string[]; onPutAway: () => void };

/** What became of none of the scans, until somebody has seen it. */
export function ScanComplaints({ complaints, onPutAway }: ScanComplaintsProps) {
  const t = useTranslations('ui');
  return (
    <div className="flex items-start gap-2 empty:hidden">
      <FailureNote message={complaints.join('\n') || undefined} />
      {complaints.length > 0 && (
        <Button needs="viewer" size="small" onClick={onPutAway}>
          {t('close')}
        </Button>
      )}
    </div>
  );
}
