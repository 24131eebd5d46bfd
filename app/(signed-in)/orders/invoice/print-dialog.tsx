'use client';

import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { type SubmitEvent, useState } from 'react';
import { DialogButtons, DialogContent } from '@/app/ui/dialog/dialog';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import type { LoadSelection } from '@/lib/invoicing/load-rows';
import type { Printer } from '@/lib/invoicing/printers';
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
};

/** 라벨 재출력: the same numbers once more. */
export function PrintDialog({ selection, count, onClose, ...fields }: PrintDialogProps) {
  const t = useTranslations('invoice.printing');
  const { run, pending, failure } = useAction(reprint);
  const [blocked, setBlocked] = useState<number | null>(null);
  const [kind, setKind] = useState<LabelPrinting['kind']>('courier');

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    run(new FormData(event.currentTarget), ({ runId }) => {
      if (openLabels(runId)) onClose();
      else setBlocked(runId);
    });
  }

  return (
    <Radix.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
      <DialogContent title={t('title')} description={t('hint')}>
        {blocked === null ? (
          <FormStateContext value={{ pending, errors: {}, failure: failure?.message }}>
            <form method="post" onSubmit={submit} className="grid gap-3" aria-busy={pending}>
              <RangeTarget selection={selection} count={count} />
              <PrintFields {...fields} kind={kind} onKind={setKind} />
              <DialogButtons>
                <SubmitButton>{t('submit')}</SubmitButton>
              </DialogButtons>
            </form>
          </FormStateContext>
        ) : (
          <div className="grid gap-3">
            <p role="status">{t('blocked')}</p>
            <DialogButtons>
              <OpenLabels printRunId={blocked} />
            </DialogButtons>
          </div>
        )}
      </DialogContent>
    </Radix.Root>
  );
}
