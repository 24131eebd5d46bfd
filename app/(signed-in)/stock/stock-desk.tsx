'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button, type ButtonLook } from '@/app/ui/button';
import { Dialog } from '@/app/ui/dialog/dialog';
import { formatCount } from '@/app/ui/format';
import { AdjustPanel } from './adjust-panel';
import { type DeskVariant, nameOf } from './desk-variant';
import { ReceivePanel } from './receive-panel';
import { SafetyPanel } from './safety-panel';

type Task = 'receive' | 'adjust' | 'safety';
type OpenTask = { task: Task; variant: DeskVariant | null };

const DeskContext = createContext<(open: OpenTask) => void>(() => {});

/** Holds the one dialog over the list, whichever row opened it. */
export function StockDesk({ children }: { children: ReactNode }) {
  const t = useTranslations('stock');
  const [open, setOpen] = useState<OpenTask | null>(null);
  const close = () => setOpen(null);
  return (
    <DeskContext value={setOpen}>
      {children}
      {open && (
        <Dialog
          title={t(`${open.task}.title`)}
          width={open.task === 'receive' ? 'wide' : 'narrow'}
          onClose={close}
        >
          {open.task === 'receive' && <ReceivePanel first={open.variant} onDone={close} />}
          {open.task === 'adjust' && open.variant && <AdjustPanel variant={open.variant} />}
          {open.task === 'safety' && open.variant && <SafetyPanel variant={open.variant} />}
        </Dialog>
      )}
    </DeskContext>
  );
}

type TaskButtonProps = ButtonLook & {
  task: Task;
  /** Of the variant to work on; any where it is scanned. */
  row?: DeskVariant;
  children: ReactNode;
};

export function TaskButton({ task, row, children, ...look }: TaskButtonProps) {
  const open = useContext(DeskContext);
  return (
    <Button {...look} onClick={() => open({ task, variant: row ?? null })}>
      {children}
    </Button>
  );
}

/** The number itself leads to where it is set. */
export function SafetyButton({ row }: { row: DeskVariant }) {
  const t = useTranslations('stock.safety');
  const open = useContext(DeskContext);
  return (
    <button
      type="button"
      className="link"
      aria-label={t('edit', { name: nameOf(row), qty: row.safetyQty })}
      onClick={() => open({ task: 'safety', variant: row })}
    >
      {formatCount(row.safetyQty)}
    </button>
  );
}
