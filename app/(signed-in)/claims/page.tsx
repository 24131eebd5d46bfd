import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ChannelName } from '@/app/ui/channel-mark';
import {
  choiceParam,
  type Params,
  pageParams,
  readParams,
  withParams,
} from '@/app/ui/filter/params';
import { formatNumber, formatTime } from '@/app/ui/format';
import { OrderLink } from '@/app/ui/order-link';
import { ClaimBadge, StateBadge } from '@/app/ui/states';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { marketplaceOf } from '@/lib/channels/registry';
import { claimKinds, claimList, claimStates } from '@/lib/claims/screen';
import { pageRequest } from '@/lib/paging';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('claims');
  return { title: t('title') };
}

export default async function ClaimsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('claims')];
  const asked = readParams(params, {
    kind: choiceParam(claimKinds),
    state: choiceParam(claimStates),
    ...pageParams,
  });
  const page = await claimList(ctx, asked, pageRequest(asked.page, asked.size));
  return (
    <main className="grid gap-2.5 px-4 pt-2.5 pb-6">
      <h1 className="font-semibold text-lg">{t('title')}</h1>
      <Tabs
        label={t('kind')}
        selected={asked.kind}
        tabs={claimKinds.map((kind) => ({
          key: kind,
          href: withParams(params, { kind, page: undefined }),
          label: t(`kinds.${kind}`),
        }))}
      />
      <Tabs
        label={t('state')}
        selected={asked.state}
        tabs={claimStates.map((state) => ({
          key: state,
          href: withParams(params, { state, page: undefined }),
          label: t(`states.${state}`),
          count: state === asked.state ? page.total : undefined,
        }))}
      />
      <List total={page.total} footer={<Pager page={page} size={asked.size} params={params} />}>
        <Table
          label={t('title')}
          rows={page.rows}
          rowKey={(row) => row.id}
          emptyHint={t('empty')}
          columns={[
            {
              key: 'no',
              header: 'No',
              kind: 'number',
              cell: (_, index) => formatNumber(page.firstNo - index),
            },
            { key: 'at', header: t('columns.at'), cell: (row) => formatTime(row.requestedAt) },
            {
              key: 'claim',
              header: t('columns.claim'),
              cell: (row) => <ClaimBadge kind={row.kind} state={row.state} />,
            },
            {
              key: 'channel',
              header: t('columns.channel'),
              cell: (row) => (
                <ChannelName name={row.channelName} mark={marketplaceOf(row.marketplace).mark} />
              ),
            },
            {
              key: 'orderNo',
              header: t('columns.orderNo'),
              cell: (row) => <OrderLink id={row.orderId}>{row.orderNo}</OrderLink>,
            },
            {
              key: 'product',
              header: t('columns.product'),
              kind: 'text',
              cell: (row) => row.productName,
            },
            {
              key: 'option',
              header: t('columns.option'),
              kind: 'text',
              cell: (row) => row.option || '-',
            },
            {
              key: 'qty',
              header: t('columns.qty'),
              kind: 'number',
              cell: (row) => formatNumber(row.qty),
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
            {
              key: 'stage',
              header: t('columns.stage'),
              cell: (row) => (row.stage ? <StateBadge axis="stage" state={row.stage} /> : '-'),
            },
          ]}
        />
      </List>
    </main>
  );
}
