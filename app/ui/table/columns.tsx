import type { ReactNode } from 'react';
import { ChannelName, type Mark, type Room } from '@/app/ui/channel-mark';
import { formatNumber } from '@/app/ui/format';
import { OrderLink } from '@/app/ui/order-link';
import { marketplaceOf } from '@/lib/channels/registry';
import type { Column } from './table';

/** No, of rows that know theirs. */
export const noColumn: Column<{ no: number }> = {
  key: 'no',
  header: 'No',
  kind: 'number',
  cell: (row) => formatNumber(row.no),
};

/** No, counted down from that of the top row. */
export const noFrom = (firstNo: number): Column<unknown> => ({
  ...noColumn,
  cell: (_, index) => formatNumber(firstNo - index),
});

type OfChannel = { channelName: string } & ({ marketplace: string } | { mark: Mark });

export const channelColumn = (header: ReactNode, room?: Room): Column<OfChannel> => ({
  key: 'channel',
  header,
  cell: (row) => (
    <ChannelName
      name={row.channelName}
      mark={'mark' in row ? row.mark : marketplaceOf(row.marketplace).mark}
      room={room}
    />
  ),
});

type OfOrder = { orderId: number; orderNo: string };

/** An order's number, which leads to it, and what else the row says of it. */
export const orderColumn = <Row extends OfOrder>(
  header: ReactNode,
  beside?: (row: Row) => ReactNode,
): Column<Row> => ({
  key: 'orderNo',
  header,
  cell: (row) => (
    <>
      <OrderLink id={row.orderId}>{row.orderNo}</OrderLink> {beside?.(row)}
    </>
  ),
});

type OfGoods = { productName: string; option: string };

/** 상품명 · 옵션; where people tell goods by their names, they stand in full. */
export const goodsColumns = (
  t: (key: GoodsHeader) => string,
  names: 'text' | 'wrap' = 'text',
): Column<OfGoods>[] => [
  {
    key: 'productName',
    header: t('columns.productName'),
    kind: names,
    cell: (row) => row.productName,
  },
  { key: 'option', header: t('columns.option'), kind: 'text', cell: (row) => row.option || '-' },
];

type GoodsHeader = 'columns.productName' | 'columns.option';
