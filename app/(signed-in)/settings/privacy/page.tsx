import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { formatNumber, formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { readRetention } from '@/lib/retention/settings';
import { SettingsScreen } from '../settings-screen';
import { RetentionForm } from './retention-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('privacy');
  return { title: t('title') };
}

/** 개인정보: how long it is kept, and what was erased. */
export default async function PrivacyPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('privacy')];
  const { days, nextAt, rounds } = await readRetention(ctx);
  return (
    <SettingsScreen screen="privacy" namespaces={['privacy']}>
      <p className="text-muted">{t('lead')}</p>
      <RetentionForm key={days} days={days} mayChange={isAtLeast(ctx.role, 'owner')} />
      <List total={rounds.length} toolbar={<span>{t('next', { at: formatTime(nextAt) })}</span>}>
        <Table
          label={t('rounds')}
          rows={rounds}
          rowKey={(round) => round.id}
          emptyHint={t('empty')}
          columns={[
            { key: 'at', header: t('columns.at'), cell: (round) => formatTime(round.finishedAt) },
            {
              key: 'orders',
              header: t('columns.orders'),
              kind: 'number',
              cell: (round) => formatNumber(round.orders),
            },
          ]}
        />
      </List>
    </SettingsScreen>
  );
}
