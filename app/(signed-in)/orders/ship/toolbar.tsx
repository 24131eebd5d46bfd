import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { ActionButton } from '@/app/ui/form/action-button';
import type { ShipFilter, ShipStage } from '@/lib/shipping/screen';
import { shipMethods } from '@/lib/shipping/set-method';
import { liftHold } from '../[id]/actions';
import { HoldDialog } from '../[id]/hold-dialog';
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
  const [t, ofOrders] = [await getTranslations('ship'), await getTranslations('order')];
  const mayShip = stage === 'invoiced' || (stage === 'all' && filter.by !== 'shipped');
  const mayComeBack = stage === 'shipped' || stage === 'all';
  return (
    <>
      {stage === 'unnumbered' &&
        shipMethods
          .filter((method) => method !== 'parcel')
          .map((method) => (
            <ActionButton
              key={method}
              action={changeMethod}
              input={{ method }}
              selectionAs="shipmentIds"
            >
              {t(`methods.${method}`)}
            </ActionButton>
          ))}
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
          <ActionButton action={liftHold} selectionAs="shipmentIds">
            {ofOrders('holding.lift')}
          </ActionButton>
        </>
      )}
      {stage === 'invoiced' && (
        <ActionButton action={changeMethod} input={{ method: 'parcel' }} selectionAs="shipmentIds">
          {t('backToParcel')}
        </ActionButton>
      )}
      {mayComeBack && (
        <>
          <ActionButton action={retry}>{t('retryAll')}</ActionButton>
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
      <LinkButton href="/orders/ship/files">{t('waybillFiles', { count: fileWaiting })}</LinkButton>
      <LinkButton href="/orders/ship/decisions">
        {t('decisionsLink', { count: decisions })}
      </LinkButton>
    </>
  );
}
