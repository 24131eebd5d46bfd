import { getTranslations } from 'next-intl/server';
import { formatMoney, formatNumber, formatTime } from '@/app/ui/format';
import { ClaimBadge, StateBadge } from '@/app/ui/states';
import { type Column, Table } from '@/app/ui/table/table';
import type { OrderClaim, OrderLine } from '@/lib/orders/order';
import { NoticeDialog, type TellableLine } from '../notices/notice-dialog';
import { Section } from './section';

type LinesProps = {
  lines: OrderLine[];
  claims: OrderClaim[];
  /** By a channel, not by a sheet or a form. */
  isFromChannel: boolean;
  mayWork: boolean;
};

/** What the channel sold, with its own state of each line and the last claim on it. */
export async function Lines({ lines, claims, isFromChannel, mayWork }: LinesProps) {
  const told = tellable(lines, isFromChannel);
  const t = await getTranslations('order');
  const columns: Column<OrderLine>[] = [
    { key: 'id', header: t('columns.lineId'), kind: 'number', cell: (line) => line.id },
    { key: 'code', header: t('columns.productCode'), cell: (line) => line.productCode || '-' },
    {
      key: 'product',
      header: t('columns.product'),
      kind: 'wrap',
      cell: (line) => [line.productName, line.option].filter(Boolean).join(' · '),
    },
    {
      key: 'qty',
      header: t('columns.qty'),
      kind: 'number',
      cell: ({ qty, cancelledQty }) =>
        cancelledQty > 0 ? t('cancelledOf', { qty, cancelled: cancelledQty }) : formatNumber(qty),
    },
    {
      key: 'amount',
      header: t('columns.amount'),
      kind: 'number',
      cell: (line) => formatMoney(line.amount, line.currency),
    },
    {
      key: 'state',
      header: t('columns.channelState'),
      cell: (line) => (
        <span title={t('readAt', { raw: line.rawState, at: formatTime(line.stateReadAt) })}>
          <StateBadge axis="channel" state={line.channelState} />
        </span>
      ),
    },
    {
      key: 'claim',
      header: t('columns.claim'),
      cell: (line) => {
        const claim = claims.find((one) => one.orderLineId === line.id);
        return claim ? <ClaimBadge kind={claim.kind} state={claim.state} /> : '-';
      },
    },
    { key: 'shipBy', header: t('columns.shipBy'), cell: (line) => formatTime(line.shipBy) },
  ];
  return (
    <Section
      title={t('lines')}
      label={t('lines')}
      aside={
        mayWork && (
          <span className="ml-auto inline-flex gap-1">
            <NoticeDialog kind="delay" lines={told} />
            <NoticeDialog kind="sold_out" lines={told} />
          </span>
        )
      }
    >
      <Table label={t('lines')} columns={columns} rows={lines} rowKey={(line) => line.id} />
    </Section>
  );
}

/** What the marketplace can still be told of: neither cancelled in full nor on its way. */
function tellable(lines: OrderLine[], isFromChannel: boolean): TellableLine[] {
  return lines
    .filter(({ qty, cancelledQty }) => qty > cancelledQty)
    .filter(({ channelState }) => channelState === 'paid' || channelState === 'acknowledged')
    .map(({ id, productName, option, qty, cancelledQty }) => ({
      ...{ id, isFromChannel, leftQty: qty - cancelledQty },
      name: [productName, option].filter(Boolean).join(' · '),
    }));
}
