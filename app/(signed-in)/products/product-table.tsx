import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { DownloadButton, LinkButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatCount, formatMoney } from '@/app/ui/format';
import { goodsColumns, noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { Page } from '@/lib/paging';
import type { VariantRow } from '@/lib/products/screen';
import { BulkDialog } from './bulk-dialog';
import { VariantUploadButton } from './import-dialog';
import { NewProductDialog } from './product-dialogs';

type ProductTableProps = {
  page: Page<VariantRow>;
  size: number;
  params: Params;
  isSearched: boolean;
  mayChange: boolean;
};
type Row = VariantRow & { no: number };
/** One row a variant: what it is, and how it is kept and packed. */
export async function ProductTable(props: ProductTableProps) {
  const { page, size, params, isSearched, mayChange } = props;
  const t = await getTranslations('products');
  return (
    <List
      total={page.total}
      searched={isSearched}
      rowIds={page.rows.map((row) => row.variantId)}
      toolbar={mayChange && <Toolbar t={t} params={params} />}
      footer={<Pager page={page} size={size} params={params} />}
    >
      <Table
        label={t('list')}
        rows={page.rows.map((row, index) => ({ ...row, no: page.firstNo - index }))}
        rowKey={(row) => row.variantId}
        selectLabel={mayChange ? (row) => t('select', { name: nameOf(row) }) : undefined}
        rowTone={(row) => (row.hasSameBarcode ? 'warn' : undefined)}
        emptyHint={t(isSearched ? 'emptySearch' : 'empty')}
        columns={[...nameColumns(t), ...handlingColumns(t), manageColumn(t, params, mayChange)]}
      />
    </List>
  );
}

function Toolbar({ t, params }: { t: Translate<'products'>; params: Params }) {
  return (
    <>
      <DownloadButton isDrawn href={`/products/sheet${withParams(params, { page: undefined })}`}>
        {t('sheet.download')}
      </DownloadButton>
      <VariantUploadButton />
      <BulkDialog />
      <NewProductDialog />
    </>
  );
}

function nameColumns(t: Translate<'products'>): Column<Row>[] {
  return [
    noColumn,
    ...goodsColumns(t),
    { key: 'variantCode', header: t('columns.variantCode'), cell: (row) => row.variantCode },
    {
      key: 'barcode',
      header: t('columns.barcode'),
      cell: (row) => (
        <span className="inline-flex items-center gap-1.5">
          {row.barcode || '-'}
          {row.hasSameBarcode && <Badge tone="warn">{t('sameBarcode')}</Badge>}
        </span>
      ),
    },
    {
      key: 'price',
      header: t('columns.price'),
      kind: 'number',
      cell: (row) => formatMoney(row.price),
    },
  ];
}

function handlingColumns(t: Translate<'products'>): Column<Row>[] {
  return [
    {
      key: 'temperature',
      header: t('columns.temperature'),
      cell: ({ temperature }) =>
        temperature === 'ambient' ? (
          t('temperatures.ambient')
        ) : (
          <Badge tone="accent">{t(`temperatures.${temperature}`)}</Badge>
        ),
    },
    {
      key: 'bundling',
      header: t('columns.bundling'),
      cell: ({ bundling }) => t(`bundlings.${bundling}`),
    },
    {
      key: 'maxPerParcel',
      header: t('columns.maxPerParcel'),
      kind: 'number',
      cell: ({ maxPerParcel }) => formatCount(maxPerParcel ?? 0),
    },
    {
      key: 'supplier',
      header: t('columns.supplier'),
      cell: (row) => (
        <span className="inline-flex items-center gap-1.5">
          {row.supplierName ?? '-'}
          {row.isSupplierShipped && <Badge>{t('supplierShipped')}</Badge>}
        </span>
      ),
    },
    {
      key: 'tags',
      header: t('columns.tags'),
      kind: 'text',
      cell: ({ tags }) => tags.join(', ') || '-',
    },
  ];
}

function manageColumn(t: Translate<'products'>, params: Params, mayChange: boolean): Column<Row> {
  return {
    key: 'manage',
    header: t('columns.manage'),
    kind: 'center',
    cell: (row) =>
      mayChange && (
        <LinkButton
          href={withParams(params, { edit: String(row.variantId) })}
          size="small"
          prefetch={false}
          scroll={false}
          aria-label={t('editOf', { name: nameOf(row) })}
        >
          {t('edit.button')}
        </LinkButton>
      ),
  };
}

const nameOf = ({ productName, option }: VariantRow) => `${productName} ${option}`.trim();
