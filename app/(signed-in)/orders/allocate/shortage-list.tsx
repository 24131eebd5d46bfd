import { getTranslations } from 'next-intl/server';
import { DownloadButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatNumber, formatTime } from '@/app/ui/format';
import { goodsColumns, noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import type { Shortage } from '@/lib/allocation/shortages';
import type { Page } from '@/lib/paging';

type ShortageListProps = {
  page: Page<Shortage>;
  searched: boolean;
  size: number;
  params: Params;
};

/** 부족 품목: what to buy, how many shipments wait for it, and how soon the first must leave. */
export async function ShortageList({ page, searched, size, params }: ShortageListProps) {
  const t = await getTranslations('allocate');
  type Row = Shortage & { no: number };
  const columns: Column<Row>[] = [
    noColumn,
    { key: 'variantCode', header: t('columns.variantCode'), cell: (row) => row.variantCode },
    { key: 'barcode', header: t('columns.barcode'), cell: (row) => row.barcode || '-' },
    ...goodsColumns(t),
    { key: 'supplier', header: t('columns.supplier'), cell: (row) => row.supplierName ?? '-' },
    numberColumn('needed', t('columns.needed'), (row) => row.neededQty),
    numberColumn('available', t('columns.available'), (row) => row.availableQty),
    numberColumn('short', t('columns.short'), (row) => row.shortQty),
    numberColumn('waiting', t('columns.waiting'), (row) => row.waitingShipments),
    {
      key: 'soonest',
      header: t('columns.soonest'),
      cell: (row) => formatTime(row.soonestShipBy),
    },
  ];
  return (
    <List
      total={page.total}
      searched={searched}
      toolbar={
        <DownloadButton isDrawn href={`/orders/allocate/shortages${withParams(params, {})}`}>
          {t('purchaseSheet')}
        </DownloadButton>
      }
      footer={<Pager page={page} size={size} params={params} />}
    >
      <Table
        label={t('tabs.items')}
        columns={columns}
        rows={page.rows.map((row, index) => ({ ...row, no: page.firstNo - index }))}
        rowKey={(row) => row.variantId}
        emptyHint={t('empty.items')}
      />
    </List>
  );

  function numberColumn(key: string, header: string, of: (row: Row) => number): Column<Row> {
    return { key, header, kind: 'number', cell: (row) => formatNumber(of(row)) };
  }
}
