import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import type { Params } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber } from '@/app/ui/format';
import { HoldBadges, StateBadge } from '@/app/ui/states';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { WhyText } from '@/app/ui/text';
import { currentCtx } from '@/lib/auth/current';
import type { Bundle, BundledOrder } from '@/lib/bundling/results';
import type { Page } from '@/lib/paging';
import { type ParcelMarks as Marks, parcelMarks } from '@/lib/shipments/lists/marks';
import { allow, forbid } from './actions';
import { orderColumns } from './order-columns';
import { type ReasonText, reasonText } from './reason-text';
import { RevokeButton } from './revoke-button';
import { UnbundleDialog } from './unbundle-dialog';

type Row = BundledOrder & { no: number; bundle: Bundle; isFirst: boolean; marks?: Marks };

type ResultListProps = { page: Page<Bundle>; params: Params; size: number };

/** 합포결과: each bundle with its orders, the base on top, and the way back. */
export async function ResultList({ page, params, size }: ResultListProps) {
  const [t, say] = [await getTranslations('bundle'), await reasonText()];
  const marks = await parcelMarks(
    await currentCtx(),
    page.rows.map((bundle) => bundle.shipmentId),
  );
  const rows = page.rows.flatMap((bundle, at) =>
    bundle.orders.map(
      (order, place): Row => ({
        ...order,
        no: page.firstNo - at,
        bundle,
        isFirst: place === 0,
        marks: place === 0 ? marks.get(bundle.shipmentId) : undefined,
      }),
    ),
  );
  return (
    <List total={page.total} footer={<Pager page={page} size={size} params={params} />}>
      <Table
        label={t('tabs.results')}
        columns={await columns()}
        rows={rows}
        rowKey={(row) => `${row.bundle.shipmentId} ${row.homeShipmentId} ${row.orderId}`}
        groupOf={(row) => row.bundle.shipmentId}
        rowNote={(row) => <Note row={row} say={say} />}
        rowTone={(row) => (row.bundle.holdKinds.length > 0 ? 'warn' : undefined)}
        emptyHint={t('empty.results')}
      />
    </List>
  );
}

async function columns(): Promise<Column<Row>[]> {
  const t = await getTranslations('bundle');
  return [
    {
      key: 'no',
      header: 'No',
      kind: 'number',
      cell: (row) => row.isFirst && formatNumber(row.no),
    },
    {
      key: 'shipmentId',
      header: t('columns.shipmentId'),
      cell: (row) => row.isFirst && <BundleState bundle={row.bundle} />,
    },
    ...(await orderColumns<Row>()),
  ];
}

async function BundleState({ bundle }: { bundle: Bundle }) {
  const t = await getTranslations('bundle');
  return (
    <span className="inline-flex items-center gap-1" data-bundle={bundle.shipmentId}>
      {bundle.shipmentId}
      <StateBadge axis="stage" state={bundle.stage} />
      <HoldBadges kinds={bundle.holdKinds} />
      {bundle.isBundleLocked && <Badge>{t('locked')}</Badge>}
    </span>
  );
}

/**
 * Why an order is in its bundle, on the first row what the label will say, and the way back. Beside
 * the recipients no column has room for it.
 */
async function Note({ row, say }: { row: Row; say: ReasonText }) {
  const t = await getTranslations('bundle');
  const { bundle, isBase, isFirst, reason } = row;
  const message =
    isFirst && bundle.notes.length > 0 && t('notes', { notes: bundle.notes.join(' / ') });
  return (
    <span className="flex flex-wrap items-center gap-2">
      {isBase && <Badge tone="accent">{t('baseMark')}</Badge>}
      {!isBase && reason && <WhyText>{say(reason)}</WhyText>}
      {message && <span className="text-muted text-xs">{message}</span>}
      <Manage row={row} />
    </span>
  );
}

async function Manage({ row }: { row: Row }) {
  const t = await getTranslations('bundle');
  const { bundle, isFirst, reason } = row;
  const answerId = reason?.rule === 'joinedByAnswer' ? reason.values.answer : undefined;
  return (
    <span className="ml-auto flex gap-1">
      {bundle.isUnbundlable && isFirst && <UnbundleDialog bundle={bundle} />}
      {bundle.isUnbundlable && <UnbundleDialog bundle={bundle} order={row} />}
      {isFirst && (
        <ActionButton
          size="small"
          action={bundle.isBundleLocked ? allow : forbid}
          input={{ shipmentIds: [bundle.shipmentId] }}
        >
          {t(bundle.isBundleLocked ? 'unlock' : 'lock')}
        </ActionButton>
      )}
      {answerId !== undefined && <RevokeButton answerId={answerId} />}
    </span>
  );
}
