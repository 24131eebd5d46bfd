import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { type Params, periodPresets, withParams } from '@/app/ui/filter/params';
import { formatTime } from '@/app/ui/format';
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { Notice } from '@/app/ui/notice';
import { currentCtx } from '@/lib/auth/current';
import { courierAccounts } from '@/lib/invoicing/accounts/courier-accounts';
import { lastOwnExport, pastExports } from '@/lib/invoicing/exports/exports-screen';
import { lastLoad } from '@/lib/invoicing/load/last-load';
import type { LoadConditions } from '@/lib/invoicing/load/load-conditions';
import { invoiceSearchKinds } from '@/lib/invoicing/load/search-kinds';
import { waveChoices } from '@/lib/invoicing/load/waves';
import { printers } from '@/lib/invoicing/prints/printers';
import { invoiceScreen } from '@/lib/invoicing/screen';
import { templateChoices } from '@/lib/invoicing/templates/templates';
import { pageRequest } from '@/lib/paging';
import { maySearchBy } from '@/lib/recipients/search-kinds';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { supplierChoices } from '@/lib/shipments/lists/suppliers';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { filterOf, readAsked } from './asked';
import { ExcelDialog } from './excel-dialog';
import { ExportsDialog } from './exports-dialog';
import { InvoiceHistory } from './history';
import { InvoiceList } from './invoice-list';
import { LoadForm } from './load-form';
import { PresetLoad } from './preset-load';
import { SummaryBar } from './summary-bar';

export const generateMetadata = stageMetadata('invoice');

export default async function InvoicePage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('invoice')];
  const asked = readAsked(params);
  const filter = filterOf(asked);
  const [screen, channels, suppliers, accounts, profiles, templates, exports, runs, waves, last] =
    await Promise.all([
      asked.load
        ? invoiceScreen(ctx, asked.load, filter, pageRequest(asked.page, asked.size), {
            by: asked.sort,
            direction: asked.direction,
          })
        : null,
      channelChoices(ctx),
      supplierChoices(ctx),
      courierAccounts(ctx),
      printers(ctx),
      templateChoices(ctx),
      pastExports(ctx),
      pastRuns(ctx, 'invoice'),
      waveChoices(ctx),
      asked.load || asked.list ? null : lastLoad(ctx),
    ]);
  const presets = periodPresets(ctx.now);

  return (
    <StageScreen stage="invoice" namespaces={['invoice', 'files']} help={t('help')}>
      <LoadForm
        key={asked.load ?? 'new'}
        conditions={screen?.conditions ?? defaultConditions(presets)}
        channels={channels}
        suppliers={suppliers}
        presets={presets}
        searchKinds={invoiceSearchKinds.filter((kind) => maySearchBy(ctx, kind))}
      />
      {asked.list && !asked.load && <PresetLoad preset={asked.list} />}
      {asked.load && !screen && <Notice tone="warn">{t('errors.loadGone')}</Notice>}
      {last && (
        <p className="panel flex items-center gap-3 px-3 py-2">
          {t('load.last', { at: formatTime(last.at), count: last.rowCount })}
          <LinkButton size="small" href={withParams(params, { load: String(last.id) })}>
            {t('load.goOn')}
          </LinkButton>
        </p>
      )}
      {screen && screen.leftToSuppliers > 0 && (
        <p role="status" className="panel no-print flex items-center gap-3 px-3 py-2">
          {t('load.leftToSuppliers', { count: screen.leftToSuppliers })}
          <LinkButton size="small" href="/orders/invoice/suppliers" prefetch={false}>
            {t('toolbar.suppliers')}
          </LinkButton>
        </p>
      )}
      {screen && (
        <SummaryBar
          screen={screen}
          asked={asked}
          params={params}
          accounts={accounts}
          waves={waves}
        />
      )}
      <InvoiceList
        screen={screen}
        asked={asked}
        params={params}
        tools={{ accounts, printers: profiles, templates, lastExport: lastOwnExport(exports) }}
      />
      <InvoiceHistory runs={runs} />
      {asked.panel === 'exports' && <ExportsDialog exports={exports} params={params} />}
      {asked.panel === 'excel' && <ExcelDialog asked={asked} params={params} />}
    </StageScreen>
  );
}

/** 주문일 1개월, whole days, what waits for its number, is not held, and is ours to send. */
function defaultConditions(presets: ReturnType<typeof periodPresets>): LoadConditions {
  const month = presets.find((preset) => preset.key === 'month');
  const period = { from: month?.from, to: month?.to };
  return { ...period, status: 'allocated', sender: 'ours', withoutHeld: true };
}
