import { getTranslations } from 'next-intl/server';
import { Tabs } from '@/app/ui/tabs';

const screens = {
  list: '/products',
  kits: '/products/kits',
  matches: '/products/matches',
  gifts: '/products/gifts',
  suppliers: '/products/suppliers',
} as const;

export type ProductScreen = keyof typeof screens;

/** The screens of 상품, beside each other. */
export async function ProductTabs({ selected }: { selected: ProductScreen }) {
  const t = await getTranslations('products.screens');
  return (
    <Tabs
      label={t('label')}
      selected={selected}
      tabs={(Object.keys(screens) as ProductScreen[]).map((key) => ({
        key,
        href: screens[key],
        label: t(key),
      }))}
    />
  );
}
