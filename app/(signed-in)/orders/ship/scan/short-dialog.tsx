'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/app/ui/dialog/dialog';
import { ShortForm } from '../short-form';
import { type Check, shortPieces } from './session';

type ShortDialogProps = {
  check: Check;
  onClose: () => void;
  onDone: () => void;
  returnTo: () => Element | null;
};

/** 결품 of the parcel on the table: what has not been scanned is what is missing. */
export function ShortDialog({ check, onClose, onDone, returnTo }: ShortDialogProps) {
  const [t, tScan] = [useTranslations('ship.parcel'), useTranslations('scan')];
  return (
    <Dialog
      title={tScan('shortOf', { waybillNo: check.waybillNo })}
      description={t('shortHint')}
      onClose={onClose}
      returnTo={returnTo}
      hearsScans
      width="wide"
    >
      <ShortForm
        shipmentId={check.shipmentId}
        pieces={shortPieces(check)}
        onDone={onDone}
        fillsDialog
      />
    </Dialog>
  );
}
