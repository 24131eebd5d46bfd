import { getTranslations } from 'next-intl/server';
import { formatDay } from '@/app/ui/format';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { channelColumn, orderColumn } from '@/app/ui/table/columns';
import type { Column } from '@/app/ui/table/table';
import type { ShownRecipient } from '@/lib/recipients/mask';
import type { ParcelMarks as Marks } from '@/lib/shipments/lists/marks';

type OrderLike = {
  orderedAt: string;
  lineId: number;
  otherLines: number;
  channelName: string;
  marketplace: string;
  orderId: number;
  orderNo: string;
  otherOrders?: number;
  recipient: ShownRecipient;
  marks?: Marks;
};

/** 주문일 to 수령자휴대전화, as all lists of this screen have them. */
export async function orderColumns<Row extends OrderLike>(): Promise<Column<Row>[]> {
  const t = await getTranslations('bundle');
  const more = (count = 0) => (count > 0 ? ` ${t('others', { count })}` : '');
  return [
    { key: 'orderedAt', header: t('columns.orderedAt'), cell: (row) => formatDay(row.orderedAt) },
    {
      key: 'lineId',
      header: t('columns.lineId'),
      cell: (row) => row.lineId + more(row.otherLines),
    },
    channelColumn(t('columns.channel'), 'narrow'),
    orderColumn(t('columns.orderNo'), (row) => (
      <>
        {more(row.otherOrders)} <ParcelMarks marks={row.marks} />
      </>
    )),
    { key: 'name', header: t('columns.name'), cell: (row) => row.recipient.name },
    {
      key: 'address',
      header: t('columns.address'),
      kind: 'text',
      cell: (row) => row.recipient.address,
    },
    { key: 'phone', header: t('columns.phone'), cell: (row) => row.recipient.phone || '-' },
    { key: 'mobile', header: t('columns.mobile'), cell: (row) => row.recipient.mobile || '-' },
  ];
}
