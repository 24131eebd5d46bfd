import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { notificationSettings } from '@/lib/notifications/targets';
import { SettingsScreen } from '../settings-screen';
import { MailServerForm } from './mail-server-form';
import { TargetList } from './target-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('alerts');
  return { title: t('title') };
}

const open = ['queued', 'running'];

/** 알림: where they go besides the screen. */
export default async function NotificationsPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('alerts')];
  const { targets, server } = await notificationSettings(ctx);
  const mayChange = isAtLeast(ctx.role, 'owner');
  return (
    <SettingsScreen screen="notifications" namespaces={['alerts']}>
      <LiveRefresh active={targets.some(({ last }) => last && open.includes(last.state))} />
      <p className="text-muted">{t('lead')}</p>
      <TargetList targets={targets} mayChange={mayChange} />
      <MailServerForm key={JSON.stringify(server)} server={server} mayChange={mayChange} />
    </SettingsScreen>
  );
}
