'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Input, Select } from '@/app/ui/form/field';
import { type ColumnDraft, kindOf, type ValueKind, valueKinds, valueOfKind } from './drafts';
import { ValueFields } from './value-fields';

type ColumnRowProps = {
  number: number;
  last: number;
  draft: ColumnDraft;
  onChange: (draft: ColumnDraft) => void;
  onMove: (step: -1 | 1) => void;
  onRemove: () => void;
};

/** One column: its place, the header it is called, and what stands in it. */
export function ColumnRow({ number, last, draft, onChange, onMove, onRemove }: ColumnRowProps) {
  const t = useTranslations('templates');
  return (
    <li className="grid grid-cols-[24px_56px_220px_170px_minmax(0,1fr)_28px] items-center gap-1.5">
      <span className="numeric text-right text-faint">{number}</span>
      <span className="inline-flex">
        <Button
          size="small"
          variant="quiet"
          disabled={number === 1}
          aria-label={t('moveUp', { number })}
          onClick={() => onMove(-1)}
        >
          <ArrowUp size={13} aria-hidden />
        </Button>
        <Button
          size="small"
          variant="quiet"
          disabled={number === last}
          aria-label={t('moveDown', { number })}
          onClick={() => onMove(1)}
        >
          <ArrowDown size={13} aria-hidden />
        </Button>
      </span>
      <Input
        aria-label={t('headerOf', { number })}
        value={draft.header}
        maxLength={100}
        onChange={(event) => onChange({ ...draft, header: event.target.value })}
      />
      <Select
        aria-label={t('valueOf', { number })}
        value={kindOf(draft.value)}
        onChange={(event) =>
          onChange({ ...draft, value: valueOfKind(event.target.value as ValueKind) })
        }
      >
        {valueKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kinds.${kind}`)}
          </option>
        ))}
      </Select>
      <ValueFields
        number={number}
        value={draft.value}
        onChange={(value) => onChange({ ...draft, value })}
      />
      <Button
        size="small"
        variant="quiet"
        aria-label={t('removeColumn', { number })}
        onClick={onRemove}
      >
        <X size={13} aria-hidden />
      </Button>
    </li>
  );
}
