'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type SubmitEvent, useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { Input } from '@/app/ui/form/field';
import { ScanComplaints } from '@/app/ui/form/scan-complaints';
import { useScans } from '@/app/ui/form/use-scans';
import { scan } from '../actions';

type Counted = { name: string; countedQty: number };

/** Scan after scan: each adds to what was counted, and the field is ready for the next. */
export function ScanForm({ countId }: { countId: number }) {
  const t = useTranslations('stock.counts');
  const router = useRouter();
  const [last, setLast] = useState<Counted>();
  const code = useRef<HTMLInputElement>(null);
  const {
    scan: send,
    waiting,
    ...heard
  } = useScans({
    action: scan,
    onAnswer: (counted) => void setLast(counted),
    onAllAnswered: () => router.refresh(),
  });

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const word = code.current?.value.trim();
    if (!word) return;
    void send(word, new FormData(form));
    form.reset();
    code.current?.focus();
  }

  function putAway() {
    heard.putAway();
    code.current?.focus();
  }

  return (
    <section className="panel grid gap-2 px-3 py-2" aria-label={t('scan')}>
      <form className="flex flex-wrap items-center gap-2" onSubmit={submit} aria-busy={waiting > 0}>
        <input type="hidden" name="countId" value={countId} />
        <Input
          ref={code}
          name="code"
          autoFocus
          aria-label={t('code')}
          placeholder={t('code')}
          maxLength={50}
          spellCheck={false}
          autoComplete="off"
          className="w-64"
        />
        <Input
          name="qty"
          type="number"
          min={0}
          defaultValue={1}
          aria-label={t('qty')}
          className="w-20 text-right"
        />
        <Button type="submit" variant="primary">
          {t('add')}
        </Button>
        <span className="text-faint text-xs">{t('keys')}</span>
        <output className="font-semibold text-good">
          {last && t('counted', { name: last.name, qty: last.countedQty })}
        </output>
      </form>
      <ScanComplaints complaints={heard.complaints} onPutAway={putAway} />
    </section>
  );
}
