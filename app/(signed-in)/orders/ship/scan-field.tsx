'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { useAction } from '@/app/ui/form/use-action';
import type { ScanResult } from '@/lib/shipping/scan';
import { scan } from './actions';

const tones = {
  shipped: 'good',
  duplicate: 'warn',
  held: 'warn',
  claimed: 'bad',
  cancelled: 'bad',
  unknownNo: 'bad',
} as const;

/** 바코드배송처리: a keyboard-wedge scanner types a number and Enter; the verdict stands beside it. */
export function ScanField() {
  const t = useTranslations('ship');
  const { run, pending, failure } = useAction(scan);
  const [last, setLast] = useState<ScanResult | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const waiting = useRef<string[]>([]);

  function next() {
    const waybillNo = waiting.current[0];
    if (waybillNo === undefined) return;
    run({ waybillNo }, (result) => {
      waiting.current.shift();
      setLast(result);
      setTimeout(next);
    });
  }

  function submit(event: React.SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const waybillNo = field.current?.value.trim();
    if (field.current) field.current.value = '';
    if (!waybillNo) return;
    // A scan that failed was shown as such; the scanner goes on behind it.
    if (failure) waiting.current.shift();
    waiting.current.push(waybillNo);
    if (failure || waiting.current.length === 1) next();
  }

  return (
    <section className="panel no-print flex items-center gap-3 px-3 py-2.5">
      <form onSubmit={submit} className="flex items-center gap-1.5">
        <label htmlFor="scan" className="font-semibold">
          {t('scan')}
        </label>
        <input
          id="scan"
          ref={field}
          // biome-ignore lint/a11y/noAutofocus: a scanner types where the focus is
          autoFocus
          className="input w-56"
          inputMode="numeric"
          autoComplete="off"
          placeholder={t('scanHint')}
        />
        <Button type="submit">{t('scanSubmit')}</Button>
      </form>
      <output aria-live="assertive" className="flex min-h-7 items-center text-base">
        {failure ? (
          <Verdict tone="bad" text={failure.message} />
        ) : (
          last &&
          !pending && (
            <Verdict
              tone={tones[last.verdict]}
              text={`${t(`verdicts.${last.verdict}`)} ${last.waybillNo} ${last.recipientName} ${last.orderNo}`}
            />
          )
        )}
      </output>
    </section>
  );
}

function Verdict({ tone, text }: { tone: string; text: string }) {
  return (
    <strong
      data-tone={tone}
      className="rounded-md bg-(--tone-soft) px-3 py-1 font-bold text-(--tone)"
    >
      {text}
    </strong>
  );
}
