import { getTranslations } from 'next-intl/server';
import { Badge, type Tone } from '@/app/ui/badge';
import { Button, DownloadButton } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox } from '@/app/ui/form/field';
import { FileDrop } from '@/app/ui/form/file-drop';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { formatNumber } from '@/app/ui/format';
import { Notice } from '@/app/ui/notice';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import {
  type ImportFilter,
  type ImportRow,
  importFilters,
  type MatchImport,
  matchImport,
} from '@/lib/matching/import-screen';
import type { Translate } from '../../orders/match/translate';
import { bringIn } from './actions';
import { problemText } from './problem-text';

/** 엑셀등록: a sheet of matches; the screen goes on to its preview. */
export async function UploadButton() {
  const t = await getTranslations('match.sheet');
  return (
    <Dialog title={t('upload')} description={t('about')} trigger={<Button>{t('upload')}</Button>}>
      <FileDrop
        url="/api/uploads"
        accept=".xlsx,.xls,.csv"
        maxMegabytes={20}
        label={t('file')}
        submit={t('send')}
      >
        <input type="hidden" name="purpose" value="matches" />
        <input type="hidden" name="returnTo" value="/products/matches" />
      </FileDrop>
    </Dialog>
  );
}

type ImportDialogProps = {
  uploadId: number;
  filter: ImportFilter;
  params: Params;
};

/** What would become of each row of an uploaded sheet, before it does. */
export async function ImportDialog({ uploadId, filter, params }: ImportDialogProps) {
  const t = await getTranslations('match');
  const upload = await matchImport(await currentCtx(), { uploadId, filter });
  if (!upload) return null;
  const hasRows = upload.state === 'previewed' || upload.state === 'committed';
  return (
    <Dialog
      title={t('sheet.upload')}
      description={upload.fileName}
      width={hasRows ? 'full' : 'narrow'}
      closeHref={withParams(params, { upload: undefined, rows: undefined })}
    >
      {hasRows ? (
        <Preview upload={upload} filter={filter} params={params} t={t} />
      ) : (
        <Waiting upload={upload} t={t} />
      )}
    </Dialog>
  );
}

async function Waiting({ upload, t }: { upload: MatchImport; t: Translate }) {
  const files = await getTranslations('files.sheet');
  if (upload.state === 'queued' || upload.state === 'parsing') {
    return (
      <div className="grid gap-2 py-6">
        <p>{t('sheet.reading')}</p>
        <progress className="progress" aria-label={t('sheet.reading')} />
        <LiveRefresh active everyMs={700} />
      </div>
    );
  }
  const error = upload.error ?? 'unexpected';
  const own = error === 'noRows' || error === 'noColumns' ? t(`sheet.failures.${error}`) : null;
  const known = files.has(error as 'unexpected') ? files(error as 'unexpected') : null;
  return (
    <div className="grid gap-3">
      <Notice tone="bad">{own ?? known ?? files('unexpected')}</Notice>
      <DialogButtons />
    </div>
  );
}

type PreviewProps = {
  upload: MatchImport;
  filter: ImportFilter;
  params: Params;
  t: Translate;
};

function Preview({ upload, filter, params, t }: PreviewProps) {
  const { counts } = upload;
  const isDone = upload.state === 'committed';
  const taken = counts.new + counts.changed;
  return (
    <ActionForm action={bringIn} className="grid gap-3">
      <input type="hidden" name="uploadId" value={upload.id} />
      {isDone && <Notice tone="good">{t('sheet.done')}</Notice>}
      <Tabs
        label={t('sheet.rows')}
        selected={filter}
        tabs={importFilters.map((key) => ({
          key,
          href: withParams(params, { rows: key }),
          label: t(`sheet.filters.${key}`),
          count: counts[key],
        }))}
      />
      <div className="max-h-[52vh] overflow-auto rounded-md border border-line">
        <Table
          label={t('sheet.rows')}
          rows={upload.rows}
          rowKey={(row) => row.rowNo}
          rowTone={(row) => (row.outcome === 'bad' ? 'bad' : undefined)}
          columns={columnsOf(t)}
        />
      </div>
      {counts.bad > 0 && (
        <p className="flex items-center gap-3 text-muted">
          {t('sheet.badStay', { count: counts.bad })}
          <DownloadButton
            isDrawn
            size="small"
            href={`/products/matches/bad-rows?upload=${upload.id}`}
          >
            {t('sheet.badRows')}
          </DownloadButton>
        </p>
      )}
      {!isDone && <Checkbox name="rematch" label={t('sheet.rematch')} />}
      <DialogButtons>
        {!isDone && (
          <SubmitButton disabled={taken === 0}>
            {taken > 0 ? t('sheet.take', { count: taken }) : t('sheet.nothing')}
          </SubmitButton>
        )}
      </DialogButtons>
    </ActionForm>
  );
}

const tones: Record<ImportRow['outcome'], Tone> = {
  ...{ new: 'accent', warned: 'warn', known: 'neutral', bad: 'bad', committed: 'good' },
};

function columnsOf(t: Translate) {
  const problems = (row: ImportRow) =>
    row.problems.map((problem) => problemText(t, problem)).join(' / ') || '-';
  return [
    {
      key: 'rowNo',
      header: t('sheet.rowNo'),
      kind: 'number' as const,
      cell: (row: ImportRow) => formatNumber(row.rowNo),
    },
    {
      key: 'outcome',
      header: t('sheet.outcome'),
      cell: (row: ImportRow) => (
        <Badge tone={tones[row.outcome]}>{t(`sheet.outcomes.${row.outcome}`)}</Badge>
      ),
    },
    {
      key: 'problems',
      header: t('sheet.reason'),
      kind: 'wrap' as const,
      cell: problems,
    },
    {
      key: 'channel',
      header: t('columns.channel'),
      cell: (row: ImportRow) => row.channelName || '-',
    },
    {
      key: 'productCode',
      header: t('columns.productCode'),
      cell: (row: ImportRow) => row.productCode || '-',
    },
    {
      key: 'productName',
      header: t('columns.productName'),
      kind: 'text' as const,
      cell: (row: ImportRow) => row.productName || '-',
    },
    {
      key: 'option',
      header: t('columns.option'),
      kind: 'text' as const,
      cell: (row: ImportRow) => row.option || '-',
    },
    {
      key: 'variantCode',
      header: t('columns.variantCode'),
      cell: (row: ImportRow) => row.variantCode || '-',
    },
    {
      key: 'qty',
      header: t('perUnit'),
      kind: 'number' as const,
      cell: (row: ImportRow) => formatNumber(row.qty),
    },
  ];
}
