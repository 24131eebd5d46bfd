import { getTranslations } from 'next-intl/server';
import { Dialog } from '@/app/ui/dialog/dialog';
import { FileDrop } from '@/app/ui/form/file-drop';
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

/** 주문엑셀등록: a file of orders; the screen goes on to its preview. */
export async function SheetDialog({ channel, closeHref }: EnterDialogProps) {
  const t = await getTranslations('register');
  if (!channel) return null;
  return (
    <Dialog
      title={t('upload.title', { channel: channel.name })}
      description={t('upload.limits')}
      closeHref={closeHref}
    >
      <FileDrop
        url="/api/uploads"
        accept=".xlsx,.xls,.csv"
        maxMegabytes={60}
        label={t('upload.file')}
        submit={t('upload.submit')}
      >
        <input type="hidden" name="purpose" value="orders" />
        <input type="hidden" name="channelId" value={channel.channelId} />
        <input type="hidden" name="returnTo" value="/orders/register" />
      </FileDrop>
    </Dialog>
  );
}
