import { getTranslations } from 'next-intl/server';
import { ChannelName } from '@/app/ui/channel-mark';
import { formatTime } from '@/app/ui/format';
import { StateBadge } from '@/app/ui/states';
import { marketplaceOf } from '@/lib/channels/registry';
import type { OpenCollection } from '@/lib/collection/screen';
import { failureText } from './failure-text';
import { WorkingLine } from './working-line';

/** What is being collected now, channel by channel; it goes on when this page is left. */
export async function OpenCollections({ open }: { open: OpenCollection[] }) {
  if (open.length === 0) return null;
  const t = await getTranslations('collect.progress');
  return (
    <WorkingLine title={t('title')}>
      {open.map((run) => (
        <li key={run.id} className="flex flex-wrap items-center gap-x-1.5">
          <ChannelName name={run.channelName} mark={marketplaceOf(run.marketplace).mark} />
          <StateBadge axis="work" state={run.state} />
          {(run.state === 'running' || run.fetched > 0) && (
            <span className="numeric text-muted">{t('counts', countsOf(run))}</span>
          )}
          <WaitsFor run={run} />
        </li>
      ))}
    </WorkingLine>
  );
}

const countsOf = ({ fetched, added, updated, failed }: OpenCollection) => ({
  fetched,
  added,
  updated,
  failed,
});

async function WaitsFor({ run }: { run: OpenCollection }) {
  const reason = await failureText(run.error);
  if (!reason) return null;
  const t = await getTranslations('collect.progress');
  return <span className="text-warn">{t('waiting', { reason, at: formatTime(run.dueAt) })}</span>;
}
