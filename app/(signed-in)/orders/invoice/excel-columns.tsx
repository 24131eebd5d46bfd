import { Badge, type Tone } from '@/app/ui/badge';
import { ChannelName } from '@/app/ui/channel-mark';
import { CourierName } from '@/app/ui/courier';
import { formatNumber, formatTime } from '@/app/ui/format';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { marketplaceOf } from '@/lib/channels/registry';
import type { PreviewRow } from '@/lib/invoicing/imports/import-screen';
import { reasonTexts } from './reason-texts';

const tones: Record<PreviewRow['outcome'], Tone> = {
  new: 'accent',
  warned: 'warn',
  known: 'neutral',
  bad: 'bad',
  committed: 'good',
};

/** Rows of a courier's file. No is the row's number in the file, so that it is found there again. */
export function uploadColumns(t: Translate<'invoice'>): Column<PreviewRow>[] {
  const reasonOf = reasonTexts(t);
  const text = (key: string) => t(`excel.columns.${key}` as Parameters<Translate<'invoice'>>[0]);
  return [
    { key: 'no', header: text('rowNo'), kind: 'number', cell: (row) => formatNumber(row.rowNo) },
    {
      key: 'outcome',
      header: text('outcome'),
      cell: (row) => <Badge tone={tones[row.outcome]}>{t(`excel.outcomes.${row.outcome}`)}</Badge>,
    },
    {
      key: 'reason',
      header: text('reason'),
      kind: 'wrap',
      width: '30%',
      cell: (row) => reasonOf(row, row.outcome !== 'bad' && isWarning(row.reason)) || '-',
    },
    {
      key: 'courier',
      header: text('courier'),
      cell: (row) => <CourierName courier={row.courier} />,
    },
    { key: 'shipmentNo', header: text('shipmentNo'), cell: (row) => row.shipmentNo || '-' },
    { key: 'waybillNo', header: text('waybillNo'), cell: (row) => row.waybillNo || '-' },
    {
      key: 'channel',
      header: text('channel'),
      cell: (row) =>
        row.channelName && row.marketplace ? (
          <ChannelName name={row.channelName} mark={marketplaceOf(row.marketplace).mark} />
        ) : (
          '-'
        ),
    },
    { key: 'orderNo', header: text('orderNo'), cell: (row) => row.orderNo ?? '-' },
    { key: 'orderedAt', header: text('orderedAt'), cell: (row) => formatTime(row.orderedAt) },
  ];
}

/** Reasons that stand both for a refusal and for a mere doubt. */
const isWarning = (reason: string) =>
  reason === 'wrongShape' || reason === 'wrongCheckDigit' || reason === 'lostZeros';
