import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { Bundle, BundledOrder } from '@/lib/bundling/results';
import { takeApart } from './actions';

type UnbundleDialogProps = {
  bundle: Bundle;
  /** Only this order leaves. */
  order?: BundledOrder;
};

/** 합포해제, of the whole bundle or of one order; and whether the next run may join them again. */
export async function UnbundleDialog({ bundle, order }: UnbundleDialogProps) {
  const t = await getTranslations('bundle.unbundle');
  const body = order
    ? t('oneBody', { orderNo: order.orderNo })
    : t('wholeBody', { shipmentId: String(bundle.shipmentId), count: bundle.orders.length });
  return (
    <Dialog
      title={t('whole')}
      description={body}
      trigger={<Button size="small">{order ? t('one') : t('whole')}</Button>}
    >
      <ActionForm action={takeApart} className="grid gap-4">
        <input type="hidden" name="shipmentId" value={bundle.shipmentId} />
        {order && <input type="hidden" name="orderId" value={order.orderId} />}
        <Checkbox name="keepApart" label={t('keepApart')} defaultChecked />
        <DialogButtons>
          <SubmitButton>{t('submit')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
