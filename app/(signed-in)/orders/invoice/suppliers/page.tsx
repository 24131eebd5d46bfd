import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { type Params, readParams, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { StageScreen } from '@/app/ui/frame/stage-screen';
import { Notice } from '@/app/ui/notice';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { idParam } from '@/lib/ids';
import { purchaseScreen } from '@/lib/invoicing/purchase-orders/screen';
import { splitAll } from './actions';
import { purchaseColumns, supplierColumns } from './columns';
import { LinesDialog } from './lines-dialog';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('suppliers');
  return { title: t('title') };
}

/** 공급사 발주: what suppliers are to send, asked for by sheet; their numbers come back by sheet. */
export default async function SupplierOrdersPage({
  searchParams,
}: {
  searchParams: Promise<Params>;
}) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('suppliers')];
  const asked = readParams(params, { supplier: idParam });
  const { suppliers, mixed, withoutSupplier, past } = await purchaseScreen(ctx);
  const isMaking = past.some(({ state }) => state === 'queued' || state === 'running');
  const rights = {
    mayAct: isAtLeast(ctx.role, 'operator'),
    mayAsk: isAtLeast(ctx.role, 'operator') && ctx.canSeePersonalData,
  };

  return (
    <StageScreen
      stage="invoice"
      namespaces={['suppliers', 'invoice', 'files']}
      help={<p>{t('help')}</p>}
    >
      <LiveRefresh active={isMaking} />
      <div className="flex items-center gap-3">
        <h2 className="text-lg">{t('title')}</h2>
        <p className="text-muted">{t('lead')}</p>
        <LinkButton href="/orders/invoice?panel=excel" size="small" className="ml-auto">
          {t('numbersIn')}
        </LinkButton>
        <LinkButton href="/orders/invoice" size="small">
          {t('back')}
        </LinkButton>
      </div>
      {mixed > 0 && (
        <Notice tone="warn">
          <span className="flex flex-wrap items-center gap-3">
            {t('mixed', { count: mixed })}
            {rights.mayAct && (
              <ActionButton
                size="small"
                action={splitAll}
                confirm={{ title: t('split'), body: t('splitBody'), label: t('split') }}
              >
                {t('split')}
              </ActionButton>
            )}
          </span>
        </Notice>
      )}
      {withoutSupplier > 0 && (
        <Notice tone="warn">
          {t('withoutSupplier', { count: withoutSupplier })}{' '}
          <Link href="/products?show=supplierShipped" prefetch={false} className="link">
            {t('openProducts')}
          </Link>
        </Notice>
      )}
      <List total={suppliers.length}>
        <Table
          label={t('suppliers')}
          columns={supplierColumns(t, params, rights.mayAsk)}
          rows={suppliers}
          rowKey={(row) => row.id}
          rowTone={(row) => (row.waiting > 0 ? 'accent' : undefined)}
          emptyHint={t('noSuppliers')}
        />
      </List>
      <List total={past.length}>
        <Table
          label={t('past')}
          columns={purchaseColumns(t, rights.mayAct)}
          rows={past}
          rowKey={(row) => row.id}
          emptyHint={t('noPast')}
        />
      </List>
      {asked.supplier && (
        <LinesDialog
          key={asked.supplier}
          supplier={suppliers.find(({ id }) => id === asked.supplier)}
          closeHref={withParams(params, { supplier: undefined })}
        />
      )}
    </StageScreen>
  );
}
