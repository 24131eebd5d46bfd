'use client';

import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogContent } from '@/app/ui/dialog/dialog';
import { MatchPanel } from './match-panel';

const DeskContext = createContext<(lineId: number) => void>(() => {});

/** Holds the dialog over the list, so that the next line opens by itself after a match. */
export function MatchDesk({ lineIds, children }: { lineIds: number[]; children: ReactNode }) {
  const t = useTranslations('match');
  const [openId, setOpenId] = useState<number | null>(null);

  function openNext() {
    const next = lineIds[lineIds.indexOf(openId ?? 0) + 1];
    setOpenId(next ?? null);
  }

  return (
    <DeskContext value={setOpenId}>
      {children}
      <Radix.Root open={openId !== null} onOpenChange={(isOpen) => isOpen || setOpenId(null)}>
        {openId !== null && (
          <DialogContent title={t('dialogTitle')} width="full">
            <MatchPanel key={openId} lineId={openId} onMatched={openNext} />
          </DialogContent>
        )}
      </Radix.Root>
    </DeskContext>
  );
}

export function MatchButton({ lineId, label }: { lineId: number; label: string }) {
  const open = useContext(DeskContext);
  return (
    <Button size="small" onClick={() => open(lineId)}>
      {label}
    </Button>
  );
}
