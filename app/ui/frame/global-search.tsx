import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '../client-messages';
import { screens, settings } from './screens';
import { SearchDialog } from './search-dialog';

/** ⌘K, from every screen: to an order, to goods, or to another screen. */
export async function GlobalSearch() {
  const t = await getTranslations();
  const named = [
    ...screens.map(({ href, name }) => ({ href, label: t(name) })),
    ...settings.map(({ href, name }) => ({
      href,
      label: t('frame.search.setting', { name: t(name) }),
    })),
  ];
  return (
    <ClientMessages namespaces={['search']}>
      <SearchDialog screens={named} />
    </ClientMessages>
  );
}
