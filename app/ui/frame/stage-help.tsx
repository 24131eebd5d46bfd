import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

/** The 도움말 box: what is done on this screen, then what collection does by itself. */
export async function StageHelp({ children }: { children?: ReactNode }) {
  const t = await getTranslations('frame.help');
  return (
    <details open className="panel">
      <summary className="px-3 py-2 font-semibold">{t('title')}</summary>
      <div className="grid gap-2 px-3 pb-3 text-muted text-xs">
        {children}
        <p>{t('firstCollection')}</p>
        <p>{t('interval')}</p>
      </div>
    </details>
  );
}
