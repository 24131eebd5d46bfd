import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '@/app/ui/badge';
import { DownloadButton } from '@/app/ui/button';
import { ClientMessages } from '@/app/ui/client-messages';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionForm } from '@/app/ui/form/action-form';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { formatNumber } from '@/app/ui/format';
import { Notice } from '@/app/ui/notice';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { type Column, Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import type { Translate } from '@/app/ui/translate';
import type { Action } from '@/lib/action';
import {
  type ImportFilter,
  type ImportRow,
  importFilters,
  type SheetImport,
  type SheetRowBase,
} from '@/lib/files/sheet-import';
import { PasswordForm } from './password-form';
import { UnreadSheets } from './unread-sheets';

type ImportDialogProps<Row> = {
  upload: SheetImport<Row>;
  filter: ImportFilter;
  params: Params;
  texts: {
    done: string;
    noRows: string;
    noColumns: string;
    /** What bringing so many rows in is called, where that is not 등록. */
    take?: (count: number) => string;
  };
  /** Beside the number of the row and what becomes of it. */
  columns: Column<ImportRow<Row>>[];
  /** Takes { uploadId } and the fields in `children`. */
  bringIn: Action;
  /** Takes { uploadId, password }. */
  givePassword: Action;
  badRowsHref: string;
  /** Choices on how the rows are brought in. */
  children?: ReactNode;
};

/** What would become of each row of an uploaded sheet, before it does. */
export async function ImportDialog<Row extends SheetRowBase>(props: ImportDialogProps<Row>) {
  const { upload, params } = props;
  const t = await getTranslations('files.import');
  const hasRows = upload.state === 'previewed' || upload.state === 'committed';
  return (
    <Dialog
      title={t('upload')}
      description={upload.fileName}
      width={hasRows ? 'full' : 'narrow'}
      closeHref={withParams(params, { upload: undefined, rows: undefined })}
    >
      {hasRows ? <Preview {...props} /> : <Waiting {...props} />}
    </Dialog>
  );
}

async function Waiting<Row>({ upload, texts, givePassword }: ImportDialogProps<Row>) {
  const [t, files] = [await getTranslations('files.import'), await getTranslations('files.sheet')];
  if (upload.state === 'queued' || upload.state === 'parsing')
    return (
      <div className="grid gap-2 py-6">
        <p>{t('reading')}</p>
        <progress className="progress" aria-label={t('reading')} />
        <LiveRefresh active everyMs={700} />
      </div>
    );
  if (upload.state === 'needs_password')
    return (
      <ClientMessages namespaces={['files']}>
        <PasswordForm
          action={givePassword}
          uploadId={upload.id}
          isWrong={upload.error === 'passwordWrong'}
        />
      </ClientMessages>
    );
  const error = upload.error ?? 'unexpected';
  const own = error === 'noRows' || error === 'noColumns' ? texts[error] : null;
  const known = files.has(error as 'unexpected') ? files(error as 'unexpected') : null;
  return (
    <div className="grid gap-3">
      <Notice tone="bad">{own ?? known ?? files('unexpected')}</Notice>
      <DialogButtons />
    </div>
  );
}

async function Preview<Row extends SheetRowBase>(props: ImportDialogProps<Row>) {
  const { upload, filter, params, texts, bringIn, badRowsHref, children } = props;
  const t = await getTranslations('files.import');
  const { counts } = upload;
  const isDone = upload.state === 'committed';
  const taken = counts.new + counts.changed;
  return (
    <ActionForm action={bringIn} className="grid gap-3">
      <input type="hidden" name="uploadId" value={upload.id} />
      {isDone && <Notice tone="good">{texts.done}</Notice>}
      <UnreadSheets sheets={upload.sheets} />
      <Tabs
        label={t('rows')}
        selected={filter}
        tabs={importFilters.map((key) => ({
          key,
          href: withParams(params, { rows: key }),
          label: t(`filters.${key}`),
          count: counts[key],
        }))}
      />
      <div className="max-h-[52vh] overflow-auto rounded-md border border-line">
        <Table
          label={t('rows')}
          rows={upload.rows}
          rowKey={(row) => row.rowNo}
          rowTone={(row) => (row.outcome === 'bad' ? 'bad' : undefined)}
          columns={[...firstColumns<Row>(t), ...props.columns]}
        />
      </div>
      {counts.bad > 0 && (
        <p className="flex items-center gap-3 text-muted">
          {t('badStay', { count: counts.bad })}
          <DownloadButton isDrawn size="small" href={badRowsHref}>
            {t('badRows')}
          </DownloadButton>
        </p>
      )}
      {!isDone && children}
      <DialogButtons>
        {!isDone && (
          <SubmitButton disabled={taken === 0}>
            {taken > 0 ? (texts.take?.(taken) ?? t('take', { count: taken })) : t('nothing')}
          </SubmitButton>
        )}
      </DialogButtons>
    </ActionForm>
  );
}

const tones: Record<ImportRow<SheetRowBase>['outcome'], Tone> = {
  ...{ new: 'accent', warned: 'warn', known: 'neutral', bad: 'bad', committed: 'good' },
};

function firstColumns<Row extends SheetRowBase>(
  t: Translate<'files.import'>,
): Column<ImportRow<Row>>[] {
  return [
    {
      key: 'rowNo',
      header: t('rowNo'),
      kind: 'number',
      cell: (row) => formatNumber(row.rowNo),
    },
    {
      key: 'outcome',
      header: t('outcome'),
      cell: (row) => <Badge tone={tones[row.outcome]}>{t(`outcomes.${row.outcome}`)}</Badge>,
    },
  ];
}
