import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import {
  channelParams,
  choiceParam,
  type Params,
  pageParams,
  readParams,
  withParams,
} from '@/app/ui/filter/params';
import { formatDay, formatNumber, formatTime } from '@/app/ui/format';
import { StageFrame } from '@/app/ui/frame/stage-screen';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { HoldBadges, StateBadge } from '@/app/ui/states';
import { channelColumn, noFrom, orderColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { pageRequest } from '@/lib/paging';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { type ParcelMarks as Marks, parcelMarks } from '@/lib/shipments/lists/marks';
import {
  flowStages,
  isOverdue,
  type WaitingShipment,
  waitingLists,
  waitingShipments,
} from '@/lib/shipments/lists/waiting';
import { NoticeDialog } from '../notices/notice-dialog';
import { listHrefs, stageHrefs, stageScreenOf } from './next';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('frame.waiting');
  return { title: t('title') };
}

/** The shipments behind a number of 처리필요 that stand at several stages, or of 오늘의 흐름. */
export default async function WaitingPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('frame')];
  const asked = readParams(params, {
    list: choiceParam(waitingLists),
    flow: choiceParam(['', ...flowStages]),
    ...channelParams,
    ...pageParams,
  });
  const [channels, page] = await Promise.all([
    channelChoices(ctx),
    waitingShipments(
      ctx,
      asked.flow ? { flow: asked.flow } : { waiting: asked.list },
      asked.channel,
      pageRequest(asked.page, asked.size),
    ),
  ]);
  const marks = await parcelMarks(
    ctx,
    page.rows.map((row) => row.id),
  );
  const [notices, flow] = [await getTranslations('notices'), await getTranslations('home.flow')];
  const shown = asked.flow
    ? {
        title: flow('title'),
        name: flow(`stages.${asked.flow}`),
        next: {
          href: stageHrefs[asked.flow],
          label: t('waiting.next.stage', { screen: t(`stage.${stageScreenOf[asked.flow]}`) }),
        },
        tabs: flowStages.map((stage) => tab('flow', stage, flow(`stages.${stage}`), asked.flow)),
      }
    : {
        title: t('waiting.title'),
        name: t(`todo.${asked.list}`),
        next: { href: listHrefs[asked.list], label: t(`waiting.next.${asked.list}`) },
        tabs: waitingLists.map((list) => tab('list', list, t(`todo.${list}`), asked.list)),
      };
  const tellsDelays =
    ctx.role !== 'viewer' && !asked.flow && (asked.list === 'late' || asked.list === 'shipByToday');
  return (
    <StageFrame title={shown.title} namespaces={['notices']}>
      <FilterBar
        keep={{ list: asked.list, flow: asked.flow || undefined, size: String(asked.size) }}
      >
        <ChannelField key={asked.channel.join()} channels={channels} chosen={asked.channel} />
      </FilterBar>
      <Tabs
        label={asked.flow ? flow('title') : t('waiting.lists')}
        selected={asked.flow || asked.list}
        tabs={shown.tabs}
      />
      <List
        total={page.total}
        rowIds={page.rows.map((row) => row.id)}
        toolbar={
          <>
            {tellsDelays && (
              <>
                <NoticeDialog kind="delay" />
                <LinkButton href="/orders/notices" prefetch={false}>
                  {notices('open')}
                </LinkButton>
              </>
            )}
            <LinkButton href={shown.next.href} variant="primary">
              {shown.next.label}
            </LinkButton>
          </>
        }
        footer={<Pager page={page} size={asked.size} params={params} />}
      >
        <Table
          label={t('waiting.list', { name: shown.name })}
          rows={page.rows}
          rowKey={(row) => row.id}
          selectLabel={
            tellsDelays ? (row) => t('waiting.selectRow', { id: String(row.id) }) : undefined
          }
          rowTone={(row) => (isOverdue(row, ctx.now) ? 'bad' : undefined)}
          emptyHint={t(asked.flow === 'shipped' ? 'waiting.emptyShipped' : 'waiting.empty')}
          columns={await columns(page.firstNo, marks)}
        />
      </List>
    </StageFrame>
  );

  function tab(param: 'flow' | 'list', key: string, label: string, selected: string) {
    const count = key === selected ? page.total : undefined;
    return { key, label, href: withParams(params, { [param]: key, page: undefined }), count };
  }
}

async function columns(
  firstNo: number,
  marks: ReadonlyMap<number, Marks>,
): Promise<Column<WaitingShipment>[]> {
  const t = await getTranslations('frame.waiting');
  return [
    noFrom(firstNo),
    { key: 'shipBy', header: t('columns.shipBy'), cell: (row) => formatTime(row.shipBy) },
    { key: 'paidAt', header: t('columns.paidAt'), cell: (row) => formatDay(row.paidAt) },
    channelColumn(t('columns.channel')),
    orderColumn(t('columns.orderNo'), (row) => <ParcelMarks marks={marks.get(row.id)} />),
    { key: 'shipment', header: t('columns.shipment'), kind: 'number', cell: (row) => row.id },
    {
      key: 'product',
      header: t('columns.product'),
      kind: 'text',
      cell: (row) =>
        [row.productName, row.option, row.otherLines > 0 && t('others', { count: row.otherLines })]
          .filter(Boolean)
          .join(' · '),
    },
    {
      key: 'qty',
      header: t('columns.qty'),
      kind: 'number',
      cell: (row) => formatNumber(row.wantedQty),
    },
    {
      key: 'stage',
      header: t('columns.stage'),
      cell: (row) => <StateBadge axis="stage" state={row.stage} />,
    },
    {
      key: 'holds',
      header: t('columns.holds'),
      cell: (row) => <HoldBadges kinds={row.holdKinds} />,
    },
  ];
}
