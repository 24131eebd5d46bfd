import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { ActionButton } from '@/app/ui/form/action-button';
import type { OrderShipment } from '@/lib/orders/shipments';
import { placeRefusals } from '@/lib/shipments/address/settle-address-plan';
import { releasableHolds } from '@/lib/shipments/holds/release-hold';
import { allocateChosen, release as deallocate } from '../allocate/actions';
import { allow, forbid, takeApart } from '../bundle/actions';
import { decideAddress, release as releaseHold } from '../collect/actions';
import { liftHold } from './actions';
import { HoldDialog } from './hold-dialog';
import { LeavingButtons } from './leaving-buttons';
import { RecipientDialog } from './recipient-dialog';
import { SplitDialog } from './split-dialog';

type ShipmentActionsProps = { shipment: OrderShipment; orderId: number };

/** What may be done with this parcel as it stands now, each by its own verb. */
export async function ShipmentActions({ shipment, orderId }: ShipmentActionsProps) {
  const { may } = shipment;
  if (!Object.values(may).includes(true)) return null;
  const t = await getTranslations('order.actions');
  const ids = { shipmentIds: [shipment.id] };
  const movable = shipment.parts.filter((part) => !part.isGift && part.qty > 0);
  return (
    <div className="flex flex-wrap gap-1.5 border-line border-t px-3 py-2">
      {may.hold && <HoldButtons shipment={shipment} />}
      {may.edit && shipment.editable && (
        <RecipientDialog
          shipmentId={shipment.id}
          orderId={orderId}
          recipient={shipment.editable}
          isBundle={shipment.isUnbundlable}
        />
      )}
      {may.allocate && (
        <ActionButton size="small" action={allocateChosen} input={ids}>
          {t('allocate')}
        </ActionButton>
      )}
      {may.deallocate && (
        <ActionButton size="small" action={deallocate} input={ids}>
          {t('deallocate')}
        </ActionButton>
      )}
      {may.unbundle && (
        <ActionButton
          size="small"
          action={takeApart}
          input={{ shipmentId: shipment.id, orderId, keepApart: 'on' }}
        >
          {t('unbundle')}
        </ActionButton>
      )}
      {may.lockBundle && (
        <ActionButton size="small" action={shipment.isBundleLocked ? allow : forbid} input={ids}>
          {t(shipment.isBundleLocked ? 'unlockBundle' : 'lockBundle')}
        </ActionButton>
      )}
      {may.split && (
        <SplitDialog
          shipmentId={shipment.id}
          parts={movable.map(({ id, productName, option, qty }) => ({
            id,
            qty,
            name: [productName, option].filter(Boolean).join(' · '),
          }))}
        />
      )}
      {may.match && (
        <LinkButton size="small" href="/orders/match">
          {t('match')}
        </LinkButton>
      )}
      <LeavingButtons shipment={shipment} orderId={orderId} />
    </div>
  );
}

/** A button for each cause that a person may lift; claims lift their own. */
async function HoldButtons({ shipment }: { shipment: OrderShipment }) {
  const [t, states] = [
    await getTranslations('order.actions'),
    await getTranslations('ui.states.hold'),
  ];
  const { id: shipmentId, holdKinds } = shipment;
  const liftable = releasableHolds.filter((kind) => holdKinds.includes(kind));
  return (
    <>
      {holdKinds.includes('operator') ? (
        <ActionButton size="small" action={liftHold} input={{ shipmentIds: [shipmentId] }}>
          {t('lift')}
        </ActionButton>
      ) : (
        <HoldDialog shipmentId={shipmentId} />
      )}
      {liftable.map((kind) => (
        <ActionButton
          key={kind}
          size="small"
          action={releaseHold}
          input={{ shipmentIds: [shipmentId], kind }}
        >
          {t('liftKind', { kind: states(kind) })}
        </ActionButton>
      ))}
      {holdKinds.includes('address_changed') && <AddressButtons shipment={shipment} />}
    </>
  );
}

/** The channel's new address or the old one, and what keeps the new one away. */
async function AddressButtons({ shipment }: { shipment: OrderShipment }) {
  const [t, held, say] = [
    await getTranslations('order.actions'),
    await getTranslations('collect.held'),
    await getTranslations(),
  ];
  const { id, addressObstacle } = shipment;
  return (
    <>
      {(['apply', 'keep'] as const).map((choice) => (
        <ActionButton
          key={choice}
          size="small"
          action={decideAddress}
          input={{ shipmentIds: [id], choice }}
          disabled={choice === 'apply' && addressObstacle !== null}
          confirm={{
            title: held(`${choice}Title`),
            body: held(`${choice}OneBody`),
            label: held(choice),
          }}
        >
          {t(`address.${choice}`)}
        </ActionButton>
      ))}
      {addressObstacle && (
        <p className="flex w-full items-center gap-2 text-warn">
          {say(placeRefusals[addressObstacle])}
          {addressObstacle === 'numbered' && (
            <LinkButton size="small" href="/orders/invoice?list=addressChanged">
              {held('toInvoice')}
            </LinkButton>
          )}
        </p>
      )}
    </>
  );
}
