'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';
import type { Printer } from '@/lib/invoicing/prints/printers';
import type { LabelPrinting } from '@/lib/labels/label';
import { reprint } from './actions';
import { openLabels } from './open-labels';
import { OpenLabels } from './open-labels-link';
import { PrintFields } from './print-fields';
import { RangeTarget } from './range-target';

type PrintDialogProps = {
  selection: LoadSelection;
  count: number;
  printers: Printer[];
  usualSize: string;
  onClose: () => void;
  /** The menu it was chosen from is gone by then. */
  returnTo: () => Element | null;
};

/** 라벨 재출력: the same numbers once more. */
export function PrintDialog(props: PrintDialogProps) {
  const { selection, count, onClose, returnTo, ...fields } = props;
  const t = useTranslations('invoice.printing');
  const [blocked, setBlocked] = useState<number | null>(null);
  const [kind, setKind] = useState<LabelPrinting['kind']>('courier');

  function open({ runId }: { runId: number }) {
    if (openLabels(runId)) onClose();
    else setBlocked(runId);
  }

  return (
    <Dialog title={t('title')} description={t('hint')} onClose={onClose} returnTo={returnTo}>
      {blocked === null ? (
        <ActionForm action={reprint} onDone={open} className="grid gap-3">
          <RangeTarget selection={selection} count={count} />
          <PrintFields {...fields} kind={kind} onKind={setKind} />
          <DialogButtons>
            <SubmitButton>{t('submit')}</SubmitButton>
          </DialogButtons>
        </ActionForm>
      ) : (
        <div className="grid gap-3">
          <p role="status">{t('blocked')}</p>
          <DialogButtons>
            <OpenLabels printRunId={blocked} />
          </DialogButtons>
        </div>
      )}
    </Dialog>
  );
}
