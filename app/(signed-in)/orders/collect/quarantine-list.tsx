import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatTime } from '@/app/ui/format';
import { channelColumn, noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { quarantinedOrders } from '@/lib/collection/lists';
import { retryAllOrders, retryOrder } from './actions';
import type { ListProps } from './list-props';
import { unreadableText } from './unreadable-text';

/** 보관함: orders that could not be read, with the reason; the others of their page went on. */
export async function QuarantineList(props: ListProps & { runId?: number }) {
  const { ctx, params, size, request, runId } = props;
  const t = await getTranslations('collect');
  const page = await quarantinedOrders(ctx, request, runId);
  if (runId !== undefined && page.total === 0) return null;
  const orders = page.rows.map((order, index) => ({ ...order, no: page.firstNo - index }));
  return (
    <List
      total={page.total}
      toolbar={
        page.total > 0 && <ActionButton action={retryAllOrders}>{t('retryAllOrders')}</ActionButton>
      }
      footer={runId === undefined && <Pager page={page} size={size} params={params} />}
    >
      <Table
        label={t('lists.quarantined')}
        rows={orders}
        rowKey={(order) => order.id}
        emptyHint={t('empty.quarantined')}
        columns={[
          noColumn,
          {
            key: 'createdAt',
            header: t('columns.createdAt'),
            cell: (order) => formatTime(order.createdAt),
          },
          channelColumn(t('columns.channel')),
          { key: 'orderNo', header: t('columns.orderNo'), cell: (order) => order.orderNo ?? '-' },
          {
            key: 'reason',
            header: t('columns.reason'),
            kind: 'wrap',
            cell: (order) => unreadableText(t, order.reason),
          },
          {
            key: 'run',
            header: t('columns.run'),
            kind: 'center',
            cell: ({ runId }) =>
              runId === null ? (
                '-'
              ) : (
                <Link
                  className="link"
                  href={withParams({}, { list: 'history', run: String(runId) })}
                >
                  {t('openRun')}
                </Link>
              ),
          },
          {
            key: 'retry',
            header: t('columns.retry'),
            kind: 'center',
            cell: ({ id }) => (
              <ActionButton size="small" action={retryOrder} input={{ id }}>
                {t('retry')}
              </ActionButton>
            ),
          },
        ]}
      />
    </List>
  );
}
