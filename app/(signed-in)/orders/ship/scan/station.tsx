'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '@/app/ui/button';
import { useLack } from '@/app/ui/form/page-member';
import { newId } from '@/app/ui/new-id';
import type { ScanResult } from '@/lib/shipping/scanning/scan';
import { askForClaims, askToLook } from './ask';
import { CheckPanel } from './check-panel';
import {
  answered,
  blankEntry,
  type Check,
  countedAnew,
  emptySession,
  entryOf,
  isComplete,
  noted,
  openCheck,
  type ScanEntry,
  shortPieces,
  withPiece,
} from './session';
import { SessionPanel } from './session-panel';
import { ShortDialog } from './short-dialog';
import { useIsAwake } from './use-is-awake';
import { useReasons } from './use-reasons';
import { useSwitch } from './use-switch';
import { useWaitingScans } from './use-waiting-scans';
import { VerdictPanel } from './verdict-panel';
import { beep, say } from './voice';
import type { WaitingScan } from './waiting-scans';

const CLAIMS_EVERY_MS = 60_000;

/**
 * 바코드배송처리 over the whole screen: a scanner types and presses Enter, nothing else is needed.
 * Drawn once it hears keys and knows its switches, so that it never looks ready before it is.
 */
export function Station({ mallId }: { mallId: number }) {
  return (
    <main className="fixed inset-0 z-20 grid grid-rows-[auto_1fr] overflow-auto bg-ground">
      {useIsAwake() && <Desk mallId={mallId} />}
    </main>
  );
}

