import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { choiceParam, type Params, readParams, withParams } from '@/app/ui/filter/params';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { idParam } from '@/lib/ids';
import { channelSettings } from '@/lib/settings/channels';
import { SettingsScreen } from '../settings-screen';
import { AddDialog } from './add-dialog';
import { ChannelList } from './channel-list';
import { CourierCodes } from './courier-codes';
import { EditDialog } from './edit-dialog';

const tabs = ['channels', 'courierCodes'] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.channels');
  return { title: t('title') };
}

export default async function ChannelsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('settings.channels')];
  const asked = readParams(params, {
    tab: choiceParam(tabs),
    add: z.string().max(50).optional().catch(undefined),
    edit: idParam,
  });
  const mayChange = isAtLeast(ctx.role, 'manager');
  const channels = await channelSettings(ctx);
  const closeHref = withParams(params, { add: undefined, edit: undefined });
  const edited = channels.find((channel) => channel.id === asked.edit);
  return (
    <SettingsScreen screen="channels" namespaces={['settings']}>
      <Tabs
        label={t('title')}
        selected={asked.tab}
        tabs={tabs.map((key) => ({
          key,
          href: `?tab=${key}`,
          label: t(`lists.${key}`),
          count: key === 'channels' ? channels.length : undefined,
        }))}
      />
      {asked.tab === 'channels' && <ChannelList channels={channels} mayChange={mayChange} />}
      {asked.tab === 'courierCodes' && <CourierCodes mayChange={mayChange} />}
      {mayChange && asked.add && <AddDialog marketplace={asked.add} closeHref={closeHref} />}
      {mayChange && edited && <EditDialog channel={edited} closeHref={closeHref} />}
    </SettingsScreen>
  );
}
