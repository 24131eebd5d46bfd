import { getTranslations } from 'next-intl/server';
import { ChannelName } from '@/app/ui/channel-mark';
import { ActionButton } from '@/app/ui/form/action-button';
import { OrderLink } from '@/app/ui/order-link';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import { marketplaceOf } from '@/lib/channels/registry';
import type { ShortParcel } from '@/lib/shipping/short-parcels';
import { queueAgain } from './actions';

/** 결품: held at packing, until the goods are there again. */
export async function ShortList({ rows }: { rows: ShortParcel[] }) {
  const [t, tShip] = [await getTranslations('ship.decisions'), await getTranslations('ship')];
  const columns: Column<ShortParcel>[] = [
    { key: 'id', header: tShip('columns.shipmentId'), kind: 'number', cell: (row) => row.id },
    {
      key: 'channel',
      header: tShip('columns.channel'),
      cell: (row) => (
        <ChannelName name={row.channelName} mark={marketplaceOf(row.marketplace).mark} />
      ),
    },
    {
      key: 'orderNo',
      header: tShip('columns.orderNo'),
      cell: (row) => <OrderLink id={row.orderId}>{row.orderNo}</OrderLink>,
    },
    {
      key: 'product',
      header: tShip('columns.productName'),
      kind: 'text',
      cell: (row) =>
        row.productName +
        (row.otherLines > 0 ? ` ${tShip('others', { count: row.otherLines })}` : ''),
    },
    { key: 'note', header: t('columns.note'), kind: 'wrap', cell: (row) => row.note || '-' },
    {
      key: 'decision',
      header: t('columns.decision'),
      cell: (row) => (
        <ActionButton size="small" action={queueAgain} input={{ shipmentIds: [row.id] }}>
          {t('requeue')}
        </ActionButton>
      ),
    },
  ];
  return (
    <List
      total={rows.length}
      rowIds={rows.map((row) => row.id)}
      toolbar={
        <ActionButton
          action={queueAgain}
          selectionAs="shipmentIds"
          confirm={{ title: t('requeueTitle'), body: t('requeueBody'), label: t('requeue') }}
        >
          {t('requeueSelected')}
        </ActionButton>
      }
    >
      <Table
        label={t('shortList')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        selectLabel={(row) => tShip('selectRow', { id: row.id })}
        emptyHint={t('shortEmpty')}
      />
    </List>
  );
}
