import { getTranslations } from 'next-intl/server';
import { DownloadButton } from '@/app/ui/button';
import type { Params } from '@/app/ui/filter/params';
import { formatMoney } from '@/app/ui/format';
import { ImportDialog } from '@/app/ui/sheet-import/import-dialog';
import { UploadButton } from '@/app/ui/sheet-import/upload-button';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { type ImportFilter, type ImportRow, sheetImport } from '@/lib/files/sheet-import';
import type { JudgedRow } from '@/lib/products/import-plan';
import { bringIn, givePassword } from './actions';
import { problemText } from './problem-text';

export async function VariantUploadButton() {
  const t = await getTranslations('products.sheet');
  return (
    <UploadButton
      purpose="variants"
      returnTo="/products"
      texts={{ about: t('about'), file: t('file') }}
    >
      <p className="mt-3">
        <DownloadButton needs="viewer" isDrawn size="small" href="/products/template">
          {t('template')}
        </DownloadButton>
      </p>
    </UploadButton>
  );
}

type VariantImportProps = { uploadId: number; filter: ImportFilter; params: Params };

export async function VariantImport({ uploadId, filter, params }: VariantImportProps) {
  const t = await getTranslations('products');
  const ctx = await currentCtx();
  const upload = await sheetImport<JudgedRow>(ctx, 'variants', { uploadId, filter });
  if (!upload) return null;
  return (
    <ImportDialog
      upload={upload}
      filter={filter}
      params={params}
      texts={{
        done: t('sheet.done'),
        noRows: t('sheet.failures.noRows'),
        noColumns: t('sheet.failures.noColumns'),
      }}
      columns={columnsOf(t)}
      bringIn={bringIn}
      givePassword={givePassword}
      badRowsHref={`/products/bad-rows?upload=${upload.id}`}
    />
  );
}

function columnsOf(t: Translate<'products'>): Column<ImportRow<JudgedRow>>[] {
  return [
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
