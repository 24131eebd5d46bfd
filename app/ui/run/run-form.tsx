'use client';

import { LoaderCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Action } from '@/lib/action';
import { Button } from '../button';
import { DialogButtons, DialogContent } from '../dialog/dialog';
import { addFilter } from '../filter/conditions';
import { FailureNote } from '../form/failure-note';
import { FormStateContext } from '../form/form-state';
import { useAction } from '../form/use-action';
import { useSelection } from '../table/selection';
import type { Preview } from './preview';
import { PreviewPanel } from './preview-panel';

type RunFormProps = {
  /** Looks with the conditions of the form and changes nothing. */
  preview: Action<Preview>;
  /** Does it, with the very same conditions. */
  run: Action;
  /** Of the run: its button and the dialog's title, 합포처리. */
  label: string;
  /** The conditions. */
  children?: ReactNode;
  /** The filter of the screen's list belongs to them, as it stands in its fields. */
  withFilter?: boolean;
  selectionAs?: string;
  width?: 'narrow' | 'wide';
};

/** The conditions of a stage's run: its button first shows what would happen, then does it. */
export function RunForm(props: RunFormProps) {
  const { preview, run, label, children, withFilter, selectionAs, width } = props;
  const t = useTranslations('ui');
  const looking = useAction(preview);
  const running = useAction(run);
  const selection = useSelection();
  const [seen, setSeen] = useState<{ preview: Preview; conditions: FormData } | null>(null);

  function look(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    const conditions = new FormData(event.currentTarget);
    if (selectionAs) {
      for (const id of selection.ids) conditions.append(`${selectionAs}[]`, String(id));
    }
    if (withFilter && !addFilter(conditions)) return;
    running.forget();
    looking.run(conditions, (value) => setSeen({ preview: value, conditions }));
  }

  return (
    <FormStateContext value={{ pending: looking.pending, errors: looking.failure?.fields ?? {} }}>
      <form
        method="post"
        onSubmit={look}
        className="no-print flex flex-wrap items-end gap-x-4 gap-y-2"
      >
        {children}
        <div className="ml-auto flex items-center gap-2">
          <FailureNote message={looking.failure?.message} />
          <Button type="submit" variant="primary" aria-disabled={looking.pending}>
            {looking.pending && <LoaderCircle size={13} className="animate-spin" aria-hidden />}
            {label}
          </Button>
        </div>
      </form>
      <Radix.Root open={seen !== null} onOpenChange={(isOpen) => isOpen || setSeen(null)}>
        {seen && (
          <DialogContent title={t('previewOf', { run: label })} width={width ?? 'wide'}>
            <div className="grid gap-3">
              <PreviewPanel preview={seen.preview} />
              <FailureNote message={running.failure?.message} />
              <DialogButtons>
                <Button
                  variant="primary"
                  disabled={!seen.preview.runnable}
                  aria-disabled={running.pending}
                  onClick={() => running.run(seen.conditions, () => setSeen(null))}
                >
                  {running.pending && (
                    <LoaderCircle size={13} className="animate-spin" aria-hidden />
                  )}
                  {t('run')}
                </Button>
              </DialogButtons>
            </div>
          </DialogContent>
        )}
      </Radix.Root>
    </FormStateContext>
  );
}
