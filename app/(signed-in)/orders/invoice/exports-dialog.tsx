import { getLocale, getTranslations } from 'next-intl/server';
import { Badge, type Tone } from '@/app/ui/badge';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { Progress } from '@/app/ui/run/progress';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { PastExport } from '@/lib/invoicing/exports/exports-screen';
import { namedTemplate } from '@/lib/invoicing/templates/templates';
import { nameIn } from '@/lib/name-in';
import { MadeFile } from './made-file';
import { cancelRequest } from './sheet-actions';

const tones: Record<PastExport['state'], Tone> = {
  queued: 'neutral',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};

const isUnderWay = ({ state }: PastExport) => state === 'queued' || state === 'running';

/** 엑셀다운이력: who took out what and why; files while they are kept; the way back. */
export async function ExportsDialog({
  exports,
  params,
}: {
  exports: PastExport[];
  params: Params;
}) {
  const [t, locale] = [await getTranslations('invoice.exports'), await getLocale()];
  return (
    <Dialog
      title={t('title')}
      description={t('description')}
      closeHref={withParams(params, { panel: undefined })}
      width="full"
    >
      <LiveRefresh active={exports.some(isUnderWay)} />
      <Table
        label={t('title')}
        rows={exports}
        rowKey={(row) => row.id}
        emptyHint={t('hint')}
        columns={exportColumns(t, locale)}
      />
      <DialogButtons />
    </Dialog>
  );
}

function exportColumns(t: Translate<'invoice.exports'>, locale: string): Column<PastExport>[] {
  return [
    { key: 'at', header: t('requestedAt'), cell: (row) => formatTime(row.requestedAt) },
    { key: 'operator', header: t('operator'), cell: (row) => row.operator ?? '-' },
    {
      key: 'template',
      header: t('template'),
      cell: (row) =>
        `${nameIn(locale, namedTemplate(row.templateName))} (${row.format.toUpperCase()})`,
    },
    {
      key: 'rows',
      header: t('rows'),
      kind: 'number',
      cell: (row) => formatNumber(row.rowCount),
    },
    {
      key: 'waiting',
      header: t('waiting'),
      kind: 'number',
      cell: (row) => formatNumber(row.waiting),
    },
    { key: 'reason', header: t('reason'), kind: 'text', cell: (row) => row.reason },
    {
      key: 'state',
      header: t('state'),
      cell: (row) =>
        row.state === 'running' ? (
          <Progress label={t('progress')} done={row.doneCount} total={row.rowCount} active />
        ) : (
          <Badge tone={tones[row.state]}>{t(`states.${row.state}`)}</Badge>
        ),
    },
    {
      key: 'file',
      header: t('file'),
      cell: (row) =>
        row.lacksRoom ? (
          <span className="text-bad">{t('noRoom')}</span>
        ) : (
          <MadeFile row={row} t={t} />
        ),
    },
    {
      key: 'cancel',
      header: t('cancel'),
      kind: 'center',
      cell: (row) => row.state !== 'cancelled' && <CancelButton row={row} t={t} />,
    },
  ];
}

function CancelButton({ row, t }: { row: PastExport; t: Translate<'invoice.exports'> }) {
  return (
    <ActionButton
      size="small"
      variant="danger"
      action={cancelRequest}
      input={{ exportId: row.id }}
      confirm={{
        title: t('cancelTitle'),
        body: t('cancelBody', { count: row.waiting }),
        label: t('cancel'),
      }}
    >
      {t('cancel')}
    </ActionButton>
  );
}
