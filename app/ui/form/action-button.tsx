'use client';

import { LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { Action } from '@/lib/action';
import { Button, type ButtonLook } from '../button';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { formatNumber } from '../format';
import { useSelection } from '../table/selection';
import { useAction } from './use-action';

export type Confirmation = {
  title: string;
  /** `#` stands for the number of selected rows. */
  body: string;
  /** Of the button that does it. */
  label: string;
};

type ActionButtonProps = ButtonLook & {
  action: Action;
  children: ReactNode;
  input?: Record<string, unknown>;
  /** Sends the selected rows of the table around it under this name; off while none is selected. */
  selectionAs?: string;
  confirm?: Confirmation;
  disabled?: boolean;
  title?: string;
};

/** A button that calls an action, after a question where one is given. */
export function ActionButton(props: ActionButtonProps) {
  const { action, children, input, selectionAs, confirm, disabled, ...look } = props;
  const { run, pending, failure } = useAction(action);
  const { ids } = useSelection();
  const [asking, setAsking] = useState(false);

  useEffect(() => {
    if (failure) toast.error(failure.message);
  }, [failure]);

  const act = () => {
    setAsking(false);
    run(selectionAs ? { ...input, [selectionAs]: ids } : { ...input });
  };

  return (
    <>
      <Button
        {...look}
        disabled={disabled || (selectionAs !== undefined && ids.length === 0)}
        aria-disabled={pending}
        onClick={() => (confirm ? setAsking(true) : act())}
      >
        {pending && <LoaderCircle size={13} className="animate-spin" aria-hidden />}
        {children}
      </Button>
      {confirm && (
        <ConfirmDialog
          {...confirm}
          body={confirm.body.replace('#', formatNumber(ids.length))}
          danger={look.variant === 'danger'}
          open={asking}
          onCancel={() => setAsking(false)}
          onConfirm={act}
        />
      )}
    </>
  );
}
