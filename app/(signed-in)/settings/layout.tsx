import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Trail } from '@/app/ui/frame/trail';
import { SettingsLink } from './settings-link';

/** What can be set, one screen each. */
const screens = ['channels'] as const;

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const [t, frame] = [await getTranslations('settings'), await getTranslations('frame.menu')];
  return (
    <>
      <Trail steps={[frame('settings')]} />
      <div className="grid grid-cols-[132px_minmax(0,1fr)] items-start gap-2.5 px-4 pb-6">
        <nav
          aria-label={t('nav')}
          className="panel no-print sticky top-[calc(var(--header-height)+10px)] grid py-1"
        >
          {screens.map((screen) => (
            <SettingsLink key={screen} href={`/settings/${screen}`}>
              {t(`screens.${screen}`)}
            </SettingsLink>
          ))}
        </nav>
        {children}
      </div>
    </>
  );
}
