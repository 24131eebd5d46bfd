import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '@/app/ui/client-messages';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatCount } from '@/app/ui/format';
import { Trail } from '@/app/ui/frame/trail';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { type SupplierRow, supplierList } from '@/lib/products/suppliers';
import { ProductTabs } from '../product-tabs';
import { remove } from './actions';
import { SupplierDialog } from './supplier-dialog';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('products.suppliers');
  return { title: t('title') };
}

/** 공급사: from whom products come, and who of them ships by himself. */
export default async function SuppliersPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('products.suppliers')];
  const menu = await getTranslations('frame.menu');
  const suppliers = await supplierList(ctx);
  const mayChange = isAtLeast(ctx.role, 'operator');
  return (
    <>
      <Trail steps={[menu('products'), t('title')]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('title')}</h1>
        <ProductTabs selected="suppliers" />
        <ClientMessages namespaces={['products']}>
          <List total={suppliers.length} toolbar={mayChange && <SupplierDialog />}>
            <Table
              label={t('title')}
              rows={suppliers}
              rowKey={(supplier) => supplier.id}
              emptyHint={t('empty')}
              columns={supplierColumns(t, mayChange)}
            />
          </List>
        </ClientMessages>
      </main>
    </>
  );
}

function supplierColumns(
  t: Translate<'products.suppliers'>,
  mayChange: boolean,
): Column<SupplierRow>[] {
  return [
    {
      key: 'name',
      header: t('columns.name'),
      cell: ({ name }) => (
        <Link
          className="link"
          prefetch={false}
          href={`/products?${new URLSearchParams({ kind: 'supplier', word: name })}`}
        >
          {name}
        </Link>
      ),
    },
    { key: 'phone', header: t('columns.phone'), cell: ({ phone }) => phone || '-' },
    { key: 'email', header: t('columns.email'), cell: ({ email }) => email || '-' },
    { key: 'memo', header: t('columns.memo'), kind: 'text', cell: ({ memo }) => memo || '-' },
    {
      key: 'products',
      header: t('columns.products'),
      kind: 'number',
      cell: ({ products }) => formatCount(products),
    },
    {
      key: 'supplierShipped',
      header: t('columns.supplierShipped'),
      kind: 'number',
      cell: ({ supplierShipped }) => formatCount(supplierShipped),
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      kind: 'center',
      cell: (supplier) =>
        mayChange && (
          <span className="inline-flex gap-1">
            <SupplierDialog supplier={supplier} />
            <ActionButton
              size="small"
              variant="danger"
              action={remove}
              input={{ id: supplier.id }}
              disabled={supplier.products > 0}
              confirm={{
                title: t('deleteTitle', { name: supplier.name }),
                body: t('deleteText'),
                label: t('delete'),
              }}
            >
              {t('delete')}
            </ActionButton>
          </span>
        ),
    },
  ];
}
