import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Badge } from '@/app/ui/badge';
import { OpenDialogButton } from '@/app/ui/dialog/open-dialog-button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatDay, formatMoney, formatNumber, formatTime } from '@/app/ui/format';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { HoldBadges, HoldNotes, StateBadge } from '@/app/ui/states';
import { channelColumn, noColumn, orderColumn } from '@/app/ui/table/columns';
import type { Column } from '@/app/ui/table/table';
import { Two } from '@/app/ui/table/two';
import type { Translate } from '@/app/ui/translate';
import type { AllocationLine, AllocationRow, AllocationTab } from '@/lib/allocation/screen';
import type { ParcelMarks as Marks } from '@/lib/shipments/lists/marks';
import { SplitChoice } from './split-choice';
import { unservedFirst } from './unserved-first';

export type Row = AllocationRow & { no: number; marks: Marks | undefined };

/** The columns of a tab. A shipment is one row; its lines stand below each other in it. */
export async function allocationColumns(
  tab: AllocationTab,
  params: Params,
): Promise<Column<Row>[]> {
  const t = await getTranslations('allocate');
  const manage: Column<Row> = {
    key: 'manage',
    header: t('columns.manage'),
    cell: (row) => (
      <OpenDialogButton
        needs="viewer"
        size="small"
        href={withParams(params, { shipment: String(row.id) })}
        aria-label={t('detail.openRow', { id: String(row.id) })}
      >
        {t('detail.open')}
      </OpenDialogButton>
    ),
  };
  switch (tab) {
    case 'whole':
      return [...headColumns(t), ...totalColumns(t), manage];
    case 'partly':
      return [...channelAboveOrder(headColumns(t)), ...lineColumns(t), splitColumn(t, manage)];
    case 'none':
    case 'waiting':
      return [...channelAboveOrder(headColumns(t)), ...totalColumns(t), missingColumn(t), manage];
    case 'short':
      return [
        ...channelAboveOrder(headColumns(t)),
        ...totalColumns(t),
        missingColumn(t),
        shipByColumn(t),
        manage,
      ];
    case 'leftOut':
    case 'held':
      return [...headColumns(t), ...totalColumns(t), stateColumn(t)];
  }
}

function headColumns(t: Translate<'allocate'>): Column<Row>[] {
  const others = (count: number) => (count > 0 ? ` ${t('others', { count })}` : '');
  return [
    noColumn,
    { key: 'orderedAt', header: t('columns.orderedAt'), cell: (row) => formatDay(row.orderedAt) },
    linesColumn(t, 'lineId', (line) => line.orderLineId),
    channelColumn(t('columns.channel'), 'narrow'),
    orderColumn(t('columns.orderNo'), (row) => (
      <>
        {others(row.otherOrders)} <ParcelMarks marks={row.marks} />
      </>
    )),
    { ...linesColumn(t, 'productName', (line) => line.productName), kind: 'text' },
    { ...linesColumn(t, 'option', (line) => line.option || '-'), kind: 'text' },
  ];
}

/** 판매처 above 주문번호: at 1280 pixels a list that says what is missing has no room for both. */
function channelAboveOrder(columns: Column<Row>[]): Column<Row>[] {
  const channel = columns.find(({ key }) => key === 'channel');
  return columns
    .filter((column) => column !== channel)
    .map((column) =>
      column.key === 'orderNo' && channel
        ? {
            key: column.key,
            header: <Two upper={channel.header} lower={column.header} />,
            cell: (row, index) => (
              <Two upper={channel.cell(row, index)} lower={column.cell(row, index)} />
            ),
          }
        : column,
    );
}

function totalColumns(t: Translate<'allocate'>): Column<Row>[] {
  return [
    {
      key: 'totalQuantity',
      header: t('columns.totalQuantity'),
      kind: 'number',
      cell: (row) => formatNumber(row.wantedQty),
    },
    {
      key: 'totalAmount',
      header: t('columns.totalAmount'),
      kind: 'number',
      cell: (row) => formatMoney(row.amount),
    },
  ];
}

function lineColumns(t: Translate<'allocate'>): Column<Row>[] {
  return [
    { ...linesColumn(t, 'quantity', (line) => formatNumber(line.qty)), kind: 'number' },
    { ...linesColumn(t, 'amount', (line) => formatMoney(line.amount)), kind: 'number' },
    linesColumn(t, 'allocated', (line) =>
      line.allocatedQty === 0 ? (
        <Badge tone="bad">{t('unallocated')}</Badge>
      ) : (
        <Badge tone={line.allocatedQty === line.qty ? 'good' : 'warn'}>
          {t('allocatedPart', { allocated: line.allocatedQty, wanted: line.qty })}
        </Badge>
      ),
    ),
  ];
}

/** With the row's button beside the choice: at 1280 pixels a column of its own has no room. */
function splitColumn(t: Translate<'allocate'>, { cell }: Column<Row>): Column<Row> {
  return {
    key: 'split',
    header: t('columns.split'),
    kind: 'center',
    cell: (row, index) => (
      <span className="inline-flex items-center gap-1">
        <SplitChoice shipmentId={row.id} />
        {cell(row, index)}
      </span>
    ),
  };
}

function missingColumn(t: Translate<'allocate'>): Column<Row> {
  return {
    key: 'missing',
    header: t('columns.missing'),
    cell: (row) =>
      row.missing.map(({ variantCode, qty }) => (
        <div key={variantCode}>{t('missingItem', { variant: variantCode, qty })}</div>
      )),
  };
}

function shipByColumn(t: Translate<'allocate'>): Column<Row> {
  return {
    key: 'shipBy',
    header: t('columns.shipBy'),
    cell: (row) => formatTime(row.shipBy).slice('2026-'.length),
  };
}

function stateColumn(t: Translate<'allocate'>): Column<Row> {
  return {
    key: 'state',
    header: t('columns.state'),
    cell: (row) => (
      <>
        <span className={`flex flex-wrap gap-1 ${row.holdKinds.length > 0 ? 'w-48' : ''}`}>
          <StateBadge axis="stage" state={row.stage} />
          <HoldBadges kinds={row.holdKinds} className="flex-wrap" />
        </span>
        <HoldNotes kinds={row.holdKinds} notes={row.holdNotes} className="max-w-48" />
      </>
    ),
  };
}

const SHOWN_LINES = 5;

type LineKey = 'lineId' | 'productName' | 'option' | 'quantity' | 'amount' | 'allocated';

/** The same line of an order stands at the same height in each of these columns. */
function linesColumn(
  t: Translate<'allocate'>,
  key: LineKey,
  draw: (line: AllocationLine) => ReactNode,
): Column<Row> {
  return {
    key,
    header: t(`columns.${key}`),
    cell: (row) => (
      <>
        {unservedFirst(row.lines)
          .slice(0, SHOWN_LINES)
          .map((line) => {
            const content = draw(line);
            return (
              <div
                key={line.shipmentLineId}
                className="h-5.5 truncate leading-5.5"
                title={typeof content === 'string' ? content : undefined}
              >
                {content}
              </div>
            );
          })}
        {row.lines.length > SHOWN_LINES && (
          <div className="h-5.5 text-muted leading-5.5">
            {key === 'productName' && t('moreLines', { count: row.lines.length - SHOWN_LINES })}
          </div>
        )}
      </>
    ),
  };
}
