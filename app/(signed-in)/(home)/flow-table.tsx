import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ChannelName } from '@/app/ui/channel-mark';
import { formatCount } from '@/app/ui/format';
import { type Column, Table } from '@/app/ui/table/table';
import type { ChannelChoice } from '@/lib/shipments/lists/channels';
import { flowStages } from '@/lib/shipments/lists/waiting';
import { stageHrefs } from '../orders/waiting/next';
import { countAt, type FlowProps, rowsHref } from './flow-cells';

/** Channels down, stages across; a channel with nothing today is left out. */
export async function FlowTable({ flow, channels }: FlowProps) {
  const t = await getTranslations('home.flow');
  const busy = channels.filter(({ id }) => flow.some((cell) => cell.channelId === id));
  const columns: Column<ChannelChoice | null>[] = [
    {
      key: 'channel',
      header: t('channel'),
      cell: (row) => (row ? <ChannelName name={row.name} mark={row.mark} /> : t('total')),
    },
    ...flowStages.map((stage) => ({
      key: stage,
      header: (
        <Link href={stageHrefs[stage]} prefetch={false} className="link">
          {t(`stages.${stage}`)}
        </Link>
      ),
      kind: 'number' as const,
      cell: (row: ChannelChoice | null) => {
        const count = countAt(flow, stage, row?.id);
        if (count === 0) return formatCount(count);
        return (
          <Link href={rowsHref(stage, row?.id)} prefetch={false} className="link">
            {formatCount(count)}
          </Link>
        );
      },
    })),
  ];
  return (
    <div className="border-line border-t">
      <Table
        label={t('table')}
        rows={busy.length > 0 ? [...busy, null] : []}
        rowKey={(row) => row?.id ?? 'total'}
        columns={columns}
        emptyHint={t('empty')}
      />
    </div>
  );
}
