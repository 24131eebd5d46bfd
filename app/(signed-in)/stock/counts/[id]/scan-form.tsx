'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Input } from '@/app/ui/form/field';
import { useAction } from '@/app/ui/form/use-action';
import { scan } from '../actions';

/** Scan after scan: each adds to what was counted, and the field is ready for the next. */
export function ScanForm({ countId }: { countId: number }) {
  const t = useTranslations('stock.counts');
  const { run, pending, failure } = useAction(scan);
  const [last, setLast] = useState('');
  const code = useRef<HTMLInputElement>(null);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const word = code.current?.value.trim();
    if (!word) return;
    run(new FormData(form), () => {
      setLast(word);
      form.reset();
      code.current?.focus();
    });
    code.current?.select();
  }

  return (
    <section className="panel grid gap-2 px-3 py-2" aria-label={t('scan')}>
      <form className="flex flex-wrap items-end gap-2" onSubmit={submit} aria-busy={pending}>
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
        <Button type="submit" variant="primary" aria-disabled={pending}>
          {t('add')}
        </Button>
        <span className="text-faint text-xs">{t('keys')}</span>
        <output className="font-semibold text-good">{last && t('counted', { code: last })}</output>
      </form>
      <FailureNote message={failure?.message} />
    </section>
  );
}
