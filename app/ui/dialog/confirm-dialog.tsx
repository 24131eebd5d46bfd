'use client';

import { useTranslations } from 'next-intl';
import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useReturnFocus } from '../focus/return-focus';

type ConfirmDialogProps = {
  title: string;
  /** States the number of what will change. */
  body: ReactNode;
  label: string;
  /** Of the button that says no; 닫기 by default. */
  cancel?: string;
  danger?: boolean;
  open: boolean;
  onCancel: () => void;
  onConfirm: () => void;
};

/** One question before what is many or cannot be taken back. Escape and the first focus say no. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onCancel } = props;
  return (
    <AlertDialog.Root open={open} onOpenChange={(isOpen) => isOpen || onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 grid place-items-center bg-ink/35 p-6">
          <Question {...props} />
        </AlertDialog.Overlay>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Mounted while it is asked. */
function Question({ title, body, label, cancel, danger, onConfirm }: ConfirmDialogProps) {
  const t = useTranslations('ui');
  return (
    <AlertDialog.Content
      onCloseAutoFocus={useReturnFocus()}
      className="panel w-full max-w-[400px] p-5 shadow-pop focus:outline-none"
    >
      <AlertDialog.Title>{title}</AlertDialog.Title>
      <AlertDialog.Description className="mt-2 whitespace-pre-line text-muted">
        {body}
      </AlertDialog.Description>
      <div className="mt-5 flex justify-end gap-2">
        <AlertDialog.Cancel className="button">{cancel ?? t('close')}</AlertDialog.Cancel>
        <button
          type="button"
          className="button"
          data-variant={danger ? 'danger' : 'primary'}
          onClick={onConfirm}
        >
          {label}
        </button>
      </div>
    </AlertDialog.Content>
  );
}
