import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { withParams } from '@/app/ui/filter/params';
import { formatNumber, formatTime } from '@/app/ui/format';
import { Notice } from '@/app/ui/notice';
import { noColumn, orderColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { type BroughtOrder, collectionOrders } from '@/lib/collection/lists';
import { pageRequest } from '@/lib/paging';
import { failureText } from './failure-text';
import { runColumns } from './history-list';
import type { ListProps } from './list-props';
import { QuarantineList } from './quarantine-list';

/** One collection with the orders it brought. */
export async function RunOrders(props: ListProps & { runId: number }) {
  const { ctx, params, size, request, runId } = props;
  const [t, found] = [
    await getTranslations('collect'),
    await collectionOrders(ctx, runId, request),
  ];
  const back = (
    <Link className="link" href={withParams({}, { list: 'history' })}>
      {t('backToHistory')}
    </Link>
  );
  if (!found) return <Notice tone="warn">{back}</Notice>;
  const { run, orders } = found;
  const shown = orders.rows.map((order, index) => ({ ...order, no: orders.firstNo - index }));
  return (
    <>
      <section className="panel">
        <header className="px-3 py-2">{back}</header>
        <Table
          label={t('lists.history')}
          rows={[{ ...run, reason: await failureText(run.error) }]}
          rowKey={(row) => row.id}
          columns={runColumns(t)}
        />
      </section>
      <QuarantineList {...props} request={pageRequest(undefined, 500)} />
      <List total={orders.total} footer={<Pager page={orders} size={size} params={params} />}>
        <Table
          label={t('columns.orders')}
          rows={shown}
          rowKey={(order) => order.orderId}
          emptyHint={t('empty.runOrders')}
          columns={orderColumns(t)}
        />
      </List>
    </>
  );
}

type Row = BroughtOrder & { no: number };

function orderColumns(t: Translate<'collect'>): Column<Row>[] {
  return [
    noColumn,
    {
      key: 'orderedAt',
      header: t('columns.orderedAt'),
      cell: (order) => formatTime(order.orderedAt),
    },
    { key: 'paidAt', header: t('columns.paidAt'), cell: (order) => formatTime(order.paidAt) },
    orderColumn(t('columns.orderNo')),
    {
      key: 'marketOrderNo',
      header: t('columns.marketOrderNo'),
      cell: (order) => order.marketOrderNo,
    },
    {
      key: 'product',
      header: t('columns.product'),
      kind: 'text',
      cell: ({ productName, lineCount }) =>
        lineCount > 1 ? t('andOthers', { name: productName, count: lineCount - 1 }) : productName,
    },
    {
      key: 'units',
      header: t('columns.quantity'),
      kind: 'number',
      cell: (order) => formatNumber(order.units),
    },
  ];
}
