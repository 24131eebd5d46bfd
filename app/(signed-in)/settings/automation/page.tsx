import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { allocationChoices } from '@/lib/allocation/choices';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { readAutopilot } from '@/lib/settings/autopilot';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { SettingsScreen } from '../settings-screen';
import { AutopilotForm } from './autopilot-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('automation');
  return { title: t('title') };
}

/** 자동처리: what follows each collection without anybody pressing a button. */
export default async function AutomationPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('automation')];
  const [autopilot, channels, goods] = await Promise.all([
    readAutopilot(ctx),
    channelChoices(ctx),
    allocationChoices(ctx),
  ]);
  return (
    <SettingsScreen screen="automation" namespaces={['automation']}>
      <p className="text-muted">{t('lead')}</p>
      <AutopilotForm
        key={JSON.stringify(autopilot)}
        autopilot={autopilot}
        choices={{ channels, ...goods }}
        mayChange={isAtLeast(ctx.role, 'manager')}
      />
    </SettingsScreen>
  );
}
