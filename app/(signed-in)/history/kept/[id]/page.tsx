import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { formatTime } from '@/app/ui/format';
import { Trail } from '@/app/ui/frame/trail';
import { StateBadge } from '@/app/ui/states';
import { orderColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { idOrNone } from '@/lib/ids';
import { type KeptShipment, keptByUndo } from '@/lib/shipments/runs/kept';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('history.kept');
  return { title: t('title') };
}

/** What an undo could not take back, and what stood in its way. */
export default async function KeptPage({ params }: { params: Promise<{ id: string }> }) {
  const id = idOrNone.parse((await params).id);
  const [ctx, t] = [await currentCtx(), await getTranslations('history')];
  const kept = await keptByUndo(ctx, id);

  function reasonOf({ touched }: KeptShipment): string {
    if (!touched) return t('kept.wentOn');
    const key = `kinds.${touched.kind}` as 'kinds.match';
    const kind = t.has(key) ? t(key) : touched.kind;
    return t('kept.touched', { kind, at: formatTime(touched.at) });
  }

  return (
    <>
      <Trail steps={[t('title'), t('kept.title')]} />
      <main className="grid gap-2.5 px-4 pb-6">
        <h1 className="text-lg">{t('kept.heading', { run: String(id) })}</h1>
        <List total={kept.length}>
          <Table
            label={t('kept.title')}
            rows={kept}
            rowKey={(row) => row.id}
            emptyHint={t('kept.empty')}
            columns={[
              { key: 'id', header: t('kept.shipment'), kind: 'number', cell: (row) => row.id },
              orderColumn(t('kept.orderNo')),
              {
                key: 'stage',
                header: t('kept.stage'),
                cell: (row) => <StateBadge axis="stage" state={row.stage} />,
              },
              { key: 'why', header: t('kept.why'), kind: 'wrap', cell: reasonOf },
            ]}
          />
        </List>
      </main>
    </>
  );
}
