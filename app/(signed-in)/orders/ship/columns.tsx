import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Badge } from '@/app/ui/badge';
import { ShortCourierName, WaybillNo } from '@/app/ui/courier';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatTime } from '@/app/ui/format';
import { OrderLink } from '@/app/ui/order-link';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { HoldNotes, ShortHoldBadge, StateBadge } from '@/app/ui/states';
import { channelColumn, noColumn } from '@/app/ui/table/columns';
import type { Column } from '@/app/ui/table/table';
import { Two, TwoTexts } from '@/app/ui/table/two';
import { WhyText } from '@/app/ui/text';
import type { Translate } from '@/app/ui/translate';
import type { ParcelMarks as Marks } from '@/lib/shipments/lists/marks';
import type { PushRow, ShipRow } from '@/lib/shipping/screen';
import { retry } from './actions';
import { pushWords } from './push-words';

type Row = ShipRow & { no: number; marks: Marks | undefined };

/** What the channel says of the lines inside. */
export const channelStateColumn = (
  t: Translate<'ship'>,
): Column<{ channelStates: readonly string[] }> => ({
  key: 'channelState',
  header: t('columns.channelState'),
  cell: (row) => (
    <span className="inline-flex gap-1">
      {row.channelStates.map((state) => (
        <StateBadge key={state} axis="channel" state={state} />
      ))}
    </span>
  ),
});

/** The columns of the ship list: our state, then the channel's, then what was told to it. */
export async function shipColumns(params: Params): Promise<Column<Row>[]> {
  const t = await getTranslations('ship');
  const numberOf = ({ courier, waybillNo, shipMethod, otherBoxes }: Row) => {
    if (!waybillNo) return isWithoutWaybill(shipMethod) ? t(`methods.${shipMethod}`) : '-';
    return (
      <>
        <WaybillNo courier={courier} waybillNo={waybillNo} />
        {otherBoxes > 0 && ` ${t('moreBoxes', { count: otherBoxes })}`}
      </>
    );
  };
  const others = (count: number) => (count > 0 ? ` ${t('others', { count })}` : '');
  return [
    noColumn,
    {
      key: 'shippedAt',
      header: <Two upper={t('columns.shippedAt')} lower={t('columns.issuedAt')} />,
      cell: (row) => <Two upper={shortTime(row.shippedAt)} lower={shortTime(row.issuedAt)} />,
    },
    {
      key: 'id',
      header: t('columns.shipmentId'),
      kind: 'number',
      cell: (row) => (
        <Link
          href={withParams(params, { shipment: String(row.id) })}
          prefetch={false}
          scroll={false}
          aria-label={t('parcel.manage', { id: row.id })}
          className="text-accent underline"
        >
          {row.id}
        </Link>
      ),
    },
    {
      key: 'waybillNo',
      header: <Two upper={t('columns.courier')} lower={t('columns.waybillNo')} />,
      cell: (row) => (
        <Two upper={<ShortCourierName courier={row.courier} />} lower={numberOf(row)} />
      ),
    },
    {
      key: 'stage',
      header: t('columns.stage'),
      cell: (row) => (
        <span className="-my-px grid justify-items-start gap-px">
          <StateBadge axis="stage" state={row.stage} />
          <span className="inline-flex gap-1">
            {row.isResent && <Badge tone="accent">{t('resent')}</Badge>}
            <ShortHoldBadge kinds={row.holdKinds} />
          </span>
        </span>
      ),
    },
    channelStateColumn(t),
    {
      key: 'push',
      header: t('columns.push'),
      cell: (row) =>
        row.isResent ? (
          <StateBadge axis="push" state="not_applicable" />
        ) : (
          <Pushes pushes={row.pushes} />
        ),
    },
    {
      key: 'orderNo',
      header: <Two upper={t('columns.orderNo')} lower={t('columns.marketOrderNo')} />,
      cell: (row) => (
        <Two
          upper={
            <>
              <OrderLink id={row.orderId}>{row.orderNo}</OrderLink>
              {others(row.otherOrders)} <ParcelMarks marks={row.marks} />
            </>
          }
          lower={row.marketOrderNo === row.orderNo ? '-' : row.marketOrderNo}
        />
      ),
    },
    channelColumn(t('columns.channel'), 'tight'),
    {
      key: 'productName',
      header: <Two upper={t('columns.productName')} lower={t('columns.option')} />,
      kind: 'text',
      cell: (row) => (
        <TwoTexts upper={row.productName + others(row.otherLines)} lower={row.option || '-'} />
      ),
    },
  ];
}

const isWithoutWaybill = (method: string): method is 'direct' | 'quick' | 'pickup' | 'none' =>
  ['direct', 'quick', 'pickup', 'none'].includes(method);

/** Month and day are enough: the list is of one season. */
const shortTime = (at: string | null) => formatTime(at).slice(at ? 5 : 0);

/** How far the channels have been told, and the way to tell them again. */
async function Pushes({ pushes }: { pushes: PushRow[] }) {
  const t = await getTranslations('ship');
  const open = pushes.filter(isOpen);
  return (
    <span className="inline-flex items-center gap-1">
      {[...new Set(pushes.map(({ state }) => state))].map((state) => (
        <StateBadge key={state} axis="push" state={state} />
      ))}
      {open.length > 0 && (
        <ActionButton size="small" action={retry} input={{ pushIds: open.map(({ id }) => id) }}>
          {t('retry')}
        </ActionButton>
      )}
    </span>
  );
}

const isOpen = ({ state }: PushRow) => state === 'failed' || state === 'unknown';

/** Below a row: why it is held, what its channels said to what did not arrive, and what to do. */
export async function pushNotes(): Promise<(row: ShipRow) => ReactNode> {
  const words = await pushWords();
  return ({ marketplace, pushes, holdKinds, holdNotes }) => {
    const told = pushes.filter((push) => isOpen(push) || push.state === 'stopped');
    const said = words(marketplace, told);
    const isHeldWithWords = holdKinds.some((kind) => holdNotes[kind]);
    if (said.length === 0 && !isHeldWithWords) return null;
    return (
      <>
        <HoldNotes kinds={holdKinds} notes={holdNotes} />
        {said.map((note) => (
          <WhyText key={note}>{note} </WhyText>
        ))}
      </>
    );
  };
}