function Desk({ mallId }: { mallId: number }) {
  const t = useTranslations('scan');
  const reasonsOf = useReasons();
  const lack = useLack('operator');
  const language = useLocale() === 'ko' ? 'ko-KR' : 'en-US';
  const [session, setSession] = useState(emptySession);
  const [last, setLast] = useState<ScanEntry | null>(null);
  const [check, setCheck] = useState<Check | null>(null);
  const [isShort, setShort] = useState(false);
  const [message, setMessage] = useState('');
  const [checks, toggleChecks] = useSwitch('check', false);
  const [sounds, toggleSounds] = useSwitch('sound', true);
  const [speaks, toggleSpeaks] = useSwitch('voice', true);
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef('');
  const isLooking = useRef(false);
  /** Scanned while a parcel is being looked up. */
  const ahead = useRef<string[]>([]);
  const { send, count, trouble } = useWaitingScans(mallId, onAnswer);

  function signal(entry: ScanEntry) {
    if (sounds) beep(entry.verdict);
    if (!speaks) return;
    const notices = entry.memos.map(({ kind, text }) => t(`memos.${kind}`, { text }));
    say([t(`voice.${entry.verdict}`), ...reasonsOf(entry), ...notices].join('. '), language);
  }

  function show(entry: ScanEntry, isLoud = true) {
    latest.current = entry.scanId;
    setLast(entry);
    setMessage('');
    if (isLoud) signal(entry);
  }

  function onAnswer(scan: WaitingScan, result: ScanResult) {
    const entry = entryOf(scan.scanId, result);
    const isLate = scan.scanId !== latest.current;
    setSession((before) => answered(before, entry, isLate));
    if (!isLate) show(entry);
    else if (entry.verdict !== 'shipped' && entry.verdict !== 'duplicate') signal(entry);
  }

  function ship(waybillNo: string) {
    const scanId = newId();
    const entry = blankEntry(scanId, waybillNo, 'waiting');
    show(entry, trouble !== null);
    setSession((before) => noted(before, entry));
    send({ scanId, waybillNo, scannedAt: new Date().toISOString(), place: Date.now() });
  }

  async function look(waybillNo: string) {
    isLooking.current = true;
    const reply = await askToLook(mallId, waybillNo);
    isLooking.current = false;
    if (reply.kind !== 'told') {
      show(blankEntry(newId(), waybillNo, 'waiting'));
      setMessage(reply.kind === 'refused' ? reply.message : t('scanAgain'));
      return;
    }
    const entry = entryOf(newId(), reply.value);
    show(entry);
    if (entry.verdict !== 'ready') {
      setSession((before) => answered(before, entry, false));
      return;
    }
    const { items, shipmentId } = reply.value;
    const opened = openCheck({ shipmentId: shipmentId ?? 0, waybillNo }, items);
    if (isComplete(opened)) ship(waybillNo);
    else setCheck(opened);
  }

  function scanPiece(opened: Check, code: string) {
    const next = withPiece(opened, code);
    if (!next) {
      const entry = blankEntry(newId(), code, 'wrongItem');
      setSession((before) => answered(before, entry, false));
      return show(entry);
    }
    if (!isComplete(next)) {
      if (sounds) beep('ready');
      setCheck(next);
      return setLast((before) => before && { ...before, verdict: 'ready' });
    }
    setCheck(null);
    ship(opened.waybillNo);
  }

  function submit(event: React.SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = field.current?.value.trim().slice(0, 60) ?? '';
    if (field.current) field.current.value = '';
    if (!typed) return;
    if (isLooking.current) ahead.current.push(typed);
    else take(typed);
  }

  function take(code: string) {
    if (check) scanPiece(check, code);
    else if (checks) void look(code);
    else ship(code);
  }

  useEffect(() => {
    const next = isLooking.current ? undefined : ahead.current.shift();
    if (next) take(next);
  });

  const mayBeShort = check !== null && shortPieces(check).length > 0;
  const openShort = () => setShort(mayBeShort);

  function dropCheck() {
    setCheck(null);
    setShort(false);
    setLast(null);
  }

  // The letters of a font come in parts as they are needed; these are needed when nobody sends any.
  useEffect(() => {
    const { fontFamily } = getComputedStyle(document.body);
    void document.fonts.load(`16px ${fontFamily}`, t('away', { count: 0 }) + t('scanAgain'));
  }, [t]);

  useEffect(() => {
    if (lack) return;
    void askForClaims(mallId);
    const timer = setInterval(() => void askForClaims(mallId), CLAIMS_EVERY_MS);
    return () => clearInterval(timer);
  }, [mallId, lack]);

  useEffect(() => {
    const keys: Record<string, () => void> = {
      F2: toggleChecks,
      F4: toggleSounds,
      F6: toggleSpeaks,
      F8: openShort,
      Escape: dropCheck,
    };
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (isShort) {
        // Goods that turn up after all are scanned as ever.
        if (!isTyped(event) || !isDialog(event.target)) return;
        flushSync(() => setShort(false));
      }
      const act = keys[event.key];
      if (act) {
        event.preventDefault();
        act();
      }
      if (isTyped(event)) field.current?.focus();
    };
    const focus = () => isShort || field.current?.focus();
    window.addEventListener('keydown', press);
    window.addEventListener('click', focus);
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener('click', focus);
    };
  });

  return (
    <>
      <header className="flex items-center gap-3 border-line border-b bg-paper px-5 py-3">
        <h1>{t('title')}</h1>
        <form onSubmit={submit} className="flex items-center gap-2">
          <label htmlFor="scan" className="sr-only">
            {t('title')}
          </label>
          <input
            id="scan"
            ref={field}
            // biome-ignore lint/a11y/noAutofocus: a scanner types where the focus is
            autoFocus
            className="input h-10 w-72 text-lg"
            autoComplete="off"
            spellCheck={false}
            disabled={lack !== undefined}
            placeholder={check ? t('piecePlaceholder') : t('placeholder')}
          />
        </form>
        <Toggle label={t('checkSwitch')} isOn={checks} onToggle={toggleChecks} />
        <Toggle label={t('soundSwitch')} isOn={sounds} onToggle={toggleSounds} />
        <Toggle label={t('voiceSwitch')} isOn={speaks} onToggle={toggleSpeaks} />
        {mayBeShort && <Button onClick={openShort}>{t('short')}</Button>}
        {check && <Button onClick={dropCheck}>{t('dropCheck')}</Button>}
        {lack && <p className="font-semibold text-warn">{lack}</p>}
        {trouble && (
          <p role="status" className="font-semibold text-warn">
            {trouble.message || t('away', { count })}
          </p>
        )}
        <Link href="/orders/ship" className="button ml-auto">
          {t('leave')}
        </Link>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 p-4">
        <div className="@container grid gap-4">
          <VerdictPanel entry={last} message={message} isCompact={check !== null} />
          {check && <CheckPanel check={check} />}
          {check && isShort && (
            <ShortDialog
              check={check}
              onClose={() => setShort(false)}
              onDone={dropCheck}
              returnTo={() => field.current}
            />
          )}
        </div>
        <SessionPanel
          session={session}
          waiting={count}
          onReset={() => setSession(countedAnew)}
          onRecallsSeen={() => setSession((before) => ({ ...before, recalls: [] }))}
        />
      </div>
    </>
  );
}

const isTyped = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent) =>
  key.length === 1 && key !== ' ' && !ctrlKey && !altKey && !metaKey;

const isDialog = (target: EventTarget | null) =>
  target instanceof Element && target.matches('[role=dialog]');

type ToggleProps = { label: string; isOn: boolean; onToggle: () => void };

function Toggle({ label, isOn, onToggle }: ToggleProps) {
  return (
    <Button
      needs="viewer"
      aria-pressed={isOn}
      variant={isOn ? 'primary' : undefined}
      onClick={onToggle}
    >
      {label}
    </Button>
  );
}
