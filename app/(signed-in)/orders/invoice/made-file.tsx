import { DownloadButton } from '@/app/ui/button';
import { formatDay } from '@/app/ui/format';
import type { Translate } from '@/app/ui/translate';

type MadeFileProps = {
  row: { state: string; fileId: number | null; expiresAt: string | null };
  t: Translate<'invoice.exports' | 'suppliers'>;
};

/** A file of waybills or of a purchase order, while it is kept. */
export function MadeFile({ row, t }: MadeFileProps) {
  if (row.fileId === null) return row.state === 'done' ? t('expired') : '-';
  return (
    <span className="inline-flex items-center gap-2">
      <DownloadButton needs="personalData" size="small" href={`/api/files/${row.fileId}`}>
        {t('download')}
      </DownloadButton>
      <span className="text-faint text-xs">{t('until', { at: formatDay(row.expiresAt) })}</span>
    </span>
  );
}
