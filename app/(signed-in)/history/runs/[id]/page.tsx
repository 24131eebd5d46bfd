import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type Params, pageParams, readParams } from '@/app/ui/filter/params';
import { formatTime } from '@/app/ui/format';
import { Trail } from '@/app/ui/frame/trail';
import { OrderLink } from '@/app/ui/order-link';
import { noFrom, orderColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { type Decided, type DecidedShipment, decisionsOfRun } from '@/lib/history/run-decisions';
import { idOrNone } from '@/lib/ids';
import { pageRequest } from '@/lib/paging';
import { decisionText } from '../../decision-text';

type RunPageProps = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('history.decisions');
  return { title: t('title') };
}

/** What a run changed, parcel by parcel: what was decided before, and what it decided. */
export default async function RunPage({ params, searchParams }: RunPageProps) {
  const id = idOrNone.parse((await params).id);
  const search = await searchParams;
  const asked = readParams(search, pageParams);
  const request = pageRequest(asked.page, asked.size);
  const [ctx, t] = [await currentCtx(), await getTranslations('history')];
  const run = await decisionsOfRun(ctx, id, request);
  if (!run) notFound();
  const { page } = run;
  const textOf = await decisionText(run.names);

  const words = (decisions: readonly Decided[]) =>
    [...new Set(decisions.map(textOf))].filter(Boolean).join(' ') || '-';

  function headingOf({ kind, at }: { kind: string; at: string }): string {
    const key = `kinds.${kind}` as 'kinds.match';
    const name = t.has(key) ? t(key) : kind;
    return t('decisions.heading', { run: String(id), kind: name, at: formatTime(at) });
  }

  const numberColumn: Column<DecidedShipment> = {
    key: 'waybillNo',
    header: t('decisions.waybillNo'),
    cell: (row) => row.waybillNo ?? '-',
  };

  const columns: Column<DecidedShipment>[] = [
    noFrom(page.firstNo),
    {
      key: 'shipment',
      header: t('decisions.shipment'),
      kind: 'number',
      cell: (row) => <OrderLink id={row.orderId}>{row.id}</OrderLink>,
    },
    orderColumn(t('decisions.orderNo')),
    ...(page.rows.some((row) => row.waybillNo !== null) ? [numberColumn] : []),
    {
      key: 'before',
      header: t('decisions.before'),
      kind: 'wrap',
      cell: (row) => <span className="text-muted">{words(row.before)}</span>,
    },
    {
      key: 'decided',
      header: t('decisions.decided'),
      kind: 'wrap',
      cell: (row) => words(row.decisions),
    },
  ];

  return (
    <>
      <Trail steps={[t('title'), t('decisions.title')]} />
      <main className="grid gap-2.5 px-4 pb-6">
        <h1 className="text-lg">{headingOf(run)}</h1>
        <List total={page.total} footer={<Pager page={page} size={asked.size} params={search} />}>
          <Table
            label={t('decisions.title')}
            columns={columns}
            rows={page.rows}
            rowKey={(row) => row.id}
            emptyHint={t('decisions.empty')}
          />
        </List>
      </main>
    </>
  );
}
