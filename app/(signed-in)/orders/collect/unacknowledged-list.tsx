import { getTranslations } from 'next-intl/server';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { formatMoney, formatNumber, formatTime } from '@/app/ui/format';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { ClaimBadge } from '@/app/ui/states';
import { channelColumn, noColumn, orderColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { Two } from '@/app/ui/table/two';
import type { Translate } from '@/app/ui/translate';
import { type UnacknowledgedLine, unacknowledged } from '@/lib/collection/lists';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { type ParcelMarks as Marks, parcelMarks } from '@/lib/shipments/lists/marks';
import { AcknowledgeButtons } from './acknowledge-buttons';
import type { ListProps } from './list-props';

/** 발주전: what the channels wait for us to accept. */
export async function UnacknowledgedList({ ctx, params, channelIds, size, request }: ListProps) {
  const t = await getTranslations('collect');
  const [page, choices] = await Promise.all([
    unacknowledged(ctx, channelIds, request),
    channelChoices(ctx),
  ]);
  const marks = await parcelMarks(
    ctx,
    page.rows.map((line) => line.shipmentId),
  );
  const lines = page.rows.map((line, index) => ({
    ...line,
    no: page.firstNo - index,
    marks: marks.get(line.shipmentId),
  }));
  return (
    <>
      <FilterBar keep={{ list: 'unacknowledged', size: String(size) }}>
        <ChannelField key={channelIds.join()} channels={choices} chosen={channelIds} />
      </FilterBar>
      <List
        total={page.total}
        searched={channelIds.length > 0}
        rowIds={lines.map((line) => line.lineId)}
        toolbar={<AcknowledgeButtons channelIds={channelIds} />}
        footer={<Pager page={page} size={size} params={params} />}
      >
        <Table
          label={t('lists.unacknowledged')}
          rows={lines}
          rowKey={(line) => line.lineId}
          selectLabel={(line) => t('selectLine', { no: line.lineId })}
          emptyHint={t('empty.unacknowledged')}
          columns={columns(t)}
        />
      </List>
    </>
  );
}

type Row = UnacknowledgedLine & { no: number; marks: Marks | undefined };

function columns(t: Translate<'collect'>): Column<Row>[] {
  return [
    noColumn,
    {
      key: 'paidAt',
      header: <Two upper={t('columns.paidAt')} lower={t('columns.shipBy')} />,
      cell: (line) => <Two upper={formatTime(line.paidAt)} lower={formatTime(line.shipBy)} />,
    },
    { key: 'line', header: t('columns.lineId'), kind: 'number', cell: (line) => line.lineId },
    channelColumn(t('columns.channel')),
    orderColumn(t('columns.orderNo'), ({ marks }) => <ParcelMarks marks={marks} />),
    {
      key: 'product',
      header: <Two upper={t('columns.product')} lower={t('columns.option')} />,
      kind: 'wrap',
      width: '35%',
      cell: (line) => <Two upper={line.productName} lower={line.option || '-'} />,
    },
    {
      key: 'qty',
      header: t('columns.quantity'),
      kind: 'number',
      cell: (line) => formatNumber(line.qty),
    },
    {
      key: 'amount',
      header: t('columns.amount'),
      kind: 'number',
      cell: (line) => formatMoney(line.amount),
    },
    { key: 'claim', header: t('columns.claim'), kind: 'center', cell: claimOf },
    {
      key: 'asked',
      header: t('columns.asked'),
      kind: 'wrap',
      cell: ({ asked, hasLeft }) => {
        if (asked) return t('acknowledge.outcome', outcomeValues(asked));
        return hasLeft ? t('acknowledge.hasLeft') : '-';
      },
    },
  ];
}

function outcomeValues({ outcome, message }: NonNullable<Row['asked']>) {
  return { outcome: outcome ?? 'going', message };
}

function claimOf({ claimState }: Row) {
  const [kind, state] = claimState.split('_');
  return kind && state ? <ClaimBadge kind={kind} state={state} /> : '-';
}
