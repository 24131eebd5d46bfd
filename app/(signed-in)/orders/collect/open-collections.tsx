import { getTranslations } from 'next-intl/server';
import { formatNumber, formatTime } from '@/app/ui/format';
import { StateBadge } from '@/app/ui/states';
import { channelColumn } from '@/app/ui/table/columns';
import { type Column, Table } from '@/app/ui/table/table';
import type { OpenCollection } from '@/lib/collection/screen';
import { failureText } from './failure-text';

type Row = OpenCollection & { waitsFor: string };

/**
 * What is being collected now, channel by channel; it goes on when this page is left. At the foot of
 * the window, so that nothing moves when it comes.
 */
export async function OpenCollections({ open }: { open: OpenCollection[] }) {
  if (open.length === 0) return null;
  const t = await getTranslations('collect');
  const rows = await Promise.all(
    open.map(async (run): Promise<Row> => {
      const reason = await failureText(run.error);
      const at = formatTime(run.dueAt);
      return { ...run, waitsFor: reason && t('progress.waiting', { reason, at }) };
    }),
  );
  const count = (key: 'fetched' | 'added' | 'updated' | 'failed'): Column<Row> => ({
    key,
    header: t(`columns.${key}`),
    kind: 'number',
    cell: (run) => formatNumber(run[key]),
  });
  return (
    <section className="panel shadow-lg" aria-label={t('progress.title')} data-open-collections>
      <h2 className="px-3 py-2 font-semibold">{t('progress.title')}</h2>
      <div className="max-h-52 overflow-y-auto border-line border-t">
        <Table
          label={t('progress.title')}
          rows={rows}
          rowKey={(run) => run.id}
          rowTone={(run) => (run.waitsFor ? 'warn' : undefined)}
          columns={[
            channelColumn(t('columns.channel')),
            { key: 'kind', header: t('columns.kind'), cell: (run) => t(`kinds.${run.kind}`) },
            {
              key: 'state',
              header: t('columns.state'),
              kind: 'center',
              cell: (run) => <StateBadge axis="work" state={run.state} />,
            },
            count('fetched'),
            count('added'),
            count('updated'),
            count('failed'),
            {
              key: 'why',
              header: t('columns.why'),
              kind: 'text',
              width: '45%',
              cell: (run) => run.waitsFor || '-',
            },
          ]}
        />
      </div>
    </section>
  );
}
