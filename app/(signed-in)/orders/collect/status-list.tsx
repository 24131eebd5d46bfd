import { getTranslations } from 'next-intl/server';
import { Badge, type Tone } from '@/app/ui/badge';
import { LinkButton } from '@/app/ui/button';
import { withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { channelColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { ChannelStatus, CollectionOverview } from '@/lib/collection/screen';
import { type Health, isInTrouble } from '@/lib/shipments/lists/channel-health';
import { collectChannel, collectPeriod } from './actions';
import { CollectDialog } from './collect-dialog';
import { dialogChoices } from './dialog-choices';
import { failureText } from './failure-text';
import { PracticeForm } from './practice-form';

const tones = {
  never: 'neutral',
  good: 'good',
  late: 'warn',
  failed: 'bad',
} as const satisfies Record<Health, Tone>;

type Row = Omit<ChannelStatus, 'name'> & { channelName: string; reason: string };

type StatusListProps = {
  overview: CollectionOverview;
  now: Date;
  /** Only these; all when empty. */
  channelIds: number[];
  /** Only channels that are late or failed. */
  onlyTrouble: boolean;
};

/** One row per channel: how its collection stands, why, and when the next one comes. */
export async function StatusList(props: StatusListProps) {
  const { overview, now, channelIds, onlyTrouble } = props;
  const t = await getTranslations('collect');
  const isSearched = onlyTrouble || channelIds.length > 0;
  const wanted = overview.channels.filter(
    ({ id, health }) =>
      (!onlyTrouble || isInTrouble(health)) && (channelIds.length === 0 || channelIds.includes(id)),
  );
  const channels = await Promise.all(
    wanted.map(async ({ name, ...channel }) => ({
      ...channel,
      channelName: name,
      reason: await failureText(channel.error),
    })),
  );
  return (
    <List
      total={channels.length}
      searched={isSearched}
      toolbar={
        <>
          {isSearched && (
            <LinkButton variant="quiet" href={withParams({}, {})}>
              {t('allChannels')}
            </LinkButton>
          )}
          {overview.isPractice && <PracticeForm label={t('practice.label')} />}
          <CollectDialog
            action={collectPeriod}
            texts={{
              open: t('dialog.open'),
              title: t('dialog.title'),
              description: t('dialog.description'),
              submit: t('dialog.submit'),
            }}
            {...dialogChoices(overview, now)}
          />
        </>
      }
    >
      <Table
        label={t('lists.channels')}
        rows={channels}
        rowKey={(channel) => channel.id}
        rowTone={({ health }) => (isInTrouble(health) ? tones[health] : undefined)}
        emptyHint={t(isSearched ? 'empty.trouble' : 'empty.channels')}
        columns={columns(t, now)}
      />
    </List>
  );
}

function columns(t: Translate<'collect'>, now: Date): Column<Row>[] {
  const count = (value: number | null) => (value === null ? '-' : formatNumber(value));
  return [
    channelColumn(t('columns.channel')),
    {
      key: 'last',
      header: t('columns.lastSuccess'),
      cell: (channel) => formatTime(channel.lastCollectedAt),
    },
    {
      key: 'watermark',
      header: t('columns.watermark'),
      cell: ({ watermark }) => (watermark ? t('until', { at: formatTime(watermark) }) : '-'),
    },
    {
      key: 'added',
      header: t('columns.added'),
      kind: 'number',
      cell: (channel) => count(channel.added),
    },
    {
      key: 'updated',
      header: t('columns.updated'),
      kind: 'number',
      cell: (channel) => count(channel.updated),
    },
    {
      key: 'health',
      header: t('columns.health'),
      kind: 'center',
      cell: ({ health, lastCollectedAt }) => (
        <Badge tone={tones[health]}>
          {t(`health.${health === 'never' && lastCollectedAt ? 'byHandAlone' : health}`)}
        </Badge>
      ),
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      kind: 'text',
      cell: ({ reason }) => reason || '-',
    },
    {
      key: 'next',
      header: t('columns.next'),
      cell: ({ isBusy, isAutomatic, nextDueAt }) => {
        if (isBusy) return t('next.now');
        if (!isAutomatic) return t('next.manual');
        return nextDueAt && new Date(nextDueAt) > now ? formatTime(nextDueAt) : t('next.tick');
      },
    },
    {
      key: 'retry',
      header: t('columns.retry'),
      kind: 'center',
      cell: ({ id, isBusy }) => (
        <ActionButton size="small" action={collectChannel} input={{ channelId: id }}>
          {t(isBusy ? 'retryNow' : 'retry')}
        </ActionButton>
      ),
    },
  ];
}
