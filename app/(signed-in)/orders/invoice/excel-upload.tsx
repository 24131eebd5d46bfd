import { getTranslations } from 'next-intl/server';
import { DownloadButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { Notice } from '@/app/ui/notice';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { Progress } from '@/app/ui/run/progress';
import { UnreadSheets } from '@/app/ui/sheet-import/unread-sheets';
import { Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import type { ImportScreen } from '@/lib/invoicing/imports/import-screen';
import type { Asked } from './asked';
import { uploadColumns } from './excel-columns';
import { MappingForm } from './mapping-form';
import { PasswordForm } from './password-form';
import { commit, remap } from './sheet-actions';

type ExcelUploadProps = { screen: ImportScreen; asked: Asked; params: Params };

const outcomes = ['all', 'good', 'known', 'bad'] as const;

/** One file: while it is read, what it lacks, or its rows with what would come of each. */
export async function ExcelUpload({ screen, asked, params }: ExcelUploadProps) {
  const { upload, counts, rows } = screen;
  const t = await getTranslations('invoice');
  switch (upload.state) {
    case 'queued':
    case 'parsing':
      return (
        <div className="panel px-3 py-4">
          <LiveRefresh active />
          <Progress
            label={t('excel.reading')}
            detail={upload.fileName}
            done={0}
            total={null}
            active
          />
        </div>
      );
    case 'needs_password':
      return <PasswordForm uploadId={upload.id} wasWrong={upload.error === 'passwordWrong'} />;
    case 'needs_mapping':
      return (
        <MappingForm
          uploadId={upload.id}
          headers={upload.headers ?? []}
          known={screen.columns}
          isRead={upload.rowCount > 0}
        />
      );
    case 'failed':
      return <Notice tone="bad">{await sheetError(upload.error)}</Notice>;
  }
  const isOpen = upload.state === 'previewed';
  return (
    <div className="grid gap-3">
      <UnreadSheets sheets={upload.sheets} />
      <section className="panel">
        <header className="flex flex-wrap items-center gap-3 pr-3">
          <Tabs
            label={t('excel.rows')}
            selected={asked.outcome}
            tabs={outcomes.map((key) => ({
              key,
              href: withParams(params, { outcome: key === 'all' ? undefined : key }),
              label: t(`excel.filters.${key}`),
              count: counts[key],
            }))}
          />
          <div className="ml-auto flex items-center gap-1.5">
            {isOpen && (
              <ActionButton variant="quiet" action={remap} input={{ uploadId: upload.id }}>
                {t('excel.remap')}
              </ActionButton>
            )}
            {counts.bad > 0 && (
              <DownloadButton
                needs="personalData"
                isDrawn
                href={`/orders/invoice/excel-errors?upload=${upload.id}`}
              >
                {t('excel.errorFile')}
              </DownloadButton>
            )}
            <ActionButton
              action={commit}
              variant="primary"
              input={{ uploadId: upload.id }}
              disabled={!isOpen || counts.good === 0}
            >
              {isOpen && counts.good > 0
                ? t('excel.commitCount', { count: counts.good })
                : t('excel.commit')}
            </ActionButton>
          </div>
        </header>
        <div className="border-line border-t">
          <Table
            label={t('excel.rows')}
            columns={uploadColumns(t)}
            rows={rows}
            rowKey={(row) => row.rowNo}
            rowTone={(row) => (row.outcome === 'bad' ? 'bad' : undefined)}
            emptyHint={t('excel.emptyHint')}
          />
        </div>
        {rows.length < counts[asked.outcome] && asked.word === '' && (
          <p className="border-line border-t px-3 py-2 text-muted">
            {t('excel.more', { count: rows.length })}
          </p>
        )}
      </section>
    </div>
  );
}

async function sheetError(error: string | null): Promise<string> {
  const t = await getTranslations('files.sheet');
  const key = (error ?? 'unexpected') as Parameters<typeof t>[0];
  return t(t.has(key) ? key : 'unexpected');
}
