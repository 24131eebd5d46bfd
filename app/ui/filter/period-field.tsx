'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Message } from '../form/field';
import { useFormState } from '../form/form-state';
import { FilterLabel } from './filter-fields';
import type { Preset } from './params';

type PeriodFieldProps = {
  /** 기간 by default; say which time it is about where a screen knows several. */
  label?: string;
  from: string;
  to: string;
  presets: Preset[];
  /** Minutes, not only days. */
  withTime?: boolean;
  /** Names of its two inputs. */
  names?: [from: string, to: string];
};

/** From–to with the buttons 오늘 · 1주일 · 1개월 · 3개월. New values from the URL need a new key. */
export function PeriodField(props: PeriodFieldProps) {
  const t = useTranslations('ui');
  const { presets, withTime = false, names = ['from', 'to'] } = props;
  const [from, setFrom] = useState(asInput(props.from, withTime, '00:00'));
  const [to, setTo] = useState(asInput(props.to, withTime, '23:59'));
  const messageId = useId();
  const { errors } = useFormState();
  const error = errors[names[0]] ?? errors[names[1]];
  const label = props.label ?? t('period');
  const type = withTime ? 'datetime-local' : 'date';

  return (
    <FilterLabel label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row in every browser */}
      <div
        role="group"
        aria-label={label}
        aria-describedby={error ? messageId : undefined}
        className="flex items-center gap-1"
        data-explains={names.join(' ')}
      >
        <input
          type={type}
          name={names[0]}
          aria-label={t('periodFrom')}
          value={from}
          aria-invalid={errors[names[0]] ? true : undefined}
          max={to || undefined}
          onChange={(event) => setFrom(event.target.value)}
          className="input"
        />
        <span className="text-faint">–</span>
        <input
          type={type}
          name={names[1]}
          aria-label={t('periodTo')}
          value={to}
          aria-invalid={errors[names[1]] ? true : undefined}
          min={from || undefined}
          onChange={(event) => setTo(event.target.value)}
          className="input"
        />
        <div className="flex">
          {presets.map((preset) => (
            <button
              key={preset.key}
              type="button"
              aria-pressed={from.startsWith(preset.from) && to.startsWith(preset.to)}
              onClick={() => {
                setFrom(asInput(preset.from, withTime, '00:00'));
                setTo(asInput(preset.to, withTime, '23:59'));
              }}
              className="button -ml-px rounded-none px-2 first:rounded-l-md last:rounded-r-md aria-pressed:z-1 aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-strong"
            >
              {t(`presets.${preset.key}`)}
            </button>
          ))}
        </div>
      </div>
      <Message id={messageId} error={error} />
    </FilterLabel>
  );
}

function asInput(moment: string, withTime: boolean, time: string): string {
  if (!withTime) return moment.slice(0, 10);
  return moment.includes('T') ? moment : `${moment}T${time}`;
}
