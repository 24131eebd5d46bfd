import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { ClaimBadge, StateBadge } from '@/app/ui/states';
import { type Column, Table } from '@/app/ui/table/table';
import type { OrderClaim, OrderPush } from '@/lib/orders/order';
import { retry } from '../ship/actions';
import { Section } from './section';

/** 클레임 on lines of the order; nothing where there was none. */
export async function Claims({ claims }: { claims: OrderClaim[] }) {
  const t = await getTranslations('order');
  if (claims.length === 0) return null;
  const columns: Column<OrderClaim>[] = [
    { key: 'at', header: t('columns.at'), cell: (claim) => formatTime(claim.requestedAt) },
    {
      key: 'claim',
      header: t('columns.claim'),
      cell: (claim) => <ClaimBadge kind={claim.kind} state={claim.state} />,
    },
    { key: 'no', header: t('columns.claimNo'), cell: (claim) => claim.claimNo },
    {
      key: 'line',
      header: t('columns.lineId'),
      kind: 'number',
      cell: (claim) => claim.orderLineId,
    },
    {
      key: 'qty',
      header: t('columns.qty'),
      kind: 'number',
      cell: (claim) => formatNumber(claim.qty),
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      kind: 'text',
      cell: (claim) => claim.reason || '-',
    },
  ];
  return (
    <Section title={t('claims')} label={t('claims')}>
      <Table label={t('claims')} columns={columns} rows={claims} rowKey={(claim) => claim.id} />
    </Section>
  );
}

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
