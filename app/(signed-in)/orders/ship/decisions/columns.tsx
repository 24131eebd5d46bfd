import { ParcelMarks } from '@/app/ui/parcel-marks';
import { channelColumn, orderColumn } from '@/app/ui/table/columns';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { ParcelMarks as Marks } from '@/lib/shipments/lists/marks';

export type MarksById = ReadonlyMap<number, Marks>;

type OfParcel = {
  marketplace: string;
  channelName: string;
  orderId: number;
  orderNo: string;
  productName: string;
  otherLines: number;
};

/** What every list of decisions says of a parcel. */
export function parcelColumns<Row extends OfParcel>(
  t: Translate<'ship'>,
  idOf: (row: Row) => number,
  marks: MarksById,
): Column<Row>[] {
  return [
    { key: 'id', header: t('columns.shipmentId'), kind: 'number', cell: idOf },
    channelColumn(t('columns.channel'), 'narrow'),
    orderColumn(t('columns.orderNo'), (row) => (
      <>
        {' '}
        <ParcelMarks marks={marks.get(idOf(row))} />
      </>
    )),
    {
      key: 'product',
      header: t('columns.productName'),
      kind: 'text',
      cell: ({ productName, otherLines }) =>
        productName + (otherLines > 0 ? ` ${t('others', { count: otherLines })}` : ''),
    },
  ];
}
