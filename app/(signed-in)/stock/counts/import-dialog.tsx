import { getTranslations } from 'next-intl/server';
import { DownloadButton } from '@/app/ui/button';
import type { Params } from '@/app/ui/filter/params';
import { Field, Input } from '@/app/ui/form/field';
import { formatCount, formatNumber } from '@/app/ui/format';
import { ImportDialog } from '@/app/ui/sheet-import/import-dialog';
import { UploadButton } from '@/app/ui/sheet-import/upload-button';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { type ImportFilter, type ImportRow, sheetImport } from '@/lib/files/sheet-import';
import type { JudgedCount } from '@/lib/stock/count-sheet';
import { fill, givePassword } from './actions';
import { problemText } from './problem-text';

/** 엑셀등록 of what lies on the shelves, first stock included. */
export async function CountUploadButton() {
  const t = await getTranslations('stock.counts.sheet');
  return (
    <UploadButton
      purpose="counts"
      returnTo="/stock/counts"
      texts={{ about: t('about'), file: t('file') }}
    >
      <p className="mt-3">
        <DownloadButton isDrawn size="small" href="/stock/sheet">
          {t('download')}
        </DownloadButton>
      </p>
    </UploadButton>
  );
}

type CountImportProps = { uploadId: number; filter: ImportFilter; params: Params };

export async function CountImport({ uploadId, filter, params }: CountImportProps) {
  const t = await getTranslations('stock');
  const upload = await sheetImport<JudgedCount>(await currentCtx(), 'counts', { uploadId, filter });
  if (!upload) return null;
  return (
    <ImportDialog
      upload={upload}
      filter={filter}
      params={params}
      texts={{
        done: t('counts.sheet.done'),
        noRows: t('counts.sheet.failures.noRows'),
        noColumns: t('counts.sheet.failures.noColumns'),
        take: (count) => t('counts.sheet.take', { count }),
      }}
      columns={columnsOf(t)}
      bringIn={fill}
      givePassword={givePassword}
      badRowsHref={`/stock/counts/bad-rows?upload=${upload.id}`}
    >
      <Field name="name" label={t('counts.name')} hint={t('counts.sheet.nameHint')}>
        <Input
          required
          maxLength={100}
          defaultValue={upload.fileName.replace(/\.\w+$/, '').slice(0, 100)}
          className="w-80"
        />
      </Field>
    </ImportDialog>
  );
}

function columnsOf(t: Translate<'stock'>): Column<ImportRow<JudgedCount>>[] {
  return [
    {
      key: 'problems',
      header: t('counts.sheet.problem'),
      kind: 'wrap',
      cell: (row) => row.problems.map((problem) => problemText(t, problem)).join(' / ') || '-',
    },
    { key: 'variantCode', header: t('columns.variantCode'), cell: (row) => row.variantCode || '-' },
    { key: 'name', header: t('columns.productName'), kind: 'text', cell: (row) => row.name || '-' },
    {
      key: 'onHand',
      header: t('columns.onHand'),
      kind: 'number',
      cell: (row) => formatNumber(row.onHand),
    },
    {
      key: 'qty',
      header: t('counts.countedQty'),
      kind: 'number',
      cell: (row) => (row.qty === null ? row.writtenQty || '-' : formatNumber(row.qty)),
    },
    {
      key: 'difference',
      header: t('counts.difference'),
      kind: 'number',
      cell: (row) => <b>{row.qty === null ? '-' : formatCount(row.qty - row.onHand)}</b>,
    },
    {
      key: 'allocated',
      header: t('columns.allocated'),
      kind: 'number',
      cell: (row) => formatCount(row.allocated),
    },
  ];
}
