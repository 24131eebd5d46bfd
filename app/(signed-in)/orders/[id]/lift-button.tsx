import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { liftHold } from './actions';

/** 보류해제 of those selected in the table around. */
export async function LiftButton() {
  const t = await getTranslations('order.holding');
  return (
    <ActionButton
      action={liftHold}
      selectionAs="shipmentIds"
      confirm={{ title: t('lift'), body: t('liftBody'), label: t('lift') }}
    >
      {t('lift')}
    </ActionButton>
  );
}
