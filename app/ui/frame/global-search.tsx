import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '../client-messages';
import { menu } from '../menu';
import { stageScreens } from '../stages';
import { SearchDialog } from './search-dialog';

/** ⌘K, from every screen: to an order, to goods, or to another screen. */
export async function GlobalSearch() {
  const t = await getTranslations('frame');
  const screens = [
    ...stageScreens.map(({ key, href }) => ({ href, label: t(`stage.${key}`) })),
    { href: '/claims', label: t('search.claims') },
    ...menu
      .filter(({ key }) => key !== 'orders')
      .map(({ key, href }) => ({ href, label: t(`menu.${key}`) })),
    { href: '/settings/couriers', label: t('search.couriers') },
    { href: '/settings/members', label: t('search.members') },
    { href: '/guide', label: t('guide') },
  ];
  return (
    <ClientMessages namespaces={['search']}>
      <SearchDialog screens={screens} />
    </ClientMessages>
  );
}
