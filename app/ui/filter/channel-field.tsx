'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { ChannelChoice } from '@/lib/shipments/channels';
import { Button } from '../button';
import { ChannelName } from '../channel-mark';
import { FilterLabel } from './filter-fields';

type ChannelFieldProps = {
  channels: Pick<ChannelChoice, 'id' | 'name' | 'mark'>[];
  /** Ids; none stands for all. */
  chosen: number[];
  name?: string;
};

/** 판매처: several at once, each with its mark. New values from the URL need a new key. */
export function ChannelField({ channels, chosen, name = 'channel' }: ChannelFieldProps) {
  const t = useTranslations('ui');
  const [ids, setIds] = useState(new Set(chosen.length ? chosen : channels.map(({ id }) => id)));
  const menu = useClosingMenu();
  const isAll = ids.size === channels.length;

  function toggle(id: number, isOn: boolean) {
    setIds((before) => new Set(isOn ? [...before, id] : [...before].filter((one) => one !== id)));
  }

  return (
    <FilterLabel label={t('channel')}>
      <details ref={menu} className="group relative">
        <summary className="button w-36 justify-between [&::-webkit-details-marker]:hidden">
          <span className="truncate font-normal">
            {t('channelsChosen', summary(channels, ids))}
          </span>
          <ChevronDown size={13} className="text-faint" aria-hidden />
        </summary>
        <div className="panel absolute top-full left-0 z-20 mt-1 min-w-56 shadow-pop">
          <div className="flex gap-1 border-line border-b p-1.5">
            <Button size="small" onClick={() => setIds(new Set(channels.map(({ id }) => id)))}>
              {t('all')}
            </Button>
            <Button size="small" onClick={() => setIds(new Set())}>
              {t('none')}
            </Button>
          </div>
          <ul className="max-h-72 overflow-y-auto py-1">
            {channels.map((channel) => (
              <li key={channel.id}>
                <label className="flex items-center gap-2 px-3 py-1 hover:bg-sunken">
                  <input
                    type="checkbox"
                    name={isAll ? undefined : name}
                    value={channel.id}
                    checked={ids.has(channel.id)}
                    onChange={(event) => toggle(channel.id, event.target.checked)}
                  />
                  <ChannelName name={channel.name} mark={channel.mark} />
                </label>
              </li>
            ))}
          </ul>
        </div>
      </details>
    </FilterLabel>
  );
}

function summary(channels: ChannelFieldProps['channels'], ids: ReadonlySet<number>) {
  const [first, ...others] = channels.filter(({ id }) => ids.has(id));
  const isAll = first === undefined || others.length + 1 === channels.length;
  return { kind: isAll ? 'all' : 'some', name: first?.name ?? '', others: others.length };
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
