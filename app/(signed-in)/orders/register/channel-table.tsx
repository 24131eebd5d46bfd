import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { DownloadButton, LinkButton } from '@/app/ui/button';
import { ChannelName } from '@/app/ui/channel-mark';
import { OpenDialogButton } from '@/app/ui/dialog/open-dialog-button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatCount, formatNumber, formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { ChannelRegistration } from '@/lib/registration/screen';

type ChannelTableProps = { channels: ChannelRegistration[]; params: Params };

/** One row a channel with its three ways in; the sum of all stands on top. */
export async function ChannelTable({ channels, params }: ChannelTableProps) {
  const t = await getTranslations('register');
  const rows = channels.length > 0 ? [totalOf(channels), ...channels] : [];
  const columns: Column<ChannelRegistration | Total>[] = [
    {
      key: 'no',
      header: 'No',
      kind: 'number',
      cell: (_, index) => (index === 0 ? '' : formatNumber(rows.length - index)),
    },
    {
      key: 'channel',
      header: t('columns.channel'),
      cell: (row) =>
        isTotal(row) ? (
          <b>{t('total')}</b>
        ) : (
          <span className="inline-flex items-center gap-1.5">
            <ChannelName name={row.name} mark={row.mark} />
            {row.isClosed && <Badge>{t('closedMarket')}</Badge>}
          </span>
        ),
    },
    {
      key: 'register',
      header: t('columns.register'),
      cell: (row) => !isTotal(row) && <Ways channel={row} params={params} />,
    },
    {
      key: 'today',
      header: t('columns.ordersToday'),
      kind: 'number',
      cell: (row) => formatCount(row.ordersToday),
    },
    {
      key: 'last',
      header: t('columns.lastEnteredAt'),
      cell: (row) => formatTime(row.lastEnteredAt),
    },
    { key: 'operator', header: t('columns.operator'), cell: (row) => row.operator ?? '-' },
  ];
  return (
    <List
      total={channels.length}
      toolbar={<LinkButton href="?tab=uploads">{t('deleteSheet')}</LinkButton>}
    >
      <Table
        label={t('tabs.channels')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.channelId}
        emptyHint={t('noChannels')}
      />
    </List>
  );
}

type Total = Pick<ChannelRegistration, 'ordersToday' | 'lastEnteredAt' | 'operator'> & {
  channelId: 'total';
};

function isTotal(row: ChannelRegistration | Total): row is Total {
  return row.channelId === 'total';
}

function totalOf(channels: ChannelRegistration[]): Total {
  const ordersToday = channels.reduce((sum, channel) => sum + channel.ordersToday, 0);
  const [latest] = channels
    .filter((channel) => channel.lastEnteredAt !== null)
    .sort((a, b) => Date.parse(b.lastEnteredAt ?? '') - Date.parse(a.lastEnteredAt ?? ''));
  return {
    channelId: 'total',
    ordersToday,
    lastEnteredAt: latest?.lastEnteredAt ?? null,
    operator: latest?.operator ?? null,
  };
}

async function Ways({ channel, params }: { channel: ChannelRegistration; params: Params }) {
  const t = await getTranslations('register');
  const { channelId, name, isClosed } = channel;
  return (
    <span className="inline-flex gap-1">
      {!isClosed && (
        <OpenDialogButton
          size="small"
          href={withParams(params, { enter: String(channelId) })}
          aria-label={`${name} ${t('enter')}`}
        >
          {t('enter')}
        </OpenDialogButton>
      )}
      <OpenDialogButton
        size="small"
        href={withParams(params, { sheet: String(channelId) })}
        aria-label={`${name} ${t('uploadSheet')}`}
      >
        {t('uploadSheet')}
      </OpenDialogButton>
      <DownloadButton
        needs="viewer"
        isDrawn
        size="small"
        href={`/orders/register/template?channel=${channelId}`}
        aria-label={`${name} ${t('template')}`}
      >
        {t('template')}
      </DownloadButton>
    </span>
  );
}
