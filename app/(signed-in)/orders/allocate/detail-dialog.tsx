import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { Dialog } from '@/app/ui/dialog/dialog';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { HoldBadges, HoldNotes, StateBadge } from '@/app/ui/states';
import { type Column, Table } from '@/app/ui/table/table';
import {
  type AllocationDetail,
  allocationDetail,
  type ShipmentLine,
} from '@/lib/allocation/shipment';
import { currentCtx } from '@/lib/auth/current';
import { allocateOneLine, releaseOneLine } from './actions';
import { reasonTexts } from './reason-texts';

type DetailDialogProps = { shipmentId: number; closeHref: string };

/** One shipment: allocate or release line by line, and why it stands as it does. */
export async function DetailDialog({ shipmentId, closeHref }: DetailDialogProps) {
  const t = await getTranslations('allocate.detail');
  const detail = await allocationDetail(await currentCtx(), shipmentId);
  const title = detail
    ? t('title', { id: detail.id, channel: detail.channelName, orderNo: detail.orderNo })
    : t('missing');
  return (
    <Dialog key={shipmentId} title={title} closeHref={closeHref} width="wide">
      {detail && (
        <div className="grid max-h-[75vh] gap-4 overflow-y-auto">
          <Now detail={detail} />
          <Lines lines={detail.lines} />
          <Decisions detail={detail} />
        </div>
      )}
    </Dialog>
  );
}

async function Now({ detail }: { detail: AllocationDetail }) {
  const t = await getTranslations('allocate');
  const textOf = await reasonTexts(detail);
  return (
    <section className="grid gap-1">
      <p className="flex flex-wrap items-center gap-2">
        <StateBadge axis="stage" state={detail.stage} />
        <HoldBadges kinds={detail.holdKinds} />
        <span>
          {t('allocatedPart', { allocated: detail.allocatedQty, wanted: detail.wantedQty })}
        </span>
        <span className="text-muted">
          {t('columns.shipBy')} {formatTime(detail.shipBy)}
        </span>
      </p>
      <HoldNotes kinds={detail.holdKinds} notes={detail.holdNotes} />
      <p data-why>{textOf(detail.reason)}</p>
    </section>
  );
}

async function Lines({ lines }: { lines: ShipmentLine[] }) {
  const t = await getTranslations('allocate');
  const columns: Column<ShipmentLine>[] = [
    { key: 'lineId', header: t('columns.lineId'), cell: (line) => line.orderLineId },
    {
      key: 'product',
      header: t('columns.productName'),
      kind: 'wrap',
      cell: (line) => [line.productName, line.option].filter(Boolean).join(' · '),
    },
    {
      key: 'goods',
      header: t('detail.goods'),
      kind: 'wrap',
      cell: (line) =>
        line.items.length === 0
          ? t('detail.noGoods')
          : line.items.map(({ variantCode, qty, freeQty }) => (
              <div key={variantCode}>
                {t('detail.item', {
                  variant: variantCode,
                  qty,
                  free: freeQty === null ? t('detail.endless') : formatNumber(freeQty),
                })}
              </div>
            )),
    },
    {
      key: 'allocated',
      header: t('columns.allocated'),
      cell: (line) => (
        <Badge tone={toneOf(line)}>
          {t('allocatedPart', { allocated: line.allocatedQty, wanted: line.qty })}
        </Badge>
      ),
    },
    { key: 'manage', header: t('columns.manage'), cell: (line) => <LineButtons line={line} /> },
  ];
  return (
    <Table label={t('detail.lines')} columns={columns} rows={lines} rowKey={(line) => line.id} />
  );
}

async function LineButtons({ line }: { line: ShipmentLine }) {
  const t = await getTranslations('allocate.detail');
  return (
    <span className="inline-flex gap-1">
      {line.allocatedQty < line.qty && (
        <ActionButton size="small" action={allocateOneLine} input={{ lineId: line.id }}>
          {t('allocate')}
        </ActionButton>
      )}
      {line.allocatedQty > 0 && (
        <ActionButton size="small" action={releaseOneLine} input={{ lineId: line.id }}>
          {t('release')}
        </ActionButton>
      )}
    </span>
  );
}

async function Decisions({ detail }: { detail: AllocationDetail }) {
  const t = await getTranslations('allocate');
  const textOf = await reasonTexts(detail);
  return (
    <Table
      label={t('detail.decisions')}
      rows={detail.decisions}
      rowKey={(row) => `${row.runId} ${row.reason.rule}`}
      emptyHint={t('detail.noDecisions')}
      columns={[
        { key: 'at', header: t('detail.at'), cell: (row) => formatTime(row.at) },
        {
          key: 'operator',
          header: t('detail.operator'),
          cell: (row) => row.operator ?? t('detail.automatic'),
        },
        {
          key: 'why',
          header: t('detail.decisions'),
          kind: 'wrap',
          cell: (row) => textOf(row.reason),
        },
      ]}
    />
  );
}

function toneOf({ qty, allocatedQty }: ShipmentLine) {
  if (allocatedQty === 0) return 'bad';
  return allocatedQty === qty ? 'good' : 'warn';
}
