import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { ActionButton } from '@/app/ui/form/action-button';
import { shipMethods } from '@/lib/shipping/set-method';
import type { ShipFilter, ShipStage } from '@/lib/shipping/ship-filter';
import { HoldDialog } from '../[id]/hold-dialog';
import { LiftButton } from '../[id]/lift-button';
import { retry, shipSelected, unship } from './actions';
import { changeMethod } from './parcel-actions';
import { ShipAll } from './ship-all';

type ShipToolbarProps = {
  stage: ShipStage;
  filter: ShipFilter;
  fileWaiting: number;
  decisions: number;
};

/** What can be done with the list and its selected rows, at the stage that is shown. */
export async function ShipToolbar({ stage, filter, fileWaiting, decisions }: ShipToolbarProps) {
  const t = await getTranslations('ship');
  const mayShip = stage === 'invoiced' || (stage === 'all' && filter.by !== 'shipped');
  const mayComeBack = stage === 'shipped' || stage === 'all';
  return (
    <>
      {stage === 'unnumbered' &&
        shipMethods
          .filter((method) => method !== 'parcel')
          .map((method) => <MethodButton key={method} method={method} />)}
      {mayShip && (
        <>
          <LinkButton needs="operator" href="/orders/ship/scan" variant="primary">
            {t('scan')}
          </LinkButton>
          <ActionButton
            action={shipSelected}
            selectionAs="shipmentIds"
            confirm={{
              title: t('shipSelected'),
              body: t('shipSelectedBody'),
              label: t('shipSelected'),
            }}
          >
            {t('shipSelected')}
          </ActionButton>
          <ShipAll filter={filter} />
          <HoldDialog />
        </>
      )}
      {(stage === 'held' || stage === 'all') && <LiftButton />}
      {(stage === 'invoiced' || stage === 'held') && <MethodButton method="parcel" />}
      {mayComeBack && (
        <>
          <ActionButton
            action={retry}
            confirm={{ title: t('retryAll'), body: t('retryAllBody'), label: t('retry') }}
          >
            {t('retryAll')}
          </ActionButton>
          <ActionButton
            action={unship}
            selectionAs="shipmentIds"
            variant="danger"
            confirm={{ title: t('unship'), body: t('unshipBody'), label: t('unship') }}
          >
            {t('unship')}
          </ActionButton>
        </>
      )}
      {stage === 'delivered' && (
        <ActionButton
          action={unship}
          input={{ from: stage }}
          selectionAs="shipmentIds"
          variant="danger"
          confirm={{ title: t('unship'), body: t('unshipDeliveredBody'), label: t('unship') }}
        >
          {t('unship')}
        </ActionButton>
      )}
      <LinkButton href="/orders/ship/files">{t('waybillFiles', { count: fileWaiting })}</LinkButton>
      <LinkButton href="/orders/ship/decisions">
        {t('decisionsLink', { count: decisions })}
      </LinkButton>
    </>
  );
}

async function MethodButton({ method }: { method: (typeof shipMethods)[number] }) {
  const t = await getTranslations('ship');
  const way = t(`methods.${method}`);
  const [title, body] =
    method === 'parcel'
      ? [t('backToParcel'), t('backToParcelBody')]
      : [way, t('methodBody', { method: way })];
  return (
    <ActionButton
      action={changeMethod}
      input={{ method }}
      selectionAs="shipmentIds"
      confirm={{ title, body, label: title }}
    >
      {title}
    </ActionButton>
  );
}
