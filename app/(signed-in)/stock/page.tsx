import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '@/app/ui/client-messages';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterSelect, WordField } from '@/app/ui/filter/filter-fields';
import { type Params, withParams } from '@/app/ui/filter/params';
import { Trail } from '@/app/ui/frame/trail';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { pageRequest } from '@/lib/paging';
import { variantSearchKinds } from '@/lib/shipments/lists/variant-search-kinds';
import { stockList } from '@/lib/stock/screen';
import { filterOf, readAsked } from './asked';
import { LedgerDialog } from './ledger-dialog';
import { StockDesk } from './stock-desk';
import { StockTable } from './stock-table';
import { StockTabs } from './stock-tabs';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('stock');
  return { title: t('title') };
}

export default async function StockPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('stock')];
  const asked = readAsked(params);
  const filter = filterOf(asked);
  const page = await stockList(ctx, filter, pageRequest(asked.page, asked.size));
  return (
    <>
      <Trail steps={[t('title')]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('title')}</h1>
        <StockTabs selected={filter.isShort ? 'short' : 'list'} />
        <FilterBar keep={{ size: String(asked.size) }}>
          <WordField
            label={t('searchKind')}
            kinds={variantSearchKinds.map((kind) => ({
              value: kind,
              label: t(`searchKinds.${kind}`),
            }))}
            kind={asked.kind}
            word={asked.word}
          />
          <FilterSelect
            name="short"
            label={t('shortage')}
            value={asked.short}
            options={[
              { value: '', label: t('shortageAll') },
              { value: '1', label: t('shortageOnly') },
            ]}
          />
        </FilterBar>
        <ClientMessages namespaces={['stock']}>
          <StockDesk>
            <StockTable
              page={page}
              size={asked.size}
              params={params}
              isSearched={filter.word !== '' || filter.isShort}
              mayChange={isAtLeast(ctx.role, 'operator')}
            />
          </StockDesk>
        </ClientMessages>
      </main>
      {asked.ledger !== undefined && (
        <LedgerDialog
          variantId={asked.ledger}
          olderThan={asked.before ?? null}
          params={params}
          closeHref={withParams(params, { ledger: undefined, before: undefined })}
        />
      )}
    </>
  );
}
