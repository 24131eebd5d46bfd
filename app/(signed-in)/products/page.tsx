import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '@/app/ui/client-messages';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterLabel, FilterSelect, WordField } from '@/app/ui/filter/filter-fields';
import { type Params, withParams } from '@/app/ui/filter/params';
import { Trail } from '@/app/ui/frame/trail';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { pageRequest } from '@/lib/paging';
import { productShows, tagsInUse, variantList } from '@/lib/products/screen';
import { temperatures } from '@/lib/products/variant';
import { variantSearchKinds } from '@/lib/shipments/lists/variant-search-kinds';
import { filterOf, readAsked } from './asked';
import { VariantImport } from './import-dialog';
import { EditDialog, OptionDialog } from './product-dialogs';
import { ProductTable } from './product-table';
import { ProductTabs } from './product-tabs';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('products');
  return { title: t('title') };
}

/** 상품 목록: every variant, and the ways to make and change them. */
export default async function ProductsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('products')];
  const menu = await getTranslations('frame.menu');
  const asked = readAsked(params);
  const filter = filterOf(asked);
  const page = await variantList(ctx, filter, pageRequest(asked.page, asked.size));
  const closeHref = withParams(params, { edit: undefined, option: undefined });
  return (
    <>
      <Trail steps={[menu('products'), t('title')]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('title')}</h1>
        <ProductTabs selected="list" />
        <FilterBar keep={{ size: String(asked.size) }}>
          <Conditions asked={asked} tags={await tagsInUse(ctx)} />
        </FilterBar>
        <ClientMessages namespaces={['products']}>
          <ProductTable
            page={page}
            size={asked.size}
            params={params}
            isSearched={Boolean(
              filter.word || filter.tag || filter.temperature || filter.show !== 'all',
            )}
            mayChange={isAtLeast(ctx.role, 'operator')}
          />
        </ClientMessages>
      </main>
      {asked.upload !== undefined && (
        <ClientMessages namespaces={['products']}>
          <VariantImport uploadId={asked.upload} filter={asked.rows} params={params} />
        </ClientMessages>
      )}
      {asked.edit !== undefined && <EditDialog variantId={asked.edit} closeHref={closeHref} />}
      {asked.option !== undefined && (
        <OptionDialog variantId={asked.option} closeHref={closeHref} />
      )}
    </>
  );
}

async function Conditions({
  asked,
  tags,
}: {
  asked: ReturnType<typeof readAsked>;
  tags: string[];
}) {
  const t = await getTranslations('products');
  return (
    <>
      <WordField
        label={t('searchKind')}
        kinds={variantSearchKinds.map((kind) => ({ value: kind, label: t(`searchKinds.${kind}`) }))}
        kind={asked.kind}
        word={asked.word}
      />
      <FilterSelect
        name="show"
        label={t('show.label')}
        value={asked.show === 'all' ? '' : asked.show}
        options={productShows.map((show) => ({
          value: show === 'all' ? '' : show,
          label: t(`show.${show}`),
        }))}
      />
      <FilterSelect
        name="temperature"
        label={t('columns.temperature')}
        value={asked.temperature}
        options={[
          { value: '', label: t('show.all') },
          ...temperatures.map((value) => ({ value, label: t(`temperatures.${value}`) })),
        ]}
      />
      <FilterLabel label={t('columns.tags')}>
        <input
          key={asked.tag}
          name="tag"
          list="tags-in-use"
          defaultValue={asked.tag}
          aria-label={t('columns.tags')}
          className="input w-32"
        />
        <datalist id="tags-in-use">
          {tags.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      </FilterLabel>
    </>
  );
}
