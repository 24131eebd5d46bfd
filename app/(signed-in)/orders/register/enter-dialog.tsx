import { getTranslations } from 'next-intl/server';
import { Dialog } from '@/app/ui/dialog/dialog';
import type { ChannelRegistration } from '@/lib/registration/screen';
import { OrderForm } from './order-form';

type EnterDialogProps = { channel: ChannelRegistration | undefined; closeHref: string };

/** 주문등록: one order typed in. */
export async function EnterDialog({ channel, closeHref }: EnterDialogProps) {
  const t = await getTranslations('register');
  if (!channel) return null;
  return (
    <Dialog title={t('form.title', { channel: channel.name })} width="full" closeHref={closeHref}>
      <OrderForm channelId={channel.channelId} />
    </Dialog>
  );
}
