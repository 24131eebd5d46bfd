import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { ChannelName } from '@/app/ui/channel-mark';
import { formatTime } from '@/app/ui/format';
import { Table } from '@/app/ui/table/table';
import { marketplaceOf } from '@/lib/channels/registry';
import type { ChannelStatus } from '@/lib/collection/screen';

const tones = { never: 'neutral', good: 'good', late: 'warn', failed: 'bad' } as const;

/** How the collection of each channel stands. */
export async function HealthList({ channels }: { channels: ChannelStatus[] }) {
  const [t, words] = [await getTranslations('home.health'), await getTranslations('collect')];
  return (
    <section className="panel" aria-label={t('title')}>
      <h2 className="px-3 py-2.5">
        <Link href="/orders/collect" prefetch={false} className="hover:underline">
          {t('title')}
        </Link>
      </h2>
      <div className="border-line border-t">
        <Table
          label={t('title')}
          rows={channels}
          rowKey={(channel) => channel.id}
          emptyHint={t('empty')}
          columns={[
            {
              key: 'channel',
              header: t('channel'),
              cell: (channel) => (
                <ChannelName name={channel.name} mark={marketplaceOf(channel.marketplace).mark} />
              ),
            },
            {
              key: 'health',
              header: t('state'),
              cell: (channel) => (
                <Link href={`/orders/collect?channel=${channel.id}`} prefetch={false}>
                  <Badge tone={tones[channel.health]}>{words(`health.${channel.health}`)}</Badge>
                </Link>
              ),
            },
            {
              key: 'last',
              header: t('last'),
              cell: (channel) =>
                channel.isBusy ? words('next.now') : formatTime(channel.lastCollectedAt),
            },
          ]}
        />
      </div>
    </section>
  );
}
