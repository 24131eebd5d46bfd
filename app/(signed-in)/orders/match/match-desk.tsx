'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogContent } from '@/app/ui/dialog/dialog';
import { isFocusFree } from '@/app/ui/focus/put-focus';
import { useAction } from '@/app/ui/form/use-action';
import { goOnAfterMatches } from './actions';
import { MatchPanel } from './match-panel';
import { from, type Opened, restAfter } from './opened';

const DeskContext = createContext<(opened: Opened) => void>(() => {});

/**
 * Holds the dialog over a list. After a match the next line of the list opens by itself, without a
 * page load; the list is drawn anew when the dialog closes. Where the row that had the focus is gone
 * then, the next one gets it, or what an empty list leads to.
 */
export function MatchDesk({ lineIds = [], children }: { lineIds?: number[]; children: ReactNode }) {
  const t = useTranslations('match');
  const router = useRouter();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [total, setTotal] = useState(0);
  const [hasMatched, setMatched] = useState(false);
  const goingOn = useAction(goOnAfterMatches);
  const isAwaited = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each list that is drawn anew.
  useEffect(() => {
    if (!isAwaited.current || !isFocusFree()) return;
    isAwaited.current = false;
    document.querySelector<HTMLElement>('[data-opens], [data-next-step]')?.focus();
  }, [lineIds]);

  // Whoever has gone on meanwhile keeps the focus where he is. Before the dialog hears of the key.
  useEffect(() => {
    const leaveIt = () => {
      isAwaited.current = false;
    };
    for (const kind of ['keydown', 'pointerdown']) window.addEventListener(kind, leaveIt, true);
    return () => {
      for (const kind of ['keydown', 'pointerdown'])
        window.removeEventListener(kind, leaveIt, true);
    };
  }, []);

  function open(next: Opened) {
    const queue = next.kind === 'queue' ? from(lineIds, next.lineIds[0]) : [];
    isAwaited.current = false;
    setTotal(queue.length);
    setOpened(next.kind === 'queue' ? { kind: 'queue', lineIds: queue } : next);
  }

  function close(isMatched = hasMatched) {
    setOpened(null);
    setMatched(false);
    isAwaited.current = true;
    router.refresh();
    if (isMatched) goingOn.run({});
  }

  /** On to what stands behind a line in the queue, or away. */
  function goOn(lineId: number | null, isMatched: boolean) {
    if (isMatched) setMatched(true);
    const rest = opened ? restAfter(opened, lineId) : [];
    if (rest.length > 0) setOpened({ kind: 'queue', lineIds: rest });
    else close(isMatched || hasMatched);
  }

  const place = opened?.kind === 'queue' && { at: total - opened.lineIds.length + 1, total };
  return (
    <DeskContext value={open}>
      {children}
      <Radix.Root open={opened !== null} onOpenChange={(isOpen) => isOpen || close()}>
        {opened && (
          <DialogContent
            title={t(opened.kind === 'queue' ? 'dialogTitle' : 'editTitle')}
            description={place ? t('place', place) : undefined}
            width="full"
            returnTo={() => buttonOf(opened)}
          >
            <MatchPanel key={keyOf(opened)} opened={opened} onDone={goOn} />
          </DialogContent>
        )}
      </Radix.Root>
    </DeskContext>
  );
}

function keyOf(opened: Opened): string {
  if (opened.kind === 'match') return `match ${opened.matchId}`;
  return opened.kind === 'line' ? `line ${opened.lineId}` : `queue ${opened.lineIds[0]}`;
}

/** Of the line that is shown, which may not be the one that the dialog began with. */
const buttonOf = (opened: Opened) => document.querySelector(`[data-opens="${keyOf(opened)}"]`);

export function OpenButton({ opened, label }: { opened: Opened; label: string }) {
  const open = useContext(DeskContext);
  return (
    <Button size="small" data-opens={keyOf(opened)} onClick={() => open(opened)}>
      {label}
    </Button>
  );
}
