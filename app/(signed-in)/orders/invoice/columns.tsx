import { Badge } from '@/app/ui/badge';
import { ShortCourierName } from '@/app/ui/courier';
import { formatNumber, formatTime } from '@/app/ui/format';
import { OrderLink } from '@/app/ui/order-link';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { ShortHoldBadge, StateBadge } from '@/app/ui/states';
import { channelColumn } from '@/app/ui/table/columns';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { InvoiceRow } from '@/lib/invoicing/screen';
import type { ParcelMarks as Marks } from '@/lib/shipments/lists/marks';

export function invoiceColumns(
  t: Translate<'invoice'>,
  marks: ReadonlyMap<number, Marks>,
): Column<InvoiceRow>[] {
  return [
    {
      key: 'rowNo',
      header: t('columns.rowNo'),
      kind: 'number',
      cell: (row) => formatNumber(row.rowNo),
    },
    { key: 'waybillNo', header: t('columns.waybillNo'), cell: (row) => row.waybillNo ?? '-' },
    {
      key: 'orderNo',
      header: t('columns.orderNo'),
      cell: ({ orderId, orderNo, otherOrders: others }) => {
        const words = others > 0 ? t('bundle', { orderNo, others }) : orderNo;
        return (
          <span className="block max-w-[148px] truncate 2xl:max-w-none" title={words}>
            <OrderLink id={orderId}>{words}</OrderLink>
          </span>
        );
      },
    },
    {
      key: 'state',
      header: t('columns.state'),
      cell: (row) => (
        <span className="inline-flex gap-1">
          {row.isRequested && <Badge tone="warn">{t('requested')}</Badge>}
          {!row.isRequested && row.holdKinds.length === 0 && (
            <StateBadge axis="stage" state={row.stage} />
          )}
          <ShortHoldBadge kinds={row.holdKinds} />
        </span>
      ),
    },
    {
      key: 'waybill',
      header: t('columns.waybill'),
      cell: (row) => <StateBadge axis="waybill" state={row.waybillState} />,
    },
    {
      key: 'printed',
      header: t('columns.printed'),
      cell: ({ printedCount, wave }) => (
        <>
          {printedCount > 0 ? t('printedTimes', { count: printedCount }) : t('unprinted')}
          {wave && (
            <span
              className="text-faint text-xs"
              title={t('wave.name', { ...wave, day: wave.day.slice(5) })}
            >
              {' '}
              {t('wave.no', { no: wave.no })}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'courier',
      header: t('columns.courier'),
      cell: (row) => drawCourier(t, row),
    },
    {
      key: 'variants',
      header: t('columns.variants'),
      kind: 'number',
      cell: (row) => formatNumber(row.variants),
    },
    {
      key: 'units',
      header: t('columns.units'),
      kind: 'number',
      cell: (row) => formatNumber(row.units),
    },
    { key: 'recipient', header: t('columns.recipient'), cell: (row) => row.recipientName },
    {
      key: 'address',
      header: t('columns.address'),
      kind: 'text',
      cell: ({ shipmentId, address }) => (
        <span title={address}>
          <ParcelMarks marks={marks.get(shipmentId)} /> {address}
        </span>
      ),
    },
    {
      key: 'orderedAt',
      header: t('columns.orderedAt'),
      // The year is in the conditions above; without it thirteen columns fit a small screen.
      cell: (row) => (
        <span title={formatTime(row.orderedAt)}>{formatTime(row.orderedAt).slice(5)}</span>
      ),
    },
    channelColumn(t('columns.channel'), 'tight'),
  ];
}

/** The courier of the number, else the contract that it is to go with and why. */
function drawCourier(t: Translate<'invoice'>, { courier, proposal }: InvoiceRow) {
  if (!proposal)
    return (
      <span className="block max-w-[72px] 2xl:max-w-none">
        <ShortCourierName courier={courier} />
      </span>
    );
  const { accountName, by, ruleName } = proposal;
  const why = by === 'rule' ? t('proposal.rule', { rule: ruleName ?? '' }) : t(`proposal.${by}`);
  const words = `${accountName} · ${why}`;
  return (
    <span className="block max-w-[72px] truncate text-muted 2xl:max-w-[220px]" title={words}>
      {words}
    </span>
  );
}
