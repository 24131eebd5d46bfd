'use client';

import { X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import {
  type ChangeEvent,
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useOptimistic,
  useRef,
  useState,
} from 'react';
import { focusFirstField, focusItself } from '../focus/first-field';
import { useReturnFocus } from '../focus/return-focus';
import { FormFailure } from '../form/failure-note';
import { ConfirmDialog } from './confirm-dialog';
import { useTyped } from './typed';

type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Opens it. Left out where the URL says that it is open. */
  trigger?: ReactNode;
  /** Where closing leads, for a dialog that the URL opened. */
  closeHref?: string;
  /** What closing does, for a dialog that stands while it is drawn. */
  onClose?: () => void;
  width?: 'narrow' | 'wide' | 'full';
  /** Where the focus goes when it closes, if not to what opened it. */
  returnTo?: () => Element | null;
  /** Something may be scanned while it stands open: the focus begins in none of its fields. */
  hearsScans?: true;
};

const widths = { narrow: 'max-w-[440px]', wide: 'max-w-[880px]', full: 'max-w-[1240px]' };

const DialogContext = createContext<{ close: () => void } | null>(null);

/** The dialog around a component, null outside of one. */
export const useDialog = () => useContext(DialogContext);

export function Dialog({ trigger, closeHref, onClose, ...content }: DialogProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(trigger === undefined);
  // Gone at once, and back where its address is asked for again before it was left.
  const [isLeft, leave] = useOptimistic(false);

  function change(open: boolean) {
    if (onClose) return onClose();
    if (open || !closeHref) return setOpen(open);
    startTransition(() => {
      leave(true);
      router.replace(closeHref, { scroll: false });
    });
  }

  return (
    <Radix.Root open={isOpen && !isLeft} onOpenChange={change}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <DialogContext value={{ close: () => change(false) }}>
        <DialogContent {...content} />
      </DialogContext>
    </Radix.Root>
  );
}

type DialogContentProps = Omit<DialogProps, 'trigger' | 'closeHref' | 'onClose'>;

export function DialogContent(props: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-30 grid scroll-pb-16 place-items-center overflow-y-auto bg-ink/35 p-6">
        <OpenDialog {...props} />
      </Radix.Overlay>
    </Radix.Portal>
  );
}

/**
 * Mounted while the dialog is open. Once something was typed a press beside it closes nothing, and
 * Escape asks first.
 */
function OpenDialog(props: DialogContentProps) {
  const { title, description, children, width, returnTo, hearsScans } = props;
  const t = useTranslations('ui');
  const typed = useTyped();
  const closing = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);

  function noteTyping({ currentTarget, target }: ChangeEvent<HTMLDivElement>) {
    // A dialog opened from this one bubbles through the portal.
    if (currentTarget.contains(target)) typed.note(target);
  }

  return (
    <Radix.Content
      ref={typed.content}
      onOpenAutoFocus={hearsScans ? focusItself : focusFirstField}
      onCloseAutoFocus={useReturnFocus(returnTo)}
      onChange={noteTyping}
      onPointerDownOutside={(event) => {
        if (typed.isTyped() || isOnScrollbar(event.detail.originalEvent)) event.preventDefault();
      }}
      onEscapeKeyDown={(event) => {
        if (!typed.isTyped()) return;
        event.preventDefault();
        setAsking(true);
      }}
      data-width={width ?? 'narrow'}
      className={`panel w-full ${widths[width ?? 'narrow']} shadow-pop focus:outline-none`}
      {...(description ? {} : { 'aria-describedby': undefined })}
    >
      <header className="flex items-start justify-between gap-4 border-line border-b py-3 pr-3 pl-5">
        <div className="min-w-0 break-words">
          <Radix.Title>{title}</Radix.Title>
          {description && (
            <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>
          )}
        </div>
        <Radix.Close ref={closing} className="button" data-variant="quiet" data-size="small">
          <X size={14} aria-hidden />
          <span className="sr-only">{t('close')}</span>
        </Radix.Close>
      </header>
      <div className="px-5 py-4">{children}</div>
      <ConfirmDialog
        title={t('dropTyped.title')}
        body={t('dropTyped.body')}
        label={t('dropTyped.label')}
        cancel={t('dropTyped.cancel')}
        open={asking}
        onCancel={() => setAsking(false)}
        onConfirm={() => closing.current?.click()}
      />
    </Radix.Content>
  );
}

/** The scrollbar of a dialog higher than the screen lies beside it. */
function isOnScrollbar({ target, clientX }: PointerEvent): boolean {
  return target instanceof HTMLElement && clientX >= target.clientWidth;
}

/**
 * The end of a dialog: the failure of its form, then the buttons; 닫기 comes by itself. In a dialog
 * that is higher than the screen they stay in view.
 */
export function DialogButtons({ children, close }: { children?: ReactNode; close?: string }) {
  const t = useTranslations('ui');
  return (
    <div className="sticky -bottom-6 z-10 -mx-5 mt-1 -mb-4 rounded-b-lg bg-paper">
      <div className="px-5 has-[[data-failure]]:pb-3">
        <FormFailure />
      </div>
      <div className="flex items-center justify-end gap-2 border-line border-t px-5 py-3">
        <Radix.Close className="button">{close ?? t('close')}</Radix.Close>
        {children}
      </div>
    </div>
  );
}
