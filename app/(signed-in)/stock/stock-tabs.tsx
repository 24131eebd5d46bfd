import { getTranslations } from 'next-intl/server';
import { Tabs } from '@/app/ui/tabs';

const screens = { list: '/stock', short: '/stock?short=1', counts: '/stock/counts' } as const;

/** The screens of 재고, beside each other. */
export async function StockTabs({ selected }: { selected: keyof typeof screens }) {
  const t = await getTranslations('stock.screens');
  return (
    <Tabs
      label={t('label')}
      selected={selected}
      tabs={(Object.keys(screens) as (keyof typeof screens)[]).map((key) => ({
        key,
        href: screens[key],
        label: t(key),
      }))}
    />
  );
}
