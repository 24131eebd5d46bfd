import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { ActionButton } from '@/app/ui/form/action-button';
import type { OrderShipment } from '@/lib/orders/shipments';
import { shipSelected, unship } from '../ship/actions';
import { cancelResentParcel } from '../ship/parcel-actions';

type LeavingButtonsProps = { shipment: OrderShipment; orderId: number };

/** What the last stages allow: to let the parcel leave, to take it back, to send what was missing, or not. */
export async function LeavingButtons({ shipment, orderId }: LeavingButtonsProps) {
  const t = await getTranslations('order.actions');
  const { id, stage, may } = shipment;
  const input = { shipmentIds: [id] };
  return (
    <>
      {may.invoice && (
        <LinkButton size="small" href="/orders/invoice?list=notInvoiced">
          {t('invoice')}
        </LinkButton>
      )}
      {may.ship && (
        <ActionButton
          size="small"
          action={shipSelected}
          input={input}
          confirm={{
            title: t('ship'),
            body: t(stage === 'invoiced' ? 'shipBody' : 'shipUnnumberedBody'),
            label: t('ship'),
          }}
        >
          {t('ship')}
        </ActionButton>
      )}
      {may.unship && (
        <ActionButton
          size="small"
          variant="danger"
          action={unship}
          input={{ ...input, from: stage }}
          confirm={{
            title: t('unship'),
            body: t(stage === 'shipped' ? 'unshipBody' : 'unshipDeliveredBody'),
            label: t('unship'),
          }}
        >
          {t('unship')}
        </ActionButton>
      )}
      {may.cancelResent && (
        <ActionButton
          size="small"
          variant="danger"
          action={cancelResentParcel}
          input={{ shipmentId: id }}
          confirm={{
            title: t('cancelResent'),
            body: t('cancelResentBody'),
            label: t('cancelResent'),
          }}
        >
          {t('cancelResent')}
        </ActionButton>
      )}
      {(may.addBoxes || may.resend) && (
        <LinkButton size="small" href={`/orders/ship?stage=all&shipment=${id}&order=${orderId}`}>
          {t(may.addBoxes ? 'boxes' : 'resend')}
        </LinkButton>
      )}
    </>
  );
}
