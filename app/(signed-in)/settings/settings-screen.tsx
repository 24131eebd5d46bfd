import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ClientMessages } from '@/app/ui/client-messages';
import { Trail } from '@/app/ui/frame/trail';
import { type SettingsKey, settingsScreens } from '@/app/ui/settings-screens';
import type { Messages } from '@/lib/i18n';
import { SettingsLink } from './settings-link';

type SettingsScreenProps = {
  screen: SettingsKey;
  /** Texts that the client leaves of this screen use. */
  namespaces?: (keyof Messages)[];
  children: ReactNode;
};

/** The frame of a settings screen: where it stands, and the other settings beside it. */
export async function SettingsScreen({ screen, namespaces = [], children }: SettingsScreenProps) {
  const [t, menu] = [await getTranslations('settings'), await getTranslations('frame.menu')];
  return (
    <>
      <Trail steps={[menu('settings'), t(`screens.${screen}`)]} />
      <div className="grid grid-cols-[120px_minmax(0,1fr)] items-start gap-2.5 px-4 pb-6">
        <nav
          aria-label={t('nav')}
          className="panel no-print sticky top-[calc(var(--header-height)+10px)] grid py-1"
        >
          {settingsScreens.map((key) => (
            <SettingsLink key={key} href={`/settings/${key}`}>
              {t(`screens.${key}`)}
            </SettingsLink>
          ))}
        </nav>
        <main className="grid grid-cols-1 gap-2.5">
          <h1 className="sr-only">{t(`screens.${screen}`)}</h1>
          <ClientMessages namespaces={namespaces}>{children}</ClientMessages>
        </main>
      </div>
    </>
  );
}
