import { Badge, type Tone } from '@/app/ui/badge';
import { DownloadButton, LinkButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { channelColumn, noFrom } from '@/app/ui/table/columns';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { WaybillFileRow } from '@/lib/shipping/waybill-files/screen';
import { cancel, confirm, reopen } from './actions';

const tones: Record<WaybillFileRow['state'], Tone> = {
  queued: 'neutral',
  running: 'accent',
  done: 'warn',
  failed: 'bad',
  confirmed: 'good',
  cancelled: 'neutral',
};

/** Files that were made, each with what is to be done with it now. */
export function fileColumns(
  t: Translate<'waybillFiles'>,
  params: Params,
  firstNo: number,
): Column<WaybillFileRow>[] {
  return [
    noFrom(firstNo),
    channelColumn(t('columns.channel')),
    { key: 'at', header: t('columns.madeAt'), cell: (row) => formatTime(row.requestedAt) },
    { key: 'operator', header: t('columns.operator'), cell: (row) => row.operator ?? '-' },
    {
      key: 'rows',
      header: t('columns.rows'),
      kind: 'number',
      cell: (row) => (
        <LinkButton
          size="small"
          variant="quiet"
          scroll={false}
          href={withParams(params, { file: String(row.id), layout: undefined })}
          aria-label={t('showRows', { id: row.id })}
        >
          {formatNumber(row.rowCount)}
        </LinkButton>
      ),
    },
    {
      key: 'state',
      header: t('columns.state'),
      cell: (row) => <Badge tone={tones[row.state]}>{t(`states.${row.state}`)}</Badge>,
    },
    {
      key: 'download',
      header: t('columns.download'),
      kind: 'wrap',
      cell: (row) => <MadeFile t={t} file={row} />,
    },
    {
      key: 'downloadedAt',
      header: t('columns.downloadedAt'),
      cell: (row) => formatTime(row.downloadedAt),
    },
    { key: 'settledAt', header: t('columns.settledAt'), cell: (row) => formatTime(row.settledAt) },
    { key: 'decide', header: t('columns.decide'), cell: (row) => <Decision t={t} file={row} /> },
  ];
}

function MadeFile({ t, file }: { t: Translate<'waybillFiles'>; file: WaybillFileRow }) {
  if (file.state === 'failed')
    return <span className="text-bad">{t(file.lacksRoom ? 'noRoom' : 'notMade')}</span>;
  if (file.fileId === null) return '-';
  return (
    <DownloadButton needs="personalData" size="small" href={`/api/files/${file.fileId}`}>
      {t('download')}
    </DownloadButton>
  );
}

function Decision({ t, file }: { t: Translate<'waybillFiles'>; file: WaybillFileRow }) {
  const input = { waybillFileId: file.id };
  const ask = (key: 'confirm' | 'cancel' | 'reopen') => ({
    title: t(`ask.${key}`),
    body: t(`ask.${key}Body`, { channel: file.channelName, count: file.rowCount }),
    label: t(key),
  });
  if (file.state === 'cancelled') return null;
  if (file.state === 'confirmed')
    return (
      <ActionButton size="small" action={reopen} input={input} confirm={ask('reopen')}>
        {t('reopen')}
      </ActionButton>
    );
  return (
    <span className="inline-flex flex-wrap gap-1">
      <ActionButton
        size="small"
        variant="primary"
        action={confirm}
        input={input}
        confirm={ask('confirm')}
        disabled={file.state !== 'done'}
      >
        {t('confirm')}
      </ActionButton>
      <ActionButton
        size="small"
        variant="danger"
        action={cancel}
        input={input}
        confirm={ask('cancel')}
      >
        {t('cancel')}
      </ActionButton>
    </span>
  );
}
