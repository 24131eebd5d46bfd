import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DownloadButton } from '@/app/ui/button';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { SettingsScreen } from '../settings-screen';
import { ImportForm } from './import-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('configuration');
  return { title: t('title') };
}

/** 설정 파일: all settings out as one file, and in again, here or in another mall. */
export default async function ConfigurationPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('configuration')];
  const mayChange = isAtLeast(ctx.role, 'manager');
  return (
    <SettingsScreen screen="configuration" namespaces={['configuration']}>
      <section className="panel grid max-w-[780px] justify-items-start gap-2 p-4">
        <h2 className="text-lg">{t('export.title')}</h2>
        <p className="text-muted">{t('export.lead')}</p>
        {mayChange ? (
          <DownloadButton href="/settings/configuration/file">{t('export.button')}</DownloadButton>
        ) : (
          <p className="text-muted">{t('managersOnly')}</p>
        )}
      </section>
      {mayChange && (
        <section className="panel grid gap-3 p-4">
          <h2 className="text-lg">{t('import.title')}</h2>
          <p className="max-w-[780px] text-muted">{t('import.lead')}</p>
          <ImportForm />
        </section>
      )}
    </SettingsScreen>
  );
}
