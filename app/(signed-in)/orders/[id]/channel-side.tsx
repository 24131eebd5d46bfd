import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatTime } from '@/app/ui/format';
import { StateBadge } from '@/app/ui/states';
import { type Column, Table } from '@/app/ui/table/table';
import type { OrderPush } from '@/lib/orders/order';
import { retry } from '../ship/actions';
import { Section } from './section';

/** What was told to the channel, and what it answered. */
export async function Pushes({ pushes, mayWork }: { pushes: OrderPush[]; mayWork: boolean }) {
  const t = await getTranslations('order');
  if (pushes.length === 0) return null;
  const columns: Column<OrderPush>[] = [
    { key: 'at', header: t('columns.at'), cell: (push) => formatTime(push.sentAt) },
    {
      key: 'state',
      header: t('columns.push'),
      cell: (push) => <StateBadge axis="push" state={push.state} />,
    },
    {
      key: 'shipment',
      header: t('columns.shipment'),
      kind: 'number',
      cell: (push) => push.shipmentId,
    },
    { key: 'waybill', header: t('columns.waybillNo'), cell: (push) => push.waybillNo || '-' },
    { key: 'unit', header: t('columns.unit'), cell: (push) => push.channelUnitNo },
    {
      key: 'answer',
      header: t('columns.answer'),
      kind: 'text',
      cell: (push) => push.answerMessage || '-',
    },
    {
      key: 'retry',
      header: t('columns.manage'),
      cell: ({ id, state }) =>
        mayWork && (state === 'failed' || state === 'unknown') ? (
          <ActionButton size="small" action={retry} input={{ pushIds: [id] }}>
            {t('retry')}
          </ActionButton>
        ) : (
          '-'
        ),
    },
  ];
  return (
    <Section title={t('pushes')} label={t('pushes')}>
      <Table label={t('pushes')} columns={columns} rows={pushes} rowKey={(push) => push.id} />
    </Section>
  );
}
