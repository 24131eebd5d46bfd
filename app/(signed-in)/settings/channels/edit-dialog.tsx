import { getTranslations } from 'next-intl/server';
import { Dialog } from '@/app/ui/dialog/dialog';
import type { ChannelSetting } from '@/lib/settings/channels';
import { edit } from './actions';
import { ChannelForm } from './channel-form';

type EditDialogProps = { channel: ChannelSetting; closeHref: string };

export async function EditDialog({ channel, closeHref }: EditDialogProps) {
  const t = await getTranslations('settings.form');
  return (
    <Dialog
      key={channel.id}
      title={t('editTitle', { name: channel.name })}
      width="wide"
      closeHref={closeHref}
    >
      <ChannelForm action={edit} marketplace={channel.marketplace} channel={channel} />
    </Dialog>
  );
}
