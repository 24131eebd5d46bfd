import { getTranslations } from 'next-intl/server';
import { failureText } from '@/app/(signed-in)/orders/collect/failure-text';
import { Badge } from '@/app/ui/badge';
import { LinkButton } from '@/app/ui/button';
import { ChannelName } from '@/app/ui/channel-mark';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import { Two } from '@/app/ui/table/two';
import type { Translate } from '@/app/ui/translate';
import { type ChannelSetting, connectionForm } from '@/lib/settings/channels';
import { activate, deactivate } from './actions';
import { ConnectionTest } from './connection-test';

type ChannelListProps = { channels: ChannelSetting[]; mayChange: boolean };
type Row = ChannelSetting & { failure: string };
/** Every channel with how it is connected and worked. */
export async function ChannelList({ channels, mayChange }: ChannelListProps) {
  const t = await getTranslations('settings.channels');
  const rows = await Promise.all(
    channels.map(async (channel) => ({ ...channel, failure: await failureText(channel.error) })),
  );
  return (
    <List
      total={rows.length}
      toolbar={
        mayChange && (
          <LinkButton href="?add=pick" variant="primary" prefetch={false} scroll={false}>
            {t('add')}
          </LinkButton>
        )
      }
    >
      <Table
        label={t('title')}
        rows={rows}
        rowKey={(channel) => channel.id}
        rowTone={(channel) => (channel.isActive && channel.error ? 'bad' : undefined)}
        emptyHint={t('empty')}
        columns={[
          ...identityColumns(t),
          ...workColumns(t),
          ...(mayChange ? [manageColumn(t)] : []),
        ]}
      />
    </List>
  );
}

function identityColumns(t: Translate<'settings.channels'>): Column<Row>[] {
  return [
    {
      key: 'channel',
      header: t('columns.channel'),
      cell: ({ name, marketplace, isActive }) => (
        <span className="inline-flex items-center gap-1.5">
          <ChannelName name={name} mark={marketplace.mark} />
          {!isActive && <Badge>{t('inactive')}</Badge>}
        </span>
      ),
    },
    { key: 'account', header: t('columns.account'), cell: (channel) => accountText(t, channel) },
    {
      key: 'credential',
      header: t('columns.credential'),
      kind: 'center',
      cell: ({ marketplace, hasCredential }) =>
        marketplace.hasApi ? (
          <Badge tone={hasCredential ? 'good' : 'warn'}>
            {t(`credential.${hasCredential ? 'stored' : 'missing'}`)}
          </Badge>
        ) : (
          '-'
        ),
    },
  ];
}

function workColumns(t: Translate<'settings.channels'>): Column<Row>[] {
  return [
    {
      key: 'collecting',
      header: <Two upper={t('columns.collecting')} lower={t('columns.acknowledging')} />,
      cell: (row) => <Two upper={collectingText(t, row)} lower={acknowledgingText(t, row)} />,
    },
    { key: 'partial', header: t('columns.partial'), cell: (row) => partialText(t, row) },
    {
      key: 'priority',
      header: t('columns.priority'),
      kind: 'number',
      cell: ({ priority }) => formatNumber(priority),
    },
    {
      key: 'lastSuccess',
      header: t('columns.lastSuccess'),
      cell: ({ lastSuccessAt }) => formatTime(lastSuccessAt),
    },
    {
      key: 'error',
      header: t('columns.error'),
      kind: 'text',
      cell: ({ failure }) => failure || '-',
    },
  ];
}

function manageColumn(t: Translate<'settings.channels'>): Column<Row> {
  return {
    key: 'manage',
    header: t('columns.manage'),
    kind: 'number',
    cell: ({ id, name, isActive, marketplace }) => (
      <span className="flex justify-end gap-1">
        {marketplace.hasApi && <ConnectionTest channelId={id} name={name} label={t('test')} />}
        <LinkButton href={`?edit=${id}`} size="small" prefetch={false} scroll={false}>
          {t('edit')}
        </LinkButton>
        <ActionButton
          size="small"
          variant="quiet"
          action={isActive ? deactivate : activate}
          input={{ channelId: id }}
          confirm={
            isActive
              ? {
                  title: t('deactivate'),
                  body: t('deactivateAsk', { name }),
                  label: t('deactivate'),
                }
              : undefined
          }
        >
          {t(isActive ? 'deactivate' : 'activate')}
        </ActionButton>
      </span>
    ),
  };
}

function accountText(
  t: Translate<'settings.channels'>,
  { marketplace, account, shopNo }: Row,
): string {
  const form = connectionForm(marketplace.key);
  if (!form) return '-';
  return form.hasShops ? t('account', { account, shopNo }) : account;
}

function collectingText(t: Translate<'settings.channels'>, channel: Row): string {
  if (!channel.marketplace.hasApi) return t('collecting.sheet');
  if (!channel.collectsAutomatically) return t('collecting.manual');
  return t('collecting.automatic', { minutes: channel.collectIntervalMinutes });
}

function acknowledgingText(t: Translate<'settings.channels'>, channel: Row): string {
  if (!channel.marketplace.hasApi) return '-';
  return t(`acknowledging.${channel.acknowledgesAutomatically ? 'automatic' : 'manual'}`);
}

function partialText(
  t: Translate<'settings.channels'>,
  { marketplace, hasCredential, partialShipment }: Row,
): string {
  const form = connectionForm(marketplace.key);
  if (!form) return '-';
  return t(`partial.${form.shipsInParts && hasCredential ? 'free' : partialShipment}`);
}
