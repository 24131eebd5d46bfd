import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatNumber, formatTime } from '@/app/ui/format';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { ClaimBadge, StateBadge } from '@/app/ui/states';
import { channelColumn, orderColumn } from '@/app/ui/table/columns';
import { RowOpener } from '@/app/ui/table/row-opener';
import { type Column, Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import type { ClaimRow } from '@/lib/claims/screen';
import { type ParcelMarks as Marks, parcelMarks } from '@/lib/shipments/lists/marks';

type ClaimTableProps = { rows: ClaimRow[]; firstNo: number; params: Params; emptyHint: string };

export async function ClaimTable({ rows, firstNo, params, emptyHint }: ClaimTableProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('claims')];
  const marks = await parcelMarks(
    ctx,
    rows.flatMap(({ shipmentId }) => shipmentId ?? []),
  );
  return (
    <RowOpener>
      <Table
        label={t('title')}
        rows={rows}
        rowKey={(row) => row.id}
        selectLabel={(row) => t('select', { id: String(row.id) })}
        rowTone={(row) => (row.isRelabelNeeded ? 'warn' : undefined)}
        emptyHint={emptyHint}
        columns={await columns(firstNo, params, marks)}
      />
    </RowOpener>
  );
}

async function columns(
  firstNo: number,
  params: Params,
  marks: ReadonlyMap<number, Marks>,
): Promise<Column<ClaimRow>[]> {
  const t = await getTranslations('claims');
  return [
    {
      key: 'no',
      header: 'No',
      kind: 'number',
      cell: (row, index) => (
        <Link
          className="link"
          href={withParams(params, { claim: String(row.id) })}
          prefetch={false}
          scroll={false}
          aria-label={t('open', { id: String(row.id) })}
          data-opens-row
        >
          {formatNumber(firstNo - index)}
        </Link>
      ),
    },
    { key: 'at', header: t('columns.at'), cell: (row) => formatTime(row.requestedAt) },
    {
      key: 'claim',
      header: t('columns.claim'),
      cell: (row) => <ClaimBadge kind={row.kind} state={row.state} />,
    },
    channelColumn(t('columns.channel'), 'narrow'),
    orderColumn(t('columns.orderNo'), ({ shipmentId }) => (
      <ParcelMarks marks={marks.get(shipmentId ?? 0)} />
    )),
    {
      key: 'product',
      header: t('columns.product'),
      kind: 'text',
      cell: (row) => [row.productName, row.option].filter(Boolean).join(' · '),
    },
    {
      key: 'qty',
      header: t('columns.qty'),
      kind: 'number',
      cell: ({ qty, sentQty, receivedQty }) => {
        if (sentQty > 0) return t('qtySent', { qty, sentQty, receivedQty });
        return receivedQty > 0 ? t('qtyReceived', { qty, receivedQty }) : formatNumber(qty);
      },
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      kind: 'text',
      cell: (row) => row.reason || '-',
    },
    {
      key: 'shipment',
      header: t('columns.shipment'),
      kind: 'number',
      cell: (row) => row.shipmentId ?? '-',
    },
    { key: 'stage', header: t('columns.stage'), cell: Standing },
  ];
}

async function Standing({ stage, isRelabelNeeded }: ClaimRow) {
  const t = await getTranslations('claims');
  if (!stage) return '-';
  return (
    <span className="inline-flex gap-1">
      <StateBadge axis="stage" state={stage} />
      {isRelabelNeeded && <Badge tone="warn">{t('relabelNeeded')}</Badge>}
    </span>
  );
}
