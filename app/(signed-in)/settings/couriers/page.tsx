import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import { WhyText } from '@/app/ui/text';
import { currentCtx } from '@/lib/auth/current';
import { type CourierAccount, courierAccounts } from '@/lib/invoicing/courier-accounts';
import { SettingsScreen } from '../settings-screen';
import { AccountDialog } from './account-dialog';
import { RangeDialog } from './range-dialog';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('couriers');
  return { title: t('title') };
}

/** The mall's contracts with couriers, and what is left of the numbers they handed out. */
export default async function CouriersPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('couriers')];
  const accounts = await courierAccounts(ctx);
  return (
    <SettingsScreen screen="couriers" namespaces={['couriers']}>
      <p className="text-muted">{t('lead')}</p>
      <List total={accounts.length} toolbar={<AccountDialog />}>
        <Table
          label={t('list')}
          columns={accountColumns(t)}
          rows={accounts}
          rowKey={(account) => account.id}
          rowTone={(account) => (account.isLow ? 'warn' : undefined)}
          emptyText={t('empty')}
          emptyHint={t('emptyHint')}
        />
      </List>
    </SettingsScreen>
  );
}

type Translate = Awaited<ReturnType<typeof getTranslations<'couriers'>>>;

function accountColumns(t: Translate): Column<CourierAccount>[] {
  return [
    { key: 'name', header: t('columns.name'), cell: (account) => account.name },
    { key: 'courier', header: t('columns.courier'), cell: (account) => account.courierName },
    { key: 'contract', header: t('columns.contract'), cell: (account) => account.contractCode },
    {
      key: 'sender',
      header: t('columns.sender'),
      kind: 'wrap',
      cell: ({ senderName, senderPhone, senderAddress }) => (
        <>
          {senderName} {senderPhone}
          <br />
          <span className="text-muted">{senderAddress}</span>
        </>
      ),
    },
    { key: 'size', header: t('columns.labelSize'), cell: (account) => account.labelSize },
    { key: 'ranges', header: t('columns.ranges'), cell: (account) => drawRanges(t, account) },
    {
      key: 'remaining',
      header: t('columns.remaining'),
      kind: 'number',
      cell: ({ remaining, isLow, issuesFromRange }) => (
        <span className="inline-flex items-center gap-1.5">
          {isLow && <Badge tone="warn">{t('low')}</Badge>}
          {issuesFromRange ? t('remaining', { count: remaining }) : '-'}
        </span>
      ),
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      kind: 'center',
      cell: (account) =>
        account.issuesFromRange && <RangeDialog accountId={account.id} name={account.name} />,
    },
  ];
}

function drawRanges(t: Translate, { ranges, issuesFromRange }: CourierAccount) {
  if (!issuesFromRange) return <WhyText>{t('noRule')}</WhyText>;
  if (ranges.length === 0) return t('noRange');
  return (
    <ul>
      {ranges.map((range) => (
        <li key={range.from} className="numeric">
          {t('range', { ...range })}
        </li>
      ))}
    </ul>
  );
}
