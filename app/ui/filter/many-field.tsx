'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../button';
import { FilterLabel } from './filter-fields';

/** `text` names it in the closed field; `content` is what the list shows in its place. */
export type ManyChoice = { value: string; text: string; content?: ReactNode };

type ManyFieldProps = {
  name: string;
  label: string;
  choices: ManyChoice[];
  /** Values; none stands for all. */
  chosen: readonly string[];
};

/** A condition with several answers at once. New values from the URL need a new key. */
export function ManyField({ name, label, choices, chosen }: ManyFieldProps) {
  const t = useTranslations('ui');
  const all = choices.map(({ value }) => value);
  const known = all.filter((value) => chosen.includes(value));
  const [values, setValues] = useState(new Set(known.length > 0 ? known : all));
  const menu = useClosingMenu();
  const isAll = values.size === choices.length;
  const shown = t('manyChosen', summary(choices, values));

  function toggle(value: string, isOn: boolean) {
    setValues(
      (before) => new Set(isOn ? [...before, value] : [...before].filter((one) => one !== value)),
    );
  }

  return (
    <FilterLabel label={label}>
      <details ref={menu} className="group relative">
        <summary
          aria-label={`${label}: ${shown}`}
          className="button w-32 justify-between [&::-webkit-details-marker]:hidden"
        >
          <span className="truncate font-normal">{shown}</span>
          <ChevronDown size={13} className="text-faint" aria-hidden />
        </summary>
        <div className="panel absolute top-full left-0 z-20 mt-1 min-w-56 shadow-pop">
          <div className="flex gap-1 border-line border-b p-1.5">
            <Button needs="viewer" size="small" onClick={() => setValues(new Set(all))}>
              {t('all')}
            </Button>
            <Button needs="viewer" size="small" onClick={() => setValues(new Set())}>
              {t('none')}
            </Button>
          </div>
          <ul className="max-h-72 overflow-y-auto py-1">
            {choices.map(({ value, text, content }) => (
              <li key={value}>
                <label className="flex items-center gap-2 px-3 py-1 hover:bg-sunken">
                  <input
                    type="checkbox"
                    name={isAll ? undefined : name}
                    value={value}
                    checked={values.has(value)}
                    onChange={(event) => toggle(value, event.target.checked)}
                  />
                  {content ?? text}
                </label>
              </li>
            ))}
          </ul>
        </div>
      </details>
    </FilterLabel>
  );
}

function summary(choices: ManyChoice[], values: ReadonlySet<string>) {
  const [first, ...others] = choices.filter(({ value }) => values.has(value));
  const isAll = first === undefined || others.length + 1 === choices.length;
  return { kind: isAll ? 'all' : 'some', name: first?.text ?? '', others: others.length };
}

/** A details element that closes on Escape and on a click outside, as menus do. */
function useClosingMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    function close(event: Event) {
      const element = menu.current;
      if (!element?.open) return;
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      const isOutside = event.type === 'pointerdown' && !element.contains(event.target as Node);
      if (isEscape || isOutside) element.open = false;
      if (isEscape) element.querySelector('summary')?.focus();
    }
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return menu;
}
