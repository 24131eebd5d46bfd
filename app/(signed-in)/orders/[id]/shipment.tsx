import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Fragment } from 'react';
import { Badge } from '@/app/ui/badge';
import { CourierName, WaybillNo } from '@/app/ui/courier';
import { formatNumber, formatTime } from '@/app/ui/format';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { HoldBadges, HoldNotes, StateBadge } from '@/app/ui/states';
import { type Column, Table } from '@/app/ui/table/table';
import { WhyText } from '@/app/ui/text';
import type { OrderDetail } from '@/lib/orders/order';
import type { OrderShipment, ShipmentPart } from '@/lib/orders/shipments';
import type { Region } from '@/lib/recipients/region';
import { Section } from './section';
import { ShipmentActions } from './shipment-actions';

type ShipmentProps = {
  shipment: OrderShipment;
  order: OrderDetail;
  region: Region | null;
  mayWork: boolean;
};

/** One parcel: where it stands, what holds it, what lies in it, and what may be done now. */
export async function Shipment({ shipment, order, region, mayWork }: ShipmentProps) {
  const t = await getTranslations('order');
  const title = t('shipment.title', { id: String(shipment.id) });
  return (
    <Section
      title={title}
      label={title}
      aside={
        <>
          <StateBadge axis="stage" state={shipment.stage} />
          {shipment.stage !== 'cancelled' && <HoldBadges kinds={shipment.holdKinds} />}
          <ParcelMarks marks={region ? { region, memos: [], delayedTo: null } : undefined} />
          {shipment.isBundleLocked && <Badge>{t('shipment.bundleLocked')}</Badge>}
          {shipment.splitGroup !== null && <Badge>{t('shipment.split')}</Badge>}
          {shipment.resendsShipmentId !== null && (
            <Badge>
              {t(shipment.isExchange ? 'shipment.exchange' : 'shipment.resends', {
                id: String(shipment.resendsShipmentId),
              })}
            </Badge>
          )}
          {shipment.isMarketShipped && <Badge>{t('shipment.marketShipped')}</Badge>}
          {shipment.requestedExportId !== null && (
            <Badge tone="accent">{t('shipment.requested')}</Badge>
          )}
          <HoldNotes kinds={shipment.holdKinds} notes={shipment.holdNotes} />
          {shipment.holdNotes.resent && (
            <WhyText>{t('shipment.note', { note: shipment.holdNotes.resent })}</WhyText>
          )}
        </>
      }
    >
      <Facts shipment={shipment} />
      <Parts parts={shipment.parts} ownOrderId={order.head.id} />
      {mayWork && <ShipmentActions shipment={shipment} orderId={order.head.id} />}
    </Section>
  );
}

async function Facts({ shipment }: { shipment: OrderShipment }) {
  const t = await getTranslations('order.shipment');
  const facts = [
    [t('shipBy'), formatTime(shipment.shipBy)],
    [t('printed'), shipment.printedCount > 0 ? t('times', { count: shipment.printedCount }) : '-'],
    [t('shippedAt'), formatTime(shipment.shippedAt)],
    [t('deliveredAt'), formatTime(shipment.deliveredAt)],
  ];
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 px-3 py-2">
      <div className="flex gap-2">
        <dt className="text-muted">{t('waybill')}</dt>
        <dd className="numeric">
          <Waybills shipment={shipment} />
        </dd>
      </div>
      {facts.map(([label, value]) => (
        <div key={label} className="flex gap-2">
          <dt className="text-muted">{label}</dt>
          <dd className="numeric">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One after the other, each with the way to its courier. */
function Waybills({ shipment: { courier, waybillNo, boxNos } }: { shipment: OrderShipment }) {
  if (waybillNo === null) return '-';
  return (
    <>
      <CourierName courier={courier} none="" />
      {[waybillNo, ...boxNos].map((no, index) => (
        <Fragment key={no}>
          {index > 0 ? ', ' : ' '}
          <WaybillNo courier={courier} waybillNo={no} />
        </Fragment>
      ))}
    </>
  );
}

type PartsProps = { parts: ShipmentPart[]; ownOrderId: number };

async function Parts({ parts, ownOrderId }: PartsProps) {
  const t = await getTranslations('order');
  const columns: Column<ShipmentPart>[] = [
    {
      key: 'order',
      header: t('columns.orderNo'),
      cell: ({ orderId, orderNo }) =>
        orderId === null || orderId === ownOrderId ? (
          (orderNo ?? '-')
        ) : (
          <Link className="link" href={`/orders/${orderId}`} prefetch={false}>
            {orderNo}
          </Link>
        ),
    },
    {
      key: 'product',
      header: t('columns.product'),
      kind: 'wrap',
      cell: (part) =>
        part.isGift ? (
          <Badge>{t('gift')}</Badge>
        ) : (
          [part.productName, part.option].filter(Boolean).join(' · ') || '-'
        ),
    },
    {
      key: 'goods',
      header: t('columns.goods'),
      kind: 'wrap',
      cell: (part) => {
        if (!part.isMatched) return <Badge tone="warn">{t('unmatched')}</Badge>;
        return part.goods.join(', ') || t('noGoods');
      },
    },
    {
      key: 'qty',
      header: t('columns.qty'),
      kind: 'number',
      cell: (part) => (part.qty > 0 ? formatNumber(part.qty) : '-'),
    },
    {
      key: 'allocated',
      header: t('columns.allocated'),
      cell: ({ qty, allocatedQty }) =>
        qty > 0 ? (
          <Badge tone={allocatedQty === qty ? 'good' : 'warn'}>
            {t('allocatedOf', { allocated: allocatedQty, qty })}
          </Badge>
        ) : (
          '-'
        ),
    },
  ];
  return <Table label={t('parts')} columns={columns} rows={parts} rowKey={(part) => part.id} />;
}
