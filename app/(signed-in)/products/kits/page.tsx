import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '@/app/ui/client-messages';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatMoney, formatNumber } from '@/app/ui/format';
import { Trail } from '@/app/ui/frame/trail';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { type KitRow, kitList } from '@/lib/products/kits';
import { ProductTabs } from '../product-tabs';
import { remove } from './actions';
import { KitDialog } from './kit-dialog';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('products.kits');
  return { title: t('title') };
}

/** 세트상품: several variants sold under one name and one code. */
export default async function KitsPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('products')];
  const menu = await getTranslations('frame.menu');
  const kits = await kitList(ctx);
  const mayChange = isAtLeast(ctx.role, 'operator');
  return (
    <>
      <Trail steps={[menu('products'), t('kits.title')]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('kits.title')}</h1>
        <ProductTabs selected="kits" />
        <ClientMessages namespaces={['products']}>
          <List total={kits.length} toolbar={mayChange && <KitDialog />}>
            <Table
              label={t('kits.title')}
              rows={kits}
              rowKey={(kit) => kit.id}
              emptyHint={t('kits.empty')}
              columns={kitColumns(t, mayChange)}
            />
          </List>
        </ClientMessages>
      </main>
    </>
  );
}

function kitColumns(t: Translate<'products'>, mayChange: boolean): Column<KitRow>[] {
  return [
    { key: 'code', header: t('kits.columns.code'), cell: (kit) => kit.code },
    { key: 'name', header: t('kits.columns.name'), kind: 'text', cell: (kit) => kit.name },
    {
      key: 'items',
      header: t('kits.items'),
      kind: 'wrap',
      cell: (kit) => kit.items.map(({ name, qty }) => `${name} × ${qty}`).join(' + '),
    },
    {
      key: 'price',
      header: t('columns.price'),
      kind: 'number',
      cell: (kit) => formatMoney(kit.price),
    },
    {
      key: 'available',
      header: t('kits.columns.available'),
      kind: 'number',
      cell: ({ availableQty }) =>
        availableQty === null ? t('supplierShipped') : formatNumber(availableQty),
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      kind: 'center',
      cell: (kit) =>
        mayChange && (
          <span className="inline-flex gap-1">
            <KitDialog kit={kit} />
            <ActionButton
              size="small"
              variant="danger"
              action={remove}
              input={{ id: kit.id }}
              confirm={{
                title: t('kits.deleteTitle', { name: kit.name }),
                body: t('kits.deleteText'),
                label: t('kits.delete'),
              }}
            >
              {t('kits.delete')}
            </ActionButton>
          </span>
        ),
    },
  ];
}
