'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type SubmitEvent, useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Field, Input } from '@/app/ui/form/field';
import { ScanComplaints } from '@/app/ui/form/scan-complaints';
import { useAction } from '@/app/ui/form/use-action';
import { useScans } from '@/app/ui/form/use-scans';
import { findByCode, receive } from './actions';
import type { DeskVariant } from './desk-variant';
import { type Receipt, ReceiptTable } from './receipt-table';

type ReceivePanelProps = { first: DeskVariant | null; onDone: () => void };

/** 입고: scan or type codes, correct the quantities, put it all on hand at once. */
export function ReceivePanel({ first, onDone }: ReceivePanelProps) {
  const t = useTranslations('stock.receive');
  const receiving = useAction(receive);
  const code = useRef<HTMLInputElement>(null);
  const [receipts, setReceipts] = useState<Receipt[]>(first ? [{ variant: first, qty: 1 }] : []);
  const [memo, setMemo] = useState('');
  const finding = useScans({ action: findByCode, onAnswer: take });
  const units = receipts.reduce((sum, { qty }) => sum + qty, 0);

  function find(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    const word = code.current?.value.trim();
    if (!word) return;
    void finding.scan(word, { code: word });
    if (code.current) code.current.value = '';
  }

  function take(found: DeskVariant[], word: string): string | undefined {
    const [variant, ...others] = found;
    if (!variant) return t('notFound', { code: word });
    if (others.length > 0) return t('several', { code: word, count: found.length });
    setReceipts((before) => withOneMore(before, variant));
  }

  function putAway() {
    finding.putAway();
    code.current?.focus();
  }

  function submit() {
    if (receipts.length === 0 || finding.waiting > 0) return;
    const given = receipts.map(({ variant, qty }) => ({ variantId: variant.variantId, qty }));
    receiving.run({ receipts: given, memo }, onDone);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works from every field inside
    <div
      className="grid gap-3"
      onKeyDown={onKeyDown}
      data-unsaved={receipts.length > (first ? 1 : 0) || undefined}
    >
      <form className="flex items-center gap-1.5" onSubmit={find}>
        <Input
          ref={code}
          autoFocus={!first}
          aria-label={t('code')}
          placeholder={t('code')}
          maxLength={50}
          spellCheck={false}
          className="w-64"
        />
        <Button type="submit">{t('add')}</Button>
        <span className="text-faint text-xs">{t('keys')}</span>
      </form>
      <ScanComplaints complaints={finding.complaints} onPutAway={putAway} />
      <ReceiptTable
        receipts={receipts}
        onChange={setReceipts}
        onSubmit={submit}
        focusesFirst={first !== null}
      />
      <Field name="memo" label={t('memo')} hint={t('memoHint')}>
        <Input
          value={memo}
          onChange={(event) => setMemo(event.target.value)}
          maxLength={200}
          className="w-80"
        />
      </Field>
      <FailureNote message={receiving.failure?.message} />
      <DialogButtons>
        <Button
          variant="primary"
          disabled={units === 0}
          aria-disabled={receiving.pending || finding.waiting > 0}
          onClick={submit}
        >
          {t('save', { units })}
        </Button>
      </DialogButtons>
    </div>
  );
}

/** The last scanned stands on top, where the eye is. */
function withOneMore(receipts: Receipt[], variant: DeskVariant): Receipt[] {
  const known = receipts.find((row) => row.variant.variantId === variant.variantId);
  const others = receipts.filter((row) => row !== known);
  return [{ variant, qty: (known?.qty ?? 0) + 1 }, ...others];
}
