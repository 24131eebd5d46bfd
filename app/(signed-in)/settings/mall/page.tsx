import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { mallName } from '@/lib/system/rename-mall';
import { SettingsScreen } from '../settings-screen';
import { NameForm } from './name-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.screens');
  return { title: t('mall') };
}

/** 쇼핑몰: what it is called. */
export default async function MallPage() {
  const ctx = await currentCtx();
  const name = await mallName(ctx);
  return (
    <SettingsScreen screen="mall" namespaces={['settings']}>
      <NameForm key={name} name={name} mayChange={isAtLeast(ctx.role, 'owner')} />
    </SettingsScreen>
  );
}
