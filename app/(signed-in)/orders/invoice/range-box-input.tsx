'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { readRangeBox } from '@/lib/invoicing/load/range-box';

type RangeBoxInputProps = {
  box: string;
  /** The highest 연번. */
  last: number;
  disabled: boolean;
  onChange: (box: string) => void;
  onEnter: () => void;
};

/** 범위: running numbers of the load. What is wrong with them is said while they are typed. */
export function RangeBoxInput({ box, last, disabled, onChange, onEnter }: RangeBoxInputProps) {
  const t = useTranslations('invoice.toolbar');
  const hintId = useId();
  const range = readRangeBox(box, last);
  const wrong = 'wrong' in range ? range.wrong : null;
  return (
    <span className="relative">
      <input
        aria-label={t('box')}
        placeholder={t('boxHint')}
        value={box}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && onEnter()}
        disabled={disabled}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : hintId}
        className="input w-36"
      />
      {wrong !== null && (
        <span
          id={hintId}
          role="alert"
          className="panel absolute top-full left-0 z-10 mt-1 whitespace-nowrap px-2 py-1 text-bad text-xs shadow-pop"
        >
          {t('boxWrong', { part: wrong, last })}
        </span>
      )}
    </span>
  );
}
