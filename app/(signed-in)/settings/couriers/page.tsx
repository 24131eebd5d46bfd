import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { CourierName } from '@/app/ui/courier';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import { Two } from '@/app/ui/table/two';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { type CourierAccount, courierAccounts } from '@/lib/invoicing/accounts/courier-accounts';
import { printers } from '@/lib/invoicing/prints/printers';
import { trackingOverview } from '@/lib/shipping/tracking/service';
import { SettingsScreen } from '../settings-screen';
import { AccountDialog } from './account-dialog';
import { ListDialog } from './list-dialog';
import { PrinterList } from './printer-list';
import { RangeDialog } from './range-dialog';
import { TrackingSection } from './tracking-section';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('couriers');
  return { title: t('title') };
}

/** The mall's contracts with couriers, and what is left of the numbers they handed out. */
export default async function CouriersPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('couriers')];
  const [accounts, profiles] = [await courierAccounts(ctx), await printers(ctx)];
  const tracking = await trackingOverview(ctx);
  const mayChange = isAtLeast(ctx.role, 'manager');
  return (
    <SettingsScreen screen="couriers" namespaces={['couriers']}>
      <p className="text-muted">{t('lead')}</p>
      <List total={accounts.length} toolbar={mayChange && <AccountDialog />}>
        <Table
          label={t('list')}
          columns={accountColumns(t, mayChange)}
          rows={accounts}
          rowKey={(account) => account.id}
          rowTone={(account) => (account.isLow ? 'warn' : undefined)}
          emptyHint={t('emptyHint')}
        />
      </List>
      <PrinterList printers={profiles} mayChange={mayChange} />
      <TrackingSection {...tracking} mayChange={mayChange} />
    </SettingsScreen>
  );
}

function accountColumns(t: Translate<'couriers'>, mayChange: boolean): Column<CourierAccount>[] {
  return [
    { key: 'name', header: t('columns.name'), cell: (account) => account.name },
    {
      key: 'courier',
      header: <Two upper={t('columns.courier')} lower={t('columns.contract')} />,
      cell: ({ courier, contractCode }) => (
        <Two upper={<CourierName courier={courier} />} lower={contractCode} />
      ),
    },
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
    { key: 'ranges', header: t('columns.ranges'), cell: (account) => drawNumbers(t, account) },
    {
      key: 'remaining',
      header: t('columns.remaining'),
      kind: 'number',
      cell: ({ remaining, isLow }) => (
        <span className="inline-flex items-center gap-1.5">
          {isLow && <Badge tone="warn">{t('low')}</Badge>}
          {remaining === null ? t('unlimited') : t('remaining', { count: remaining })}
        </span>
      ),
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      kind: 'center',
      cell: (account) => mayChange && <AccountButtons account={account} />,
    },
  ];
}

function AccountButtons({ account }: { account: CourierAccount }) {
  const { id, name, numbersFrom } = account;
  return (
    <span className="inline-flex gap-1">
      {numbersFrom === 'range' && <RangeDialog accountId={id} name={name} />}
      {numbersFrom === 'list' && <ListDialog accountId={id} name={name} />}
      <AccountDialog account={account} />
    </span>
  );
}

function drawNumbers(
  t: Translate<'couriers'>,
  { numbersFrom, ranges, listed, apiBaseUrl }: CourierAccount,
) {
  if (numbersFrom === 'api') return <span title={apiBaseUrl ?? undefined}>{t('sources.api')}</span>;
  if (numbersFrom === 'list') return listed.total === 0 ? t('noList') : t('listed', listed);
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
