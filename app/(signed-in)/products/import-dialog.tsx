import { getTranslations } from 'next-intl/server';
import { Badge, type Tone } from '@/app/ui/badge';
import { Button, DownloadButton } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionForm } from '@/app/ui/form/action-form';
import { FileDrop } from '@/app/ui/form/file-drop';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { formatMoney, formatNumber } from '@/app/ui/format';
import { Notice } from '@/app/ui/notice';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { type Column, Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import {
  type ImportFilter,
  type ImportRow,
  importFilters,
  type VariantImport,
  variantImport,
} from '@/lib/products/import-screen';
import { bringIn } from './actions';
import { problemText, type Translate } from './problem-text';

/** 엑셀등록: a sheet of variants; the screen goes on to its preview. */
export async function UploadButton() {
  const t = await getTranslations('products.sheet');
  return (
    <Dialog title={t('upload')} description={t('about')} trigger={<Button>{t('upload')}</Button>}>
      <FileDrop
        url="/api/uploads"
        accept=".xlsx,.xls,.csv"
        maxMegabytes={20}
        label={t('file')}
        submit={t('send')}
      >
        <input type="hidden" name="purpose" value="variants" />
        <input type="hidden" name="returnTo" value="/products" />
      </FileDrop>
      <p className="mt-3">
        <DownloadButton isDrawn size="small" href="/products/template">
          {t('template')}
        </DownloadButton>
      </p>
    </Dialog>
  );
}

type ImportDialogProps = { uploadId: number; filter: ImportFilter; params: Params };

/** What would become of each row of an uploaded sheet, before it does. */
export async function ImportDialog({ uploadId, filter, params }: ImportDialogProps) {
  const t = await getTranslations('products');
  const upload = await variantImport(await currentCtx(), { uploadId, filter });
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

async function Waiting({ upload, t }: { upload: VariantImport; t: Translate }) {
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

type PreviewProps = { upload: VariantImport; filter: ImportFilter; params: Params; t: Translate };

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
          <DownloadButton isDrawn size="small" href={`/products/bad-rows?upload=${upload.id}`}>
            {t('sheet.badRows')}
          </DownloadButton>
        </p>
      )}
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

function columnsOf(t: Translate): Column<ImportRow>[] {
  return [
    {
      key: 'rowNo',
      header: t('sheet.rowNo'),
      kind: 'number',
      cell: (row) => formatNumber(row.rowNo),
    },
    {
      key: 'outcome',
      header: t('sheet.outcome'),
      cell: (row) => <Badge tone={tones[row.outcome]}>{t(`sheet.outcomes.${row.outcome}`)}</Badge>,
    },
    {
      key: 'told',
      header: t('sheet.told'),
      kind: 'wrap',
      cell: (row) =>
        row.problems.map((problem) => problemText(t, problem)).join(' / ') ||
        row.changes.join(', ') ||
        '-',
    },
    { key: 'variantCode', header: t('columns.variantCode'), cell: (row) => row.variantCode || '-' },
    {
      key: 'productName',
      header: t('columns.productName'),
      kind: 'text',
      cell: ({ given }) => given.productName ?? '-',
    },
    {
      key: 'option',
      header: t('columns.option'),
      kind: 'text',
      cell: ({ given }) => given.option ?? '-',
    },
    { key: 'barcode', header: t('columns.barcode'), cell: ({ given }) => given.barcode ?? '-' },
    {
      key: 'price',
      header: t('columns.price'),
      kind: 'number',
      cell: ({ given }) => (given.price === undefined ? '-' : formatMoney(given.price)),
    },
    {
      key: 'supplier',
      header: t('columns.supplier'),
      cell: ({ given }) => given.supplierName ?? '-',
    },
  ];
}
