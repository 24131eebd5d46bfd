import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { DownloadButton, LinkButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatCount, formatNumber } from '@/app/ui/format';
import { goodsColumns, noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { Page } from '@/lib/paging';
import type { StockRow } from '@/lib/stock/screen';
import { CountUploadButton } from './counts/import-dialog';
import type { DeskVariant } from './desk-variant';
import { NewVariantDialog } from './new-variant-dialog';
import { SafetyButton, TaskButton } from './stock-desk';

type StockTableProps = {
  page: Page<StockRow>;
  size: number;
  params: Params;
  isSearched: boolean;
  mayChange: boolean;
};
type Row = StockRow & { no: number; desk: DeskVariant };
/** One row a variant: what is there, what of it is taken, what is left. */
export async function StockTable({ page, size, params, isSearched, mayChange }: StockTableProps) {
  const t = await getTranslations('stock');
  return (
    <List
      total={page.total}
      searched={isSearched}
      toolbar={
        mayChange && (
          <>
            <DownloadButton isDrawn href={`/stock/sheet${withParams(params, {})}`}>
              {t('counts.sheet.download')}
            </DownloadButton>
            <CountUploadButton />
            <NewVariantDialog />
            <TaskButton task="receive" variant="primary">
              {t('receive.button')}
            </TaskButton>
          </>
        )
      }
      footer={<Pager page={page} size={size} params={params} />}
    >
      <Table
        label={t('list')}
        rows={page.rows.map((row, index) => ({
          ...row,
          no: page.firstNo - index,
          desk: deskVariant(row),
        }))}
        rowKey={(row) => row.variantId}
        rowTone={(row) => (row.isShort ? 'warn' : undefined)}
        emptyHint={t(isSearched ? 'emptySearch' : 'empty')}
        columns={[
          ...nameColumns(t),
          ...stockColumns(t, mayChange),
          manageColumn(t, params, mayChange),
        ]}
      />
    </List>
  );
}

function nameColumns(t: Translate<'stock'>): Column<Row>[] {
  return [
    noColumn,
    ...goodsColumns(t),
    { key: 'variantCode', header: t('columns.variantCode'), cell: (row) => row.variantCode },
    { key: 'barcode', header: t('columns.barcode'), cell: (row) => row.barcode || '-' },
    { key: 'supplier', header: t('columns.supplier'), cell: (row) => row.supplierName ?? '-' },
  ];
}

function stockColumns(t: Translate<'stock'>, mayChange: boolean): Column<Row>[] {
  return [
    {
      key: 'onHand',
      header: t('columns.onHand'),
      kind: 'number',
      cell: (row) => formatNumber(row.onHand),
    },
    {
      key: 'allocated',
      header: t('columns.allocated'),
      kind: 'number',
      cell: (row) => formatCount(row.allocated),
    },
    {
      key: 'available',
      header: t('columns.available'),
      kind: 'number',
      cell: (row) => <Available row={row} t={t} />,
    },
    {
      key: 'safety',
      header: t('columns.safety'),
      kind: 'number',
      cell: (row) => (mayChange ? <SafetyButton row={row.desk} /> : formatCount(row.safetyQty)),
    },
  ];
}

function Available({ row, t }: { row: Row; t: Translate<'stock'> }) {
  if (row.isSupplierShipped) return <Badge>{t('supplierShipped')}</Badge>;
  return (
    <span className="inline-flex items-center gap-1.5">
      {row.isShort && <Badge tone="warn">{t('short')}</Badge>}
      <b>{formatNumber(row.available)}</b>
    </span>
  );
}

function manageColumn(t: Translate<'stock'>, params: Params, mayChange: boolean): Column<Row> {
  return {
    key: 'manage',
    header: t('columns.manage'),
    kind: 'number',
    cell: (row) => (
      <span className="inline-flex gap-1">
        {mayChange && (
          <>
            <TaskButton task="receive" size="small" row={row.desk}>
              {t('receive.button')}
            </TaskButton>
            <TaskButton task="adjust" size="small" row={row.desk}>
              {t('adjust.button')}
            </TaskButton>
          </>
        )}
        <LinkButton
          href={withParams(params, { ledger: String(row.variantId), before: undefined })}
          size="small"
          variant="quiet"
          prefetch={false}
          scroll={false}
        >
          {t('ledger.button')}
        </LinkButton>
      </span>
    ),
  };
}

/** What a row's buttons need of it, and no more: it travels to the browser. */
function deskVariant(row: StockRow): DeskVariant {
  const { variantId, variantCode, productName, option, onHand, allocated, safetyQty } = row;
  return { variantId, variantCode, productName, option, onHand, allocated, safetyQty };
}
