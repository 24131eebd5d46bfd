import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { withParams } from '@/app/ui/filter/params';
import { formatTime } from '@/app/ui/format';
import { Notice } from '@/app/ui/notice';
import { noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { comparisonWithMissing } from '@/lib/collection/reconciliation/reconcile-screen';
import { ComparedStates } from './compared-states';
import type { ListProps } from './list-props';
import { comparisonColumns, FetchButton, withReasons } from './reconcile-list';

/** One comparison with the numbers of the orders that we do not have. */
export async function MissingOrders(props: ListProps & { comparisonId: number }) {
  const { ctx, params, size, request, comparisonId } = props;
  const t = await getTranslations('collect');
  const found = await comparisonWithMissing(ctx, comparisonId, request);
  const back = (
    <Link className="link" href={withParams({}, { list: 'reconcile' })}>
      {t('reconcile.back')}
    </Link>
  );
  if (!found) return <Notice tone="warn">{back}</Notice>;
  const { comparison, missing } = found;
  const orders = missing.rows.map((order, index) => ({ ...order, no: missing.firstNo - index }));
  return (
    <>
      <section className="panel">
        <header className="px-3 py-2">{back}</header>
        <Table
          label={t('lists.reconcile')}
          rows={await withReasons([comparison])}
          rowKey={(row) => row.id}
          columns={comparisonColumns(t)}
        />
        <ComparedStates comparisons={[comparison]} />
      </section>
      <List
        total={missing.total}
        toolbar={<FetchButton {...comparison} />}
        footer={<Pager page={missing} size={size} params={params} />}
      >
        <Table
          label={t('columns.missingOrders')}
          rows={orders}
          rowKey={(order) => order.orderNo}
          emptyHint={t(comparison.state === 'done' ? 'reconcile.complete' : 'reconcile.unknown')}
          columns={[
            noColumn,
            { key: 'orderNo', header: t('columns.orderNo'), cell: (order) => order.orderNo },
            {
              key: 'paidAt',
              header: t('columns.paidAt'),
              cell: (order) => formatTime(order.paidAt),
            },
            {
              key: 'why',
              header: t('columns.why'),
              kind: 'text',
              cell: (order) =>
                t(order.isQuarantined ? 'reconcile.quarantined' : 'reconcile.notCollected'),
            },
          ]}
        />
      </List>
    </>
  );
}
